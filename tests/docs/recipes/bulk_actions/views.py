from django.contrib import messages
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("rows", oob=["count"])
def contacts(request):
    return render(request, "bulk.html", {"contacts": Contact.objects.active()})


@contacts.action
def archive(request):
    selected = filter(str.isdecimal, request.POST.getlist("selected"))
    archived = Contact.objects.filter(pk__in=selected).archive(by=request.user)
    messages.success(request, f"Archived {len(archived)}.")


urlpatterns = [path("", contacts, name="contacts")]
