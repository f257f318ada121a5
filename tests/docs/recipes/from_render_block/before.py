from django.shortcuts import render
from django.urls import path
from render_block import render_block

from contacts.models import Contact


def contacts(request):
    found = Contact.objects.search(request.GET.get("q", ""))
    context = {"contacts": found}
    if request.htmx:
        return render_block(request, "list.html", "results", context)
    return render(request, "list.html", context)


urlpatterns = [path("", contacts, name="contacts")]
