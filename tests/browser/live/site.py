"""A site for real browsers whose pages follow what others change: contacts in a list, and what is made of them."""

from typing import Any, NamedTuple

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path

from contacts.models import Contact
from htmx_partials import partial_response, render, selected_partial
from htmx_partials.requests import target_id


class Asked(NamedTuple):
    """A request for a fragment."""

    tab: str
    url: str
    target: str


asked: list[Asked] = []


@partial_response("rows", "count", targets={"row-<int>": "row"})
def contacts(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        asked.append(Asked(request.headers.get("X-Tab", ""), request.get_full_path(), target_id(request)))
    query = request.GET.get("q", "")
    context: dict[str, Any] = {"query": query}
    selected = selected_partial(request)
    if selected and selected.name == "row":
        context["contact"] = get_object_or_404(Contact, pk=selected.suffix)
    else:
        context["contacts"] = Contact.objects.filter(first_name__contains=query).order_by("pk")
    return render(request, "contacts.html", context)


@contacts.action
def rename(request: HttpRequest) -> None:
    rename_contact(int(request.POST["contact"]), request.POST["first_name"])


def rename_contact(pk: int, first_name: str) -> None:
    """Rename a contact, of which the example's `watch()` tells."""
    contact = Contact.objects.get(pk=pk)
    contact.first_name = first_name
    contact.save()


def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse()


urlpatterns = [
    path("", contacts),
    path("members/", login_required(contacts)),
    path("logout/", sign_out),
    path("live/", include("htmx_partials.live.urls")),
]
