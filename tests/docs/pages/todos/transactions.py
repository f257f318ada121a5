"""What is done when the transaction of an action is committed."""

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import path

from htmx_partials import partial_response, render
from tests.docs.pages.todos.forms import TodoForm
from tests.docs.pages.todos.models import Notification, Todo


@partial_response("todo-list")
def todos(request):
    return render(request, "todos.html", {"todos": Todo.objects.all(), "form": TodoForm()})


def notify():
    Notification.objects.bulk_create(Notification(user=user) for user in User.objects.all())


@todos.action(form=TodoForm)
@transaction.atomic
def add(request, form):
    form.save()
    transaction.on_commit(notify)


urlpatterns = [path("", todos, name="todos")]
