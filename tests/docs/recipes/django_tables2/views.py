import django_tables2 as tables
from django.urls import path

from contacts.models import Contact
from htmx_partials import PartialResponseMixin


class ContactTable(tables.Table):
    class Meta:
        model = Contact
        fields = ["last_name", "first_name", "city"]


class Contacts(PartialResponseMixin, tables.SingleTableView):
    model = Contact
    table_class = ContactTable
    template_name = "table.html"
    paginate_by = 2
    partial_names = ["table"]


urlpatterns = [path("", Contacts.as_view(), name="contacts")]
