from django.core.exceptions import BadRequest
from django.forms import modelform_factory
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render, selected_partial

ContactForm = modelform_factory(Contact, fields=["first_name", "last_name", "email"])


@partial_response("new", targets={"errors-*": "errors"})
def new_contact(request):
    return render(request, "validation.html", {"form": ContactForm()})


@new_contact.action
def check(request):
    form = ContactForm(request.POST)
    selected = selected_partial(request)
    if selected is None or selected.suffix not in form.fields:
        raise BadRequest("Only a field of the form can be checked.")
    return {"form": form, "field": form[selected.suffix]}


@new_contact.action(form=ContactForm)
def add(request, form):
    return redirect(form.save())


def contact(request, pk):
    return render(request, "contact.html", {"contact": get_object_or_404(Contact, pk=pk)})


urlpatterns = [
    path("", new_contact, name="new-contact"),
    path("<int:pk>/", contact, name="contact"),
]
