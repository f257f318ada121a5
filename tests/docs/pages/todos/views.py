"""A list of things to do."""

from django.shortcuts import get_object_or_404
from django.urls import path

from htmx_partials import partial_response, render
from tests.docs.pages.todos.forms import TodoForm
from tests.docs.pages.todos.models import Todo


@partial_response("todo-list", oob=["count"])
def todos(request):
    return render(request, "todos.html", {"todos": Todo.objects.all(), "form": TodoForm()})


@todos.action(form=TodoForm)
def add(request, form):
    form.save()


@todos.action
def toggle(request):
    get_object_or_404(Todo, pk=request.POST["pk"]).toggle()


@todos.action(methods=["DELETE"], partial=())
def remove(request):
    get_object_or_404(Todo, pk=request.GET["todo"]).delete()


urlpatterns = [path("", todos, name="todos")]
