from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("results")
def contacts(request):
    found = Contact.objects.search(request.GET.get("q", ""))
    return render(request, "cards.html", {"contacts": found})


urlpatterns = [path("", contacts, name="contacts")]
