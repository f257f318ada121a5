from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from contacts.seeds import seed
from tests.sites import example_site

expect.set_options(timeout=15_000)  # a busy machine may take its time


@pytest.fixture(params=[2, 4], ids=["htmx2", "htmx4"])
def htmx_version(request: pytest.FixtureRequest) -> int:
    version: int = request.param
    return version


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The address of the example project, with its thousand contacts, served to the browser."""
    seed()
    with example_site(ALLOWED_HOSTS=["*"]):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages complain about in the console. At the end of a test there must be none."""
    texts: list[str] = []
    yield texts
    assert texts == []


@pytest.fixture
def page(chromium: Browser, site: str, htmx_version: int, complaints: list[str]) -> Iterator[Page]:
    """A tab of a browser with htmx 2 or htmx 4."""
    with example_site(ALLOWED_HOSTS=["*"], HTMX_VERSION=htmx_version), chromium.new_context(base_url=site) as context:
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
