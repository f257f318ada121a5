from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("results")
def contacts(request):
    found = Contact.objects.search(request.GET.get("q", ""))
    context = {"contacts": found}
    return render(request, "list.html", context)


urlpatterns = [path("", contacts, name="contacts")]
