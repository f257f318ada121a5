import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import push_url, trigger_client_event

from contacts.forms import ContactForm, NoteForm
from contacts.models import Contact, ContactQuerySet
from usual.guards import permission_required
from usual.requests import HtmxRequest

PAGE_SIZE = 50
COLUMNS = {
    "name": ["last_name", "first_name"],
    "company": ["company"],
    "city": ["city"],
    "email": ["email"],
}
TABS = ["details", "notes", "history"]


# -- The list ----------------------------------------------------------------------


def list_url(request: HtmxRequest, *args: Any, **kwargs: Any) -> str:
    """Return the page with the search, the order and the position of the fragment's URL."""
    parameters = request.GET.copy()
    for name in [name for name, value in parameters.items() if not value]:
        del parameters[name]
    query = parameters.urlencode()
    return reverse("contacts") + (f"?{query}" if query else "")


list_editors_only = permission_required("contacts.change_contact", list_url)


def list_context(request: HtmxRequest, **further: Any) -> dict[str, Any]:
    query = request.GET.get("q", "")
    sort = chosen_sort(request)
    page = number(request.GET.get("page", "")) or 1
    found = Contact.objects.active().search(query).order_by(*ordering(sort), "pk")
    start = (page - 1) * PAGE_SIZE
    # Fetched where they are shown, with one more, to see whether there are more.
    rows: Any = SimpleLazyObject(lambda: list(found[start : start + PAGE_SIZE + 1]))
    return {
        "query": query,
        "sort": sort,
        "columns": [column(name, sort) for name in COLUMNS],
        "contacts": lambda: rows[:PAGE_SIZE],
        "count": found.count,  # counted where it is shown
        "first": start + 1,
        "previous_page": page - 1,
        "next_page": lambda: page + 1 if len(rows) > PAGE_SIZE else None,
        "query_of_page": request.GET.urlencode(),
        "query_of_list": query_without_page(request),
    } | further


def number(text: str) -> int:
    """Return the digits of a text as a number, or 0, which is the number of no page and no contact."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def chosen_sort(request: HtmxRequest) -> str:
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


def query_without_page(request: HtmxRequest) -> str:
    parameters = request.GET.copy()
    parameters.pop("page", None)
    return parameters.urlencode()


def contacts(request: HtmxRequest) -> HttpResponse:
    return render(request, "contacts/contacts.html", list_context(request))


def contacts_rows(request: HtmxRequest) -> HttpResponse:
    response = render(request, "contacts/rows.html", list_context(request))
    url = list_url(request)
    return response if url == request.htmx.current_url_abs_path else push_url(response, url)


def contacts_more(request: HtmxRequest) -> HttpResponse:
    return render(request, "contacts/_rows.html", list_context(request))


def row(request: HtmxRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact, pk=pk)
    return render(request, "contacts/_row.html", list_context(request, contact=contact, is_alone=True))


@list_editors_only
def contacts_add(request: HtmxRequest) -> HttpResponse:
    if not request.user.has_perm("contacts.add_contact"):
        raise PermissionDenied
    form = ContactForm(request.POST or None)
    if form.is_valid():
        contact = form.save()
        contact.events.create(what=f"Added by {request.user}")
        messages.success(request, f"Added {contact}.")
        if request.htmx:
            return render(request, "contacts/added.html", list_context(request))
        return redirect(list_url(request))
    template = "contacts/_add.html" if request.htmx else "contacts/contacts.html"
    return render(request, template, list_context(request, add_form=form))


@require_POST
@list_editors_only
def contacts_check(request: HtmxRequest, name: str) -> HttpResponse:
    """Look at the field that somebody has just left, among what is in the others."""
    form = ContactForm(request.POST)
    if name not in form.fields:
        raise Http404
    return render(request, "contacts/_errors.html", {"field": form[name]})


@list_editors_only
def row_edit(request: HtmxRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.active(), pk=pk)
    form = ContactForm(request.POST or None, instance=contact, auto_id=f"contact-{pk}-%s")
    if form.is_valid():
        form.save()
        contact.events.create(what=f"Edited by {request.user}")
        messages.success(request, f"Saved {contact}.")
        if request.htmx:
            return render(request, "contacts/row_saved.html", list_context(request, contact=contact, is_alone=True))
        return redirect(list_url(request))
    template = "contacts/_row_form.html" if request.htmx else "contacts/contacts.html"
    return render(request, template, list_context(request, row_form=form, contact=contact))


@require_POST
@list_editors_only
def row_archive(request: HtmxRequest, pk: int) -> HttpResponse:
    archive_and_tell(request, Contact.objects.filter(pk=pk))
    if request.htmx:
        return render(request, "contacts/row_archived.html", list_context(request))
    return redirect(list_url(request))


@require_POST
@list_editors_only
def contacts_archive(request: HtmxRequest) -> HttpResponse:
    archive_and_tell(request, sent_contacts(request, "selected"))
    if request.htmx:
        return render(request, "contacts/archived.html", list_context(request))
    return redirect(list_url(request))


def archive_and_tell(request: HtmxRequest, contacts: ContactQuerySet) -> None:
    archived = contacts.archive(by=request.user)
    if archived:
        context = {"archived": archived, "query": request.GET.urlencode()}
        messages.success(request, render_to_string("contacts/_archived.html", context, request))
    else:
        messages.warning(request, "Select the contacts to archive.")


@require_POST
@list_editors_only
def contacts_restore(request: HtmxRequest) -> HttpResponse:
    restored = sent_contacts(request, "contact").restore(by=request.user)
    messages.success(request, f"Restored {restored[0] if len(restored) == 1 else f'{len(restored)} contacts'}.")
    if request.htmx:
        return trigger_client_event(render(request, "_toasts.html"), "contactsChanged")
    return redirect(list_url(request))


def sent_contacts(request: HtmxRequest, name: str) -> ContactQuerySet:
    return Contact.objects.filter(pk__in=map(number, request.POST.getlist(name)))


# -- One contact -------------------------------------------------------------------


def contact_url(request: HtmxRequest, pk: int, **kwargs: Any) -> str:
    """Return the page with the tab of the fragment's URL."""
    return f"{Contact(pk=pk).get_absolute_url()}?{urlencode({'tab': known_tab(request.GET.get('tab'))})}"


