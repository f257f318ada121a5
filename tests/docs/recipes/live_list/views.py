from django.urls import include, path

from contacts.models import Contact
from htmx_partials import partial_response, render
from htmx_partials.live import changed


@partial_response("rows")
def contacts(request):
    return render(request, "live.html", {"contacts": Contact.objects.active()})


@contacts.action
def archive(request):
    Contact.objects.filter(pk=request.POST["pk"]).archive(by=request.user)
    changed(Contact)


urlpatterns = [
    path("", contacts, name="contacts"),
    path("live/", include("htmx_partials.live.urls")),
]
