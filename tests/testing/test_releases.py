import re
from importlib import import_module
from pathlib import Path

import pytest
from django.http import StreamingHttpResponse

from htmx_partials.testing.versions import VERSIONS
from tests.differential.releases import PINNED, SHIPPED, shipped
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
    with pytest.raises(AssertionError, match=r"The page at / loads htmx 4.*, and the test says htmx=2"):
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


@pytest.mark.parametrize("version", VERSIONS)
def test_the_kit_plays_the_releases_that_django_htmx_ships_and_those_of_the_tests(version) -> None:
    room = import_module(f"htmx_partials.testing.htmx{version}")
    newest = next(reversed(room.RELEASES))
    release = shipped(version)
    assert room.RELEASES.get(release.version) == release.sha256, (
        f"django-htmx ships htmx {release}, with the sha256 {release.sha256}, which the testing kit does not play yet: "
        f"compare its source with that of {newest}, play what differs, and name it in RELEASES of {room.__name__}."
    )
    assert {
        name: hash_ for name, hash_ in PINNED.items() if name.startswith(str(version))
    }.items() <= room.RELEASES.items()


@pytest.mark.parametrize(
    ("loaded", "played"), [("2.0.10", "2.0.10"), ("2.0.11", "2.0.11"), ("2.0.4", "2.0.11"), (None, "2.0.11")]
)
def test_a_release_that_is_not_known_is_played_as_the_newest(play, loaded, played) -> None:
    page = play(PAGE.format(f"https://unpkg.com/htmx.org@{loaded}" if loaded else "/app.js"))
    assert page._browser.htmx.release == played


# Those that only a newer release than django-htmx's has.
NEWER = {"findAndSwapPartials", "RequestQueue"}
MIRRORED = re.compile(r"\(((?:`#?\w+`(?:, )?)+)\)")


@pytest.mark.parametrize("version", VERSIONS)
def test_what_mirrors_a_function_of_htmx_names_one_that_there_is(version) -> None:
    room = Path(import_module(f"htmx_partials.testing.htmx{version}").__file__ or "").parent
    source = (SHIPPED / f"htmx-{version}.js").read_text()
    named = {
        name
        for file in room.glob("*.py")
        for names in MIRRORED.findall(file.read_text())
        for name in re.findall(r"#?\w+", names)
    }
    assert len(named) > 40
    assert {name for name in named - NEWER if not re.search(rf"(?<![\w#.]){name}\(|class {name} ", source)} == set()
