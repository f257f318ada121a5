from neapolitan.views import CRUDView

from contacts.models import Contact
from htmx_partials import PartialResponseMixin


class ContactView(PartialResponseMixin, CRUDView):
    model = Contact
    fields = ["first_name", "last_name", "email"]
    filterset_fields = ["city"]
    partial_names = ["results"]


urlpatterns = ContactView.get_urls()
