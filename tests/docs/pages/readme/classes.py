from django.urls import path
from django.views.generic import ListView

from contacts.models import Contact
from htmx_partials import PartialResponseMixin


class ContactList(PartialResponseMixin, ListView):
    model = Contact
    partial_names = ["rows"]


urlpatterns = [path("list/", ContactList.as_view(), name="contact-list")]
