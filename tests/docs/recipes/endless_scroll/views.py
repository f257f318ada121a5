from django.core.paginator import Paginator
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("rows")
def contacts(request):
    pages = Paginator(Contact.objects.all(), 2)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "scroll.html", {"page": page})


urlpatterns = [path("", contacts, name="contacts")]
