from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("results", "filters", "content")
def contacts(request):
    return render(request, "contacts.html", {"contacts": Contact.objects.all()})


@partial_response("notes.html#form", "notes.html#", "block:title")
def names(request):
    return render(request, "contacts.html", {"contacts": Contact.objects.all()})


urlpatterns = [path("", contacts), path("names/", names)]
