from django.shortcuts import render
from django.urls import path

from contacts.models import Contact


def contacts(request):
    found = Contact.objects.search(request.GET.get("q", ""))
    template = "_results.html" if request.htmx else "before.html"
    return render(request, template, {"contacts": found})


urlpatterns = [path("", contacts, name="contacts")]
