"""The page of one thing to do."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from htmx_partials import partial_response, render
from tests.docs.pages.todos.forms import TodoForm
from tests.docs.pages.todos.models import Todo
from tests.docs.pages.todos.views import todos


@partial_response("todo")
def todo(request, pk):
    found = get_object_or_404(Todo, pk=pk)
    return render(request, "todo.html", {"todo": found, "form": TodoForm(instance=found)})


def bound(request, pk):
    return TodoForm(request.POST, instance=get_object_or_404(Todo, pk=pk))


@todo.action(form=bound)
def edit(request, pk, form):
    form.save()


@todo.action(methods=["DELETE"])
def remove(request, pk):
    Todo.objects.filter(pk=pk).delete()
    return redirect("todos")


urlpatterns = [path("", todos, name="todos"), path("<int:pk>/", todo, name="todo")]
