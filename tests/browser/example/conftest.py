from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.differential.releases import Release
from tests.sites import example_site, seed_anew


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The URL of the example project with its thousand contacts, served to the browser."""
    seed_anew()
    with example_site(ALLOWED_HOSTS=["*"]):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def page(chromium: Browser, site: str, release: Release, complaints: list[str]) -> Iterator[Page]:
    """A tab of a browser with this release of htmx."""
    with example_site(ALLOWED_HOSTS=["*"], **release.settings), chromium.new_context(base_url=site) as context:
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        yield tab


@pytest.fixture
def plain_page(chromium: Browser, site: str) -> Iterator[Page]:
    """A tab of a browser with JavaScript off."""
    with chromium.new_context(base_url=site, java_script_enabled=False) as context:
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        yield tab
