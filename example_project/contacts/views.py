import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.views.generic import UpdateView
from django_htmx.http import trigger_client_event

from contacts.forms import ContactForm
from contacts.models import Contact
from htmx_partials import PartialResponseMixin, partial_response, render

PAGE_SIZE = 50
COLUMNS = {
    "name": ["last_name", "first_name"],
    "company": ["company"],
    "city": ["city"],
    "email": ["email"],
}
TABS = ["details", "notes", "history"]


@partial_response("rows", oob=["count", "columns"])
def contacts(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    sort = chosen_sort(request)
    page = page_number(request)
    found = Contact.objects.active().search(query).order_by(*ordering(sort), "pk")
    start = (page - 1) * PAGE_SIZE
    rows = list(found[start : start + PAGE_SIZE + 1])  # one more, to see whether there are more
    return render(
        request,
        "contacts/contacts.html",
        {
            "query": query,
            "sort": sort,
            "columns": [column(name, sort) for name in COLUMNS],
            "contacts": rows[:PAGE_SIZE],
            "count": found.count,  # counted where it is shown
            "first": start + 1,
            "previous_page": page - 1,
            "next_page": page + 1 if len(rows) > PAGE_SIZE else None,
        },
        oob=() if page > 1 else None,  # further rows change neither the count nor the order
    )


def page_number(request: HttpRequest) -> int:
    page = request.GET.get("page", "")
    return int(page) if re.fullmatch("[1-9][0-9]{0,4}", page) else 1


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


class ContactView(PartialResponseMixin, UpdateView):
    model = Contact
    form_class = ContactForm
    template_name = "contacts/contact.html"
    partial_names = ["tabs", "edit", "statistics"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        tab = self.request.GET.get("tab")
        return context | {
            "tab": tab if tab in TABS else "details",
            "tabs": TABS,
            "editing": context["form"].is_bound or "edit" in self.request.GET,
            "statistics": self.object.statistics,  # counted where they are shown
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("contacts.change_contact"):
            return redirect_to_login(request.get_full_path())
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: ModelForm) -> HttpResponse:
        self.object = self.get_object()  # the form has changed this one, and the page shows what is saved
        return super().form_invalid(form)

    def form_valid(self, form: ModelForm) -> HttpResponse:
        response = super().form_valid(form)
        self.object.events.create(what=f"Edited by {self.request.user}")
        messages.success(self.request, f"Saved {self.object}.")
        if self.selected_partial is None:
            return response
        self.partial_oob = ["heading", "tabs"]
        response = self.render_to_response(self.get_context_data(form=ContactForm()))
        return trigger_client_event(response, "contactChanged")
