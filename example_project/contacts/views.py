import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.views.generic import DetailView

from contacts.forms import ContactForm, NoteForm
from contacts.models import Contact, ContactQuerySet
from contacts.permissions import only_editors_act
from htmx_partials import (
    PartialResponseMixin,
    Rerender,
    action,
    partial_response,
    render,
    render_partial_to_string,
    selected_partial,
)
from htmx_partials.live import changed

PAGE_SIZE = 50
COLUMNS = {
    "name": ["last_name", "first_name"],
    "company": ["company"],
    "city": ["city"],
    "email": ["email"],
}
TABS = ["details", "notes", "history"]


# -- The list ----------------------------------------------------------------------


@only_editors_act
@partial_response("rows", "add", targets={"row-<int>": "row", "errors-*": "errors"}, oob=["count", "columns"])
def contacts(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    sort = chosen_sort(request)
    page = number(request.GET.get("page", "")) or 1
    found = Contact.objects.active().search(query).order_by(*ordering(sort), "pk")
    start = (page - 1) * PAGE_SIZE
    # Fetched where they are shown, with one more, to see whether there are more.
    rows: Any = SimpleLazyObject(lambda: list(found[start : start + PAGE_SIZE + 1]))
    context = {
        "query": query,
        "sort": sort,
        "columns": [column(name, sort) for name in COLUMNS],
        "contacts": lambda: rows[:PAGE_SIZE],
        "count": found.count,  # counted where it is shown
        "first": start + 1,
        "previous_page": page - 1,
        "next_page": lambda: page + 1 if len(rows) > PAGE_SIZE else None,
        "query_of_page": query_without(request, "new", "edit"),
        "query_of_list": query_without(request, "new", "edit", "page"),
        "form": requested_form(request),
    }
    selected = selected_partial(request)
    if selected and selected.name == "row":
        context |= {"contact": get_object_or_404(Contact, pk=number(selected.suffix)), "is_alone": True}
    # A form, one row, and further rows change neither the count nor the order.
    follows = selected and selected.name == "rows" and page == 1
    return render(request, "contacts/contacts.html", context, oob=None if follows else ())


def number(text: str) -> int:
    """Return the digits of a text as a number, or 0, which is the number of no page and no contact."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def chosen_sort(request: HttpRequest) -> str:
    sort = request.GET.get("sort", "")
    return sort if sort.removeprefix("-") in COLUMNS else "name"


def ordering(sort: str) -> list[str]:
    sign = "-" if sort.startswith("-") else ""
    return [sign + field for field in COLUMNS[sort.removeprefix("-")]]


def column(name: str, sort: str) -> dict[str, str]:
    directions = {name: "ascending", f"-{name}": "descending"}
    return {
        "name": name,
        "direction": directions.get(sort, "none"),
        "next_sort": f"-{name}" if sort == name else name,
    }


def query_without(request: HttpRequest, *names: str) -> str:
    parameters = request.GET.copy()
    for name in names:
        parameters.pop(name, None)
    return parameters.urlencode()


def requested_form(request: HttpRequest) -> ContactForm | None:
    """Return the form that the URL asks for: to add a contact, or to edit one in its row."""
    if "new" in request.GET:
        return ContactForm()
    if "edit" in request.GET:
        return form_in_row(request.GET["edit"])
    return None


def form_in_row(pk: str, data: Any = None) -> ContactForm:
    contact = get_object_or_404(Contact.objects.active(), pk=number(pk))
    return ContactForm(data, instance=contact, auto_id=f"contact-{contact.pk}-%s")


def sent_form_in_row(request: HttpRequest) -> ContactForm:
    return form_in_row(request.POST.get("contact", ""), request.POST)


def sent_contacts(request: HttpRequest) -> ContactQuerySet:
    """Return the contact whose button was pressed, or the selected ones."""
    sent = request.POST.getlist("contact") or request.POST.getlist("selected")
    return Contact.objects.filter(pk__in=map(number, sent))


@contacts.action(form=ContactForm, partial="add", oob={"rows": "innerHTML:#rows", "count": None, "columns": None})
def add(request: HttpRequest, form: ContactForm) -> None:
    if not request.user.has_perm("contacts.add_contact"):
        raise PermissionDenied
    contact = form.save()
    contact.events.create(what=f"Added by {request.user}")
    messages.success(request, f"Added {contact}.")


@contacts.action(oob=())
def check(request: HttpRequest) -> dict[str, Any]:
    """Look at the field that somebody has just left, among what is in the others."""
    form = ContactForm(request.POST)
    selected = selected_partial(request)
    if selected is None or selected.suffix not in form.fields:
        raise BadRequest("Only a field of the form can be checked.")
    return {"form": form, "field": form[selected.suffix]}


@contacts.action(form=sent_form_in_row, oob=["count", "columns"])
def edit(request: HttpRequest, form: ContactForm) -> None:
    contact = form.save()
    contact.events.create(what=f"Edited by {request.user}")
    messages.success(request, f"Saved {contact}.")


@contacts.action(oob=["count", "columns"])
def archive(request: HttpRequest) -> None:
    archived = sent_contacts(request).archive(by=request.user)
    if archived:
        context = {"archived": archived, "url": request.get_full_path()}
        messages.success(request, render_partial_to_string("contacts/contacts.html", "archived", context, request))
    else:
        messages.warning(request, "Select the contacts to archive.")


@contacts.action(partial="base.html#messages", oob=())
def restore(request: HttpRequest) -> Rerender:
    restored = sent_contacts(request).restore(by=request.user)
    messages.success(request, f"Restored {restored[0] if len(restored) == 1 else f'{len(restored)} contacts'}.")
    return Rerender(events="contactsChanged")


# -- One contact -------------------------------------------------------------------


def sent_form(request: HttpRequest, pk: int) -> ContactForm:
    return ContactForm(request.POST, instance=get_object_or_404(Contact, pk=pk))


@method_decorator(only_editors_act, name="dispatch")
class ContactView(PartialResponseMixin, DetailView):
    model = Contact
    template_name = "contacts/contact.html"
    partial_names = ["tabs", "edit", "statistics", "heading"]
    partial_targets = {"numbers": "statistics"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tab = self.request.GET.get("tab")
        selected = self.selected_partial
        return super().get_context_data(**kwargs) | {
            "tab": tab if tab in TABS else "details",
            "tabs": TABS,
            "form": ContactForm(instance=self.object) if "edit" in self.request.GET else None,
            "note_form": NoteForm(),
            "statistics": self.object.statistics,  # counted where they are shown
            "shows_statistics": "statistics" in self.request.GET or (selected and selected.name == "statistics"),
        }

    @action(form=sent_form, oob=["heading", "tabs"])
    def edit(self, request: HttpRequest, pk: int, form: ContactForm) -> Rerender:
        contact = form.save()
        contact.events.create(what=f"Edited by {request.user}")
        messages.success(request, f"Saved {contact}.")
        return Rerender(events="contactChanged")

    @action
    def add_note(self, request: HttpRequest, pk: int) -> Rerender:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return Rerender({"note_form": form})
        form.instance.contact = get_object_or_404(Contact, pk=pk)
        form.save()
        changed(form.instance.contact)
        messages.success(request, "Added the note.")
        return Rerender(events="contactChanged")

    @action(methods=["POST", "DELETE"])
    def delete_note(self, request: HttpRequest, pk: int) -> Rerender:
        sent = request.GET if request.method == "DELETE" else request.POST
        contact = get_object_or_404(Contact, pk=pk)
        get_object_or_404(contact.notes, pk=number(sent.get("note", ""))).delete()
        changed(contact)
        messages.success(request, "Deleted the note.")
        return Rerender(events="contactChanged")
