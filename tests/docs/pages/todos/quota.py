"""A mistake that only the action finds."""

from django.urls import path

from htmx_partials import partial_response, render
from tests.docs.pages.todos import forms
from tests.docs.pages.todos.models import Todo


class QuotaExceeded(Exception):
    pass


class TodoForm(forms.TodoForm):
    def save(self, commit=True):
        if Todo.objects.count() >= 2:
            raise QuotaExceeded
        return super().save(commit)


@partial_response("todo-list")
def todos(request):
    return render(request, "todos.html", {"todos": Todo.objects.all(), "form": TodoForm()})


@todos.action(form=TodoForm)
def add(request, form):
    try:
        form.save()
    except QuotaExceeded:
        form.add_error(None, "Your list is full.")
        return {"form": form}


urlpatterns = [path("", todos, name="todos")]
