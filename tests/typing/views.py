"""The types of views, see actions.py."""

from collections.abc import Sequence
from typing import Any, assert_type

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.views.generic import DetailView

from htmx_partials import (
    PartialResponseMixin,
    SelectedPartial,
    partial_response,
    render,
    render_partial_to_string,
    selected_partial,
)
from htmx_partials.middleware import HtmxPartialsMiddleware


@partial_response(
    "rows", targets={"row-<int>": "row", "content": None}, oob={"count": None, "note": "beforeend:#notes"}
)
def groups(request: HttpRequest, name: str, *, page: int = 1) -> HttpResponse:
    if selected := assert_type(selected_partial(request), SelectedPartial | None):
        assert_type(selected.name, str)
        assert_type(selected.suffix, str)
    return assert_type(render(request, "groups.html", {"groups": Group.objects.all()}, status=200), TemplateResponse)


@partial_response("rows", template="groups.html")
def groups_of_dict(request: HttpRequest) -> dict[str, Any]:
    return {"groups": Group.objects.all()}


# -- The arguments stay, and any view returns a response --------------------------------

assert_type(groups(HttpRequest(), "staff", page=2), HttpResponseBase)
assert_type(groups_of_dict(HttpRequest()), HttpResponseBase)
groups(HttpRequest())  # type: ignore[call-arg]
groups(HttpRequest(), 1)  # type: ignore[arg-type]
groups(HttpRequest(), "staff", pages=2)  # type: ignore[call-arg]
assert_type(groups.template, str | Sequence[str] | None)

partial_response(1)  # type: ignore[arg-type]
partial_response("rows", target={})  # type: ignore[call-arg]
render(HttpRequest(), "groups.html", partial="rows", oob=["count"], targets={"x": "rows"})
render(HttpRequest(), "groups.html", partials="rows")  # type: ignore[call-arg]

assert_type(render_partial_to_string("groups.html", "rows", {"groups": ()}), SafeString)

# -- Classes ----------------------------------------------------------------------------


class GroupPage(PartialResponseMixin, DetailView[Group]):
    model = Group
    partial_names = ["group"]  # noqa: RUF012
    partial_targets = {"group-<int>": "group"}  # noqa: RUF012

    def get_partial_names(self) -> list[str]:
        names = ["group"]
        if assert_type(self.selected_partial, SelectedPartial | None) and self.get_object().pk:
            names.append("edit")
        return names


assert_type(GroupPage.as_view()(HttpRequest()), HttpResponseBase)


class Middleware(HtmxPartialsMiddleware):
    def client_redirect(self, request: HttpRequest, response: HttpResponseBase, url: str) -> HttpResponseBase:
        return response if url.startswith("/") else super().client_redirect(request, response, url)
