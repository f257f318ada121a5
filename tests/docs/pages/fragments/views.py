from django.http import HttpResponse
from django.urls import path
from django.views.generic import ListView

from contacts.models import Contact
from htmx_partials import PartialResponseMixin, partial_response, render, selected_partial


@partial_response("results")
def contacts(request):
    found = Contact.objects.search(request.GET.get("q", ""))
    return render(request, "contacts.html", {"contacts": found})


@partial_response("results", template="contacts.html")
def short(request):
    return {"contacts": Contact.objects.search(request.GET.get("q", ""))}


class ContactList(PartialResponseMixin, ListView):
    model = Contact
    template_name = "contacts.html"
    context_object_name = "contacts"
    partial_names = ["results"]


@partial_response("results", "first")
def careful(request):
    found = Contact.objects.all()
    selected = selected_partial(request)
    if selected and selected.name == "first":
        found = found[:1]
    return render(request, "contacts.html", {"contacts": found})


@partial_response("results")
def export(request):
    if "csv" in request.GET:
        return HttpResponse("name,city\n", content_type="text/csv")
    return render(request, "contacts.html", {"contacts": Contact.objects.all()})


urlpatterns = [
    path("", contacts, name="contacts"),
    path("short/", short),
    path("list/", ContactList.as_view()),
    path("careful/", careful),
    path("export/", export),
]
