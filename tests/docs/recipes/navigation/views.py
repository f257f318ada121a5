from django.urls import path
from django.views.generic import ListView

from contacts.models import Contact
from htmx_partials import render


class Contacts(ListView):
    model = Contact
    template_name = "contacts.html"


def about(request):
    return render(request, "about.html")


urlpatterns = [
    path("", Contacts.as_view(), name="contacts"),
    path("about/", about, name="about"),
]
