"""What is logged if a request does not reach an action, and what a client sees after a deletion."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import override_settings
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from htmx_partials import PartialResponseMixin, action, partial_response, render
from htmx_partials.testing import HtmxPage

from .acting import FRAGMENT, HTMX, ORDINARY, send
from .browser.library import site
from .differential.releases import shipped

MIDDLEWARE = [HTMX, "htmx_partials.middleware.HtmxPartialsMiddleware"]


class Page(PartialResponseMixin, TemplateView):
    template_name = "todos.html"
    partial_names = "todo-list"

    @action(methods=["POST", "DELETE"])
    def add(self, request: HttpRequest) -> None:
        raise AssertionError


@method_decorator(require_GET, name="dispatch")
class OnDispatch(Page):
    pass


class ReadOnly(Page):
    http_method_names = ["get"]  # noqa: RUF012


@partial_response("todo-list")
def shown(request: HttpRequest) -> HttpResponseBase:
    return render(request, "todos.html")


@shown.action(methods=["POST", "DELETE"])
def add(request: HttpRequest) -> None:
    raise AssertionError


WORD = (
    "tests.test_running.{} has an action 'add', and something ahead of it allows GET only: @require_GET above it, say, "
    "or http_method_names. Allow {} there."
)

REFUSED: dict[str, Any] = {
    "Page": require_GET(Page.as_view()),
    "OnDispatch": OnDispatch.as_view(),
    "ReadOnly": ReadOnly.as_view(),
    "shown": require_GET(shown),
}


@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY])
@pytest.mark.parametrize("method", ["post", "delete"])
@pytest.mark.parametrize("name", REFUSED)
def test_an_action_that_a_405_stands_in_front_of_is_noted_in_the_log(name, method, headers, caplog):
    url, data = ("/todos/", {"_action": "add"}) if method == "post" else ("/todos/?_action=add", None)
    assert send(REFUSED[name], method, url, data, headers, MIDDLEWARE=MIDDLEWARE).status_code == 405
    words = [record.getMessage() for record in caplog.records if record.name == "htmx_partials"]
    assert words == [WORD.format(name, method.upper())]


@pytest.mark.parametrize("data", [{}, {"_action": "other"}, {"_action": ""}])
@pytest.mark.parametrize("name", ["Page", "shown"])
def test_a_405_for_what_is_no_action_is_not(name, data, caplog):
    assert send(REFUSED[name], "post", "/todos/", data, MIDDLEWARE=MIDDLEWARE).status_code == 405
    assert [record for record in caplog.records if record.name == "htmx_partials"] == []


def test_a_405_of_a_view_without_actions_is_not(caplog):
    view: Any = TemplateView.as_view(template_name="todos.html")
    for each in (view, require_GET(lambda request: None)):
        assert send(each, "post", "/todos/", {"_action": "add"}, MIDDLEWARE=MIDDLEWARE).status_code == 405
    assert [record for record in caplog.records if record.name == "htmx_partials"] == []


# -- Companions alone, and a client that deletes, in the kit ---------------------------


@pytest.mark.parametrize("version", [2, 4])
@pytest.mark.parametrize("button", ["delete b", "drop b"])
def test_the_deleted_row_goes_and_the_count_is_right(version, button):
    site.lines[:] = "abc"
    with override_settings(**site.settings_for(shipped(version))):
        page = HtmxPage("/lines/", htmx=version)
        page.click(f"button:-soup-contains('{button}')")
        assert (page.text("#count"), len(page.select("tr")), page.select("#line-b")) == ("2", 2, [])


@pytest.mark.parametrize("version", [2, 4])
def test_else_the_row_stays_as_it_is(version):
    site.lines[:] = "abc"
    with override_settings(**site.settings_for(shipped(version))):
        page = HtmxPage("/lines/", htmx=version)
        page.click("button:-soup-contains('keep b')")
        assert (page.text("#count"), len(page.select("tr"))) == ("4", 3)
        assert page.text("#line-b") == "delete b drop b keep b"


@pytest.mark.parametrize("version", [2, 4, None])
def test_an_action_of_the_site_shows_its_message_on_whichever_page(version):
    site.lines[:] = "abc"
    with override_settings(**site.settings_for(shipped(version or 2))):
        page = HtmxPage("/lines/?q=1", htmx=version)
        page.click("#of-site button")
        assert (page.text(".toast"), page.text("#of-site"), len(page.select("tr"))) == ("Hello", "greet", 3)
        assert page.url == "/lines/?q=1"
