import pytest
from django.http import StreamingHttpResponse

from tests.differential.site import answer

PAGE = '<!doctype html><script src="{}"></script><p>x</p>'


@pytest.mark.parametrize(
    "source",
    [
        "https://unpkg.com/htmx.org@4.0.1",
        "https://cdn.jsdelivr.net/npm/htmx.org@4/dist/htmx.min.js",
        "https://cdnjs.cloudflare.com/ajax/libs/htmx/4.0.0-beta6/htmx.min.js",
        "/static/django_htmx/htmx-4.min.js",
        "/static/django_htmx/htmax-4.min.js",
        "/assets/htmx-4.min.0123abcd.js",
        "/vendor/htmx.js?v=1",
    ],
)
def test_a_page_that_loads_another_version_than_the_test_plays_fails(play, source) -> None:
    routes = {"/": PAGE.format(source), "/vendor/htmx.js": 'var htmx = {version: "4.0.1"}'}
    assert play(routes, 4).text("p") == "x"
    with pytest.raises(AssertionError, match=r"The page at / loads htmx 4.*, and the test plays htmx 2: say htmx=4"):
        play(routes, 2)


@pytest.mark.parametrize(
    "source",
    [
        "https://unpkg.com/htmx.org",
        "/assets/app.js",
        "/assets/htmx.js",
        "/assets/htmx.min.js",
        "/static/django_htmx/htmx.js",
        "https://unpkg.com/htmx-ext-ws@4.0.0/ws.js",
    ],
)
@pytest.mark.parametrize("version", [2, 4])
def test_a_page_that_does_not_say_what_it_loads_is_played(play, version, source) -> None:
    routes = {
        "/": PAGE.format(source),
        "/assets/htmx.min.js": lambda request: StreamingHttpResponse(["version:'4.0.1'"]),
    }
    assert play(routes, version).text("p") == "x"


def test_a_page_is_not_asked_twice_what_it_loads(play) -> None:
    routes = {"/": PAGE.format("/assets/htmx.js"), "/assets/htmx.js": answer("version='2.0.10'")}
    page = play(routes)
    page.reload()
    assert [exchange.url for exchange in page.requests] == ["/", "/"]


def test_without_static_files_the_site_is_asked(play, settings) -> None:
    settings.STATIC_URL = None
    with pytest.raises(AssertionError, match="loads htmx 4"):
        play({"/": PAGE.format("/htmx-4.js")}, 2)


def test_without_javascript_any_version_may_be_loaded(play) -> None:
    assert play(PAGE.format("https://unpkg.com/htmx.org@4.0.1"), None).text("p") == "x"