contact_editors_only = permission_required("contacts.change_contact", contact_url)


def known_tab(name: str | None) -> str:
    return name if name in TABS else "details"


def contact_context(request: HtmxRequest, pk: int, **further: Any) -> dict[str, Any]:
    contact = get_object_or_404(Contact, pk=pk)
    return {
        "contact": contact,
        "tab": known_tab(request.GET.get("tab")),
        "tabs": TABS,
        "note_form": NoteForm(),
        "statistics": contact.statistics,  # counted where they are shown
        "shows_statistics": "statistics" in request.GET,
    } | further


def contact(request: HtmxRequest, pk: int) -> HttpResponse:
    return render(request, "contacts/contact.html", contact_context(request, pk))


def contact_tab(request: HtmxRequest, pk: int, name: str) -> HttpResponse:
    return render(request, "contacts/_tabs.html", contact_context(request, pk, tab=known_tab(name)))


def contact_statistics(request: HtmxRequest, pk: int) -> HttpResponse:
    return render(request, "contacts/_statistics.html", contact_context(request, pk))


@contact_editors_only
def contact_edit(request: HtmxRequest, pk: int) -> HttpResponse:
    # Load it again: an invalid form has changed the one on the page.
    form = ContactForm(request.POST or None, instance=get_object_or_404(Contact, pk=pk))
    if form.is_valid():
        contact = form.save()
        contact.events.create(what=f"Edited by {request.user}")
        messages.success(request, f"Saved {contact}.")
        return changed(request, pk, "contacts/contact_saved.html")
    template = "contacts/_edit.html" if request.htmx else "contacts/contact.html"
    return render(request, template, contact_context(request, pk, form=form))


@require_POST
@contact_editors_only
def note_add(request: HtmxRequest, pk: int) -> HttpResponse:
    form = NoteForm(request.POST)
    form.instance.contact = get_object_or_404(Contact, pk=pk)
    if form.is_valid():
        form.save()
        messages.success(request, "Added the note.")
        return changed(request, pk, "contacts/notes_changed.html")
    template = "contacts/_tabs.html" if request.htmx else "contacts/contact.html"
    return render(request, template, contact_context(request, pk, note_form=form))


@require_http_methods(["POST", "DELETE"])
@contact_editors_only
def note_delete(request: HtmxRequest, pk: int, note_pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact, pk=pk)
    get_object_or_404(contact.notes, pk=note_pk).delete()
    messages.success(request, "Deleted the note.")
    return changed(request, pk, "contacts/notes_changed.html")


def changed(request: HtmxRequest, pk: int, template: str) -> HttpResponse:
    if request.htmx:
        return trigger_client_event(render(request, template, contact_context(request, pk)), "contactChanged")
    return redirect(contact_url(request, pk))
