import re
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.generic import DetailView

from contacts.models import Contact
from htmx_partials import PartialResponseMixin, partial_response

PAGE_SIZE = 50
COLUMNS = {
    "name": ["last_name", "first_name"],
    "company": ["company"],
    "city": ["city"],
    "email": ["email"],
}
TABS = ["details", "notes", "history"]


@partial_response("rows")
def contacts(request: HttpRequest) -> TemplateResponse:
    query = request.GET.get("q", "")
    sort = chosen_sort(request)
    page = page_number(request)
    found = Contact.objects.active().search(query).order_by(*ordering(sort), "pk")
    start = (page - 1) * PAGE_SIZE
    rows = list(found[start : start + PAGE_SIZE + 1])  # one more, to see whether there are more
    return TemplateResponse(
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


class ContactView(PartialResponseMixin, DetailView):
    model = Contact
    template_name = "contacts/contact.html"
    partial_names = ["tabs"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tab = self.request.GET.get("tab")
        return super().get_context_data(tab=tab if tab in TABS else "details", tabs=TABS, **kwargs)
