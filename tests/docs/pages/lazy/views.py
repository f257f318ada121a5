from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("statistics")
def contacts(request):
    context = {
        "contacts": Contact.objects.all(),
        "statistics": lambda: {"contacts": Contact.objects.count()},
    }
    return render(request, "lazy.html", context)


urlpatterns = [path("", contacts)]
