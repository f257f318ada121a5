"""The panel of django-debug-toolbar, for synchronous and asynchronous sites."""

import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from bs4 import BeautifulSoup
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import AsyncClient, Client
from django.urls import path

from htmx_partials import debug, partial_response, render
from tests.templates_for_tests import CACHED, HTMX, HTMX_MIDDLEWARE, LOCMEM

PAGE = """<!doctype html><body>
{% if allowed %}
{% partialdef edit inline %}<form id="edit"></form>{% endpartialdef %}
{% endif %}
{% partialdef rows inline %}<ul id="rows"><li>Ann</li></ul>{% endpartialdef %}
{% partialdef count inline %}<b id="count">1</b>{% endpartialdef %}
{% partialdef none inline %}{% endpartialdef %}
</body>"""


@partial_response("rows", "edit", oob=["count", "edit"])
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html")


@page.action
def change(request: HttpRequest) -> None:
    pass


class Urls:
    """A URLconf with one view and the toolbar."""

    def __init__(self, view: Any) -> None:
        from debug_toolbar.toolbar import debug_toolbar_urls

        self.urlpatterns = [path("", view), *debug_toolbar_urls()]


@pytest.fixture
def toolbar(settings: Any, tmp_path: Any) -> Iterator[Any]:
    """A site with the toolbar and our panel."""
    (tmp_path / "page.html").write_text(PAGE)
    settings.DEBUG = True
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "debug_toolbar"]
    settings.INTERNAL_IPS = ["127.0.0.1"]
    settings.MIDDLEWARE = [
        "debug_toolbar.middleware.DebugToolbarMiddleware",
        HTMX_MIDDLEWARE,
        "htmx_partials.middleware.HtmxPartialsMiddleware",
    ]
    settings.DEBUG_TOOLBAR_PANELS = [
        "debug_toolbar.panels.history.HistoryPanel",
        "htmx_partials.debug.PartialsPanel",
    ]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [tmp_path],
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ]
    forget()
    yield SimpleNamespace(file=str(tmp_path / "page.html"), settings=settings)
    forget()


def forget() -> None:
    """Let the toolbar have no requests, and look at the settings anew."""
    # It has a model, so it cannot be imported where it is not installed.
    from debug_toolbar.store import get_store
    from debug_toolbar.toolbar import DebugToolbar

    DebugToolbar._panel_classes = DebugToolbar._urlpatterns = None
    get_store().clear()


def ask(client: Client | AsyncClient, *args: Any, **kwargs: Any) -> Any:
    if isinstance(client, AsyncClient):
        return async_to_sync(client.get)(*args, **kwargs)
    return client.get(*args, **kwargs)


@pytest.fixture(params=[Client, AsyncClient])
def client(request: pytest.FixtureRequest) -> Any:
    return request.param()


def shown(toolbar: Any, client: Any, view: Any = page, headers: dict[str, str] = HTMX, url: str = "/") -> BeautifulSoup:
    """What the panel shows of a request."""
    toolbar.settings.ROOT_URLCONF = Urls(view)
    response = ask(client, url, headers=headers)
    return panel_of(response["djdt-request-id"])


def panel_of(request_id: str) -> BeautifulSoup:
    answer = Client().get("/__debug__/render_panel/", {"request_id": request_id, "panel_id": "PartialsPanel"})
    return BeautifulSoup(answer.json()["content"], "html.parser")


def text(element: Any) -> str:
    return " ".join(element.get_text(" ").split()).replace(" ,", ",").replace(" .", ".")


def rows(shown: BeautifulSoup, table: int) -> list[str]:
    return [re.sub(r"[\d.]+ ms", "n ms", text(row)) for row in shown.find_all("table")[table].find_all("tr")]


def test_a_fragment(toolbar: Any, client: Any) -> None:
    found = shown(toolbar, client)
    assert text(found.select_one(".sentence")) == (
        "The partial rows, since it is the first that the view declares, and the request names no target."
    )
    assert rows(found, 0) == [
        "Request GET /",
        "View tests.debug.test_panel.page, status 200",
        "Template page.html, line 5",
        "Size 69 bytes",
        "Cost 0 queries, n ms",
    ]
    assert rows(found, 1) == [
        "Partial Where Sent",
        "count page.html, line 6 38 bytes",
        "edit page.html, line 3 no: empty, hidden by {% if allowed %} (page.html, line 2)",
    ]
    assert rows(found, 2) == ["Hx-Request true"]
    links = [(link.get_text(), link["href"]) for link in found.find_all("a")]
    assert links[0] == ("page.html, line 5", f"vscode://file/{toolbar.file}:5")


