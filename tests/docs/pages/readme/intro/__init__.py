from django.template.response import TemplateResponse
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response


@partial_response("rows")
def contacts(request):
    found = Contact.objects.filter(last_name__icontains=request.GET.get("q", ""))
    return TemplateResponse(request, "contacts.html", {"contacts": found})


urlpatterns = [path("", contacts, name="contacts")]
