from django.shortcuts import get_object_or_404
from django.urls import path

from contacts.models import Contact
from htmx_partials import partial_response, render


@partial_response()
def contact(request, pk):
    names = ["summary"]
    if request.user.has_perm("contacts.view_event"):
        names.append("history")
    context = {"contact": get_object_or_404(Contact, pk=pk)}
    return render(request, "roles.html", context, partial=names)


urlpatterns = [path("<int:pk>/", contact, name="contact")]
