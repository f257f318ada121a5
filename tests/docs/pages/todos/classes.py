"""The same in a class."""

from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.generic import ListView

from htmx_partials import PartialResponseMixin, action
from tests.docs.pages.todos.models import Todo


class Todos(PartialResponseMixin, ListView):
    model = Todo
    partial_names = "todo-list"
    template_name = "todos.html"
    context_object_name = "todos"

    @action
    def toggle(self, request, *args, **kwargs):
        get_object_or_404(Todo, pk=request.POST["pk"]).toggle()


urlpatterns = [path("", Todos.as_view(), name="todos")]
