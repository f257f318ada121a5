from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("rows")
def contacts(request):
    return render(request, "after.html", {"contacts": Contact.objects.active()})


@contacts.action
def archive(request):
    Contact.objects.filter(pk=request.POST["pk"]).archive(by=request.user)


urlpatterns = [path("", contacts, name="contacts")]
