from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response("rows")
def contacts(request):
    return render(request, "toasts.html", {"contacts": Contact.objects.all()})


@contacts.action
def delete(request):
    contact = get_object_or_404(Contact, pk=request.POST["pk"])
    contact.delete()
    messages.success(request, f"Deleted {contact}.")


def greet(request, pk):
    """A view that knows nothing of partials."""
    contact = get_object_or_404(Contact, pk=pk)
    messages.info(request, f"Wrote to {contact}.")
    return HttpResponse("Greeted")


urlpatterns = [
    path("", contacts, name="contacts"),
    path("<int:pk>/greet/", greet, name="greet"),
]
