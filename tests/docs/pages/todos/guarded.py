"""A list for those who are signed in, to which some may add."""

from django.contrib.auth.decorators import login_required, permission_required
from django.urls import path

from htmx_partials import partial_response, render
from tests.docs.pages.todos.forms import TodoForm
from tests.docs.pages.todos.models import Todo


@login_required
@partial_response("todo-list")
def todos(request):
    return render(request, "todos.html", {"todos": Todo.objects.all(), "form": TodoForm()})


@todos.action(form=TodoForm)
@permission_required("todos.add_todo", raise_exception=True)
def add(request, form):
    form.save()


urlpatterns = [path("", todos, name="todos")]
