from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("results", oob=["count"])
def contacts(request):
    query = request.GET.get("q", "")
    found = Contact.objects.filter(last_name__icontains=query)
    return render(request, "search.html", {"query": query, "contacts": found})


urlpatterns = [path("", contacts, name="contacts")]
