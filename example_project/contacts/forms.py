from typing import Any

from django import forms

from contacts.models import Contact, Note


class Form(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)


class ContactForm(Form):
    class Meta:
        model = Contact
        fields = ["first_name", "last_name", "email", "phone", "company", "city"]
        widgets = {"first_name": forms.TextInput({"autofocus": True})}


class NoteForm(Form):
    class Meta:
        model = Note
        fields = ["text"]
        labels = {"text": "Add a note"}
        widgets = {"text": forms.Textarea({"rows": 3})}
