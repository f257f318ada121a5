from django.urls import path
from django.views.generic import DetailView

from contacts.models import Contact
from htmx_partials import PartialResponseMixin

TABS = ["details", "notes"]


class ContactView(PartialResponseMixin, DetailView):
    model = Contact
    template_name = "tabs.html"
    partial_names = ["tabs"]

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("tab")
        tab = asked if asked in TABS else TABS[0]
        return super().get_context_data(tab=tab, tabs=TABS, **kwargs)


urlpatterns = [path("<int:pk>/", ContactView.as_view(), name="contact")]
