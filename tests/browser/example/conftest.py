from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from contacts.seeds import seed
from tests.browser.conftest import new_tab
from tests.differential.releases import NEWEST, RELEASES, Release
from tests.sites import VERSIONS, example_site, fill_anew

# The usual version of the example with the newest releases of htmx only.
PLAYED = [*(("partials", release) for release in RELEASES), *(("usual", release) for release in NEWEST)]


@pytest.fixture(params=PLAYED, ids=lambda played: f"{played[0]}-{played[1]}")
def played(request: pytest.FixtureRequest) -> tuple[str, Release]:
    """A version of the example, and a release of htmx."""
    played: tuple[str, Release] = request.param
    return played


@pytest.fixture
def version(played: tuple[str, Release]) -> str:
    return played[0]


@pytest.fixture
def release(played: tuple[str, Release]) -> Release:
    return played[1]


@pytest.fixture
def address_book(transactional_db: None) -> None:
    fill_anew(seed)


@contextmanager
def served(version: str) -> Iterator[str]:
    """The address of a version of the example project, for a `with`."""
    with example_site(version, ALLOWED_HOSTS=["*"]):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def site(address_book: None, version: str) -> Iterator[str]:
    """The URL of the example project with its thousand contacts, served to the browser."""
    with served(version) as url:
        yield url


def settings_of(release: Release | None) -> dict[str, Any]:
    """
    The settings of a site with this release of htmx, or for a browser without JavaScript.

    Its live partials follow nothing, as the script has no content: tests count requests. tests/browser/live has them.
    """
    if release is None:
        return {"ALLOWED_HOSTS": ["*"]}
    return release.settings | {
        "ALLOWED_HOSTS": ["*"],
        "STATICFILES_DIRS": [*release.settings["STATICFILES_DIRS"], Path(__file__).parents[1] / "still"],
    }


@pytest.fixture
def page(chromium: Browser, site: str, version: str, release: Release, complaints: list[str]) -> Iterator[Page]:
    """A tab of a browser with this version of the example and this release of htmx."""
    with (
        example_site(version, **settings_of(release)),
        chromium.new_context(base_url=site) as context,
    ):
        tab = new_tab(context, complaints)
        yield tab


@pytest.fixture(params=VERSIONS)
def plain_page(request: pytest.FixtureRequest, chromium: Browser, address_book: None) -> Iterator[Page]:
    """A tab of a browser with JavaScript off."""
    with (
        served(request.param) as url,
        chromium.new_context(base_url=url, java_script_enabled=False) as context,
    ):
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        yield tab


def follow_link(link: Locator) -> None:
    """Click a link or button, and wait until the browser has loaded the page that it leads to."""
    with link.page.expect_navigation():
        link.click()


def fill_focused(field: Locator, value: str) -> None:
    """Fill the field with `autofocus`, once htmx has focused it: until then, it would take what the next one gets."""
    expect(field).to_be_focused()
    field.fill(value)
