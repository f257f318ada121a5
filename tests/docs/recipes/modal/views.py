from django.forms import modelform_factory
from django.shortcuts import get_object_or_404
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render

ContactForm = modelform_factory(Contact, fields=["first_name", "last_name"])


@partial_response("card", "dialog")
def contact(request, pk):
    found = get_object_or_404(Contact, pk=pk)
    form = ContactForm(instance=found) if "edit" in request.GET else None
    return render(request, "modal.html", {"contact": found, "form": form})


def sent_form(request, pk):
    return ContactForm(request.POST, instance=get_object_or_404(Contact, pk=pk))


@contact.action(form=sent_form, oob=["card"])
def save(request, pk, form):
    form.save()


urlpatterns = [path("<int:pk>/", contact, name="contact")]
