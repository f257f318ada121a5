from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render

from . import card  # noqa: F401  an app's components are found without this


@partial_response("results")
def contacts(request):
    found = Contact.objects.search(request.GET.get("q", ""))
    return render(request, "components.html", {"contacts": found})


urlpatterns = [path("", contacts, name="contacts")]
