"""A line in the log for each answer, in `DEBUG`."""

import logging
import re
import subprocess
import sys
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from htmx_partials import partial_response, render
from htmx_partials.debug import showing
from tests.templates_for_tests import HTMX, serve

MIDDLEWARE = "htmx_partials.middleware.HtmxPartialsMiddleware"
TEMPLATES = {"page.html": "<!doctype html><p>{% partialdef x inline %}x{% endpartialdef %}</p>"}


@partial_response("x")
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, settings: Any) -> Any:
    """Serves a view in DEBUG, and gives the lines of the log, without times."""
    settings.DEBUG = True
    caplog.set_level(logging.DEBUG, "htmx_partials")

    def lines(view: Any, *headers: dict[str, str]) -> list[str]:
        serve(settings, view, TEMPLATES, behind=[MIDDLEWARE])
        for each in headers:
            Client().get("/", headers=each)
        return [re.sub(r"[\d.]+ ms", "n ms", record.getMessage()) for record in caplog.records]

    return lines


def test_a_page_and_its_fragment(log: Any) -> None:
    first, second = log(page, {}, HTMX)
    assert first == "GET / → the page (page.html), since the request is not htmx's; 23 bytes; 0 queries; n ms"
    assert second == (
        "GET / → x (page.html, line 1), since it is the first that the view declares, and the request names no target; "
        "1 bytes of the page's 23; 0 queries; n ms"
    )


def test_other_views_for_anybody_else_are_not_worth_a_line(log: Any) -> None:
    assert log(lambda request: HttpResponse("x"), {}) == []


def test_other_views_for_htmx(log: Any) -> None:
    assert log(lambda request: HttpResponse("x"), HTMX) == [
        "GET / → no partial, since the view has answered itself, with status 200; 1 bytes; 0 queries; n ms"
    ]


def test_sizes_of_pages_are_forgotten_in_time(log: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "MAX_PAGES", 1)
    showing.page_sizes["/other/"] = 5
    log(page, {})
    assert showing.page_sizes == {"/": 23}


def test_nothing_without_debug(log: Any, settings: Any) -> None:
    settings.DEBUG = False
    assert log(page, {}, HTMX) == []


def test_nothing_is_found_out_where_the_log_is_silent(
    log: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "explanation_of", None)
    caplog.set_level(logging.INFO, "htmx_partials")
    assert log(page, {}) == []


def test_what_explains_is_not_imported_without_debug() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_DEBUG], capture_output=True, text=True, check=True)
    assert done.stdout == "404 []\n"


WITHOUT_DEBUG = """
import django, sys
from django.conf import settings

class Urls:
    urlpatterns = []

settings.configure(
    INSTALLED_APPS=["htmx_partials", "django_htmx"],
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=Urls,
    MIDDLEWARE=["django_htmx.middleware.HtmxMiddleware", "htmx_partials.middleware.HtmxPartialsMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
from django.test import Client
from htmx_partials.templatetags import htmx_partials
print(Client().get("/").status_code, [name for name in sys.modules if name.startswith("htmx_partials.debug")])
"""
