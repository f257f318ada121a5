from django.forms import modelform_factory
from django.shortcuts import get_object_or_404
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render, selected_partial

ContactForm = modelform_factory(Contact, fields=["first_name", "last_name"])


@partial_response("rows", targets={"row-<int>": "row"})
def contacts(request):
    context = {"contacts": Contact.objects.all()}
    if "edit" in request.GET:
        edited = get_object_or_404(Contact, pk=request.GET["edit"])
        context["form"] = ContactForm(instance=edited)
    selected = selected_partial(request)
    if selected and selected.name == "row":
        context["contact"] = get_object_or_404(Contact, pk=selected.suffix)
    return render(request, "rows.html", context)


def sent_form(request):
    sent = get_object_or_404(Contact, pk=request.POST["pk"])
    return ContactForm(request.POST, instance=sent)


@contacts.action(form=sent_form)
def save(request, form):
    form.save()


urlpatterns = [path("", contacts, name="contacts")]
