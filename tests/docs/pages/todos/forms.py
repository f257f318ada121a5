from django.forms import ModelForm

from tests.docs.pages.todos.models import Todo


class TodoForm(ModelForm):
    class Meta:
        model = Todo
        fields = ["title"]
