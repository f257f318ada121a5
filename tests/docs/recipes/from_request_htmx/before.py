from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from contacts.models import Contact


def contacts(request):
    context = {"contacts": Contact.objects.active()}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "before.html#rows", context)
    return render(request, "before.html", context)


@require_POST
def archive(request, pk):
    Contact.objects.filter(pk=pk).archive(by=request.user)
    if request.htmx:
        return render(request, "before.html#rows", {"contacts": Contact.objects.active()})
    return redirect("contacts")


urlpatterns = [
    path("", contacts, name="contacts"),
    path("<int:pk>/archive/", archive, name="archive"),
]