def test_a_fragment_that_a_tag_around_it_hid_is_marked(toolbar: Any, client: Any) -> None:
    found = shown(toolbar, client, url="/?_partial=edit")
    assert text(found.select_one(".hidden-by")) == "It came out empty: hidden by {% if allowed %}, page.html, line 2."
    hides = found.select_one(".hides")
    assert text(hides) == "{% if allowed %} page.html, line 2 no"
    assert hides is not None
    assert hides.a is not None
    assert hides.a["href"] == f"vscode://file/{toolbar.file}:2"


def test_a_fragment_that_shows_nothing_itself(toolbar: Any, client: Any) -> None:
    found = shown(toolbar, client, partial_response("none")(lambda request: render(request, "page.html")))
    assert text(found.select_one(".hidden-by")) == (
        "It came out empty. Nothing around it hid it: what it holds shows nothing."
    )


def test_the_page(toolbar: Any, client: Any) -> None:
    found = shown(toolbar, client, headers={})
    assert text(found.select_one(".sentence")) == "The whole page, since the request is not htmx's."


def test_a_fragment_beside_its_page(toolbar: Any, client: Any) -> None:
    shown(toolbar, client, headers={})
    assert re.fullmatch(r"Size 69 bytes, \d+ % of the page, which had \d+ bytes", rows(shown(toolbar, client), 0)[3])


def test_an_action_and_the_second_run(toolbar: Any) -> None:
    toolbar.settings.ROOT_URLCONF = Urls(page)
    response = Client().post("/", {"_action": "change"}, headers=HTMX)
    found = panel_of(response["djdt-request-id"])
    assert rows(found, 0)[:3] == [
        "Request POST /",
        "View tests.debug.test_panel.page, status 200",
        "Action change, after which the view ran for the answer",
    ]


def test_an_answer_of_the_views_own(toolbar: Any, client: Any) -> None:
    found = shown(toolbar, client, lambda request: HttpResponse(status=204))
    assert text(found.select_one(".sentence")) == "No partial, since the view has answered itself, with status 204."


def test_a_stream(toolbar: Any) -> None:
    found = shown(toolbar, Client(), lambda request: StreamingHttpResponse(["x"]))
    assert rows(found, 0)[2] == "Size unknown, as it is sent in pieces"


@pytest.mark.parametrize(
    ("url", "headers", "view", "subtitle"),
    [
        ("/", HTMX, page, "rows"),
        ("/", {}, page, "the page"),
        ("/?_partial=edit", HTMX, page, "edit: hidden"),
        ("/", HTMX, lambda request: HttpResponse("x"), "no partial"),
        ("/", HTMX, partial_response()(lambda request: render(request, "page.html", partial=(), oob=["count"])), None),
    ],
)
def test_the_history_says_it_in_short(
    toolbar: Any, url: str, headers: dict[str, str], view: Callable[..., Any], subtitle: str | None
) -> None:
    toolbar.settings.ROOT_URLCONF = Urls(view)
    request_id = Client().get(url, headers=headers)["djdt-request-id"]
    answer = Client().get("/__debug__/history_sidebar/", {"request_id": request_id, "exclude_history": "1"})
    button = BeautifulSoup(answer.json()["PartialsPanel"]["button"], "html.parser")
    assert text(button.small) == (subtitle or "companions alone")


def test_it_works_without_our_middleware(toolbar: Any, client: Any) -> None:
    toolbar.settings.MIDDLEWARE = toolbar.settings.MIDDLEWARE[:2]
    assert rows(shown(toolbar, client), 0)[2] == "Template page.html, line 5"


def test_templates_in_memory_have_no_link(toolbar: Any) -> None:
    toolbar.settings.TEMPLATES = [
        toolbar.settings.TEMPLATES[0],
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "NAME": "memory",
            "OPTIONS": {"loaders": [(CACHED, [(LOCMEM, {"memory.html": PAGE})])]},
        },
    ]
    view = partial_response("rows")(lambda request: render(request, "memory.html"))
    assert shown(toolbar, Client(), view).find("a") is None


def test_the_room_has_the_panel_and_nothing_that_it_has_not(toolbar: Any) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = debug.nothing
    assert debug.PartialsPanel.panel_id == "PartialsPanel"
