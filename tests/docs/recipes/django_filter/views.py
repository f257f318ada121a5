from django.urls import path
from django_filters import FilterSet
from django_filters.views import FilterView

from contacts.models import Contact
from htmx_partials import PartialResponseMixin


class ContactFilter(FilterSet):
    class Meta:
        model = Contact
        fields = {"last_name": ["icontains"], "city": ["exact"]}


class Contacts(PartialResponseMixin, FilterView):
    filterset_class = ContactFilter
    template_name = "filter.html"
    partial_names = ["results"]


urlpatterns = [path("", Contacts.as_view(), name="contacts")]
