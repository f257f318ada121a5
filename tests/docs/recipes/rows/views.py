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
        context["form"] = ContactForm(instance=get_object_or_404(Contact, pk=request.GET["edit"]))
    selected = selected_partial(request)
    if selected and selected.name == "row":
        context["contact"] = get_object_or_404(Contact, pk=selected.suffix)
    return render(request, "rows.html", context)


def sent_form(request):
    return ContactForm(request.POST, instance=get_object_or_404(Contact, pk=request.POST["pk"]))


@contacts.action(form=sent_form)
def save(request, form):
    form.save()


urlpatterns = [path("", contacts, name="contacts")]
