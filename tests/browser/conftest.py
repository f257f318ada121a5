from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from contacts.seeds import seed
from tests.sites import example_site

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread, to which Django's guard against blocking calls objects. So
    # the loop lives no longer than the tests of one module, and other modules may have event loops of their own.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


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
def page(browser: Browser, site: str, htmx_version: int) -> Iterator[Page]:
    """A tab of a browser with htmx 2 or htmx 4. Whatever a page complains about in the console fails the test."""
    complaints: list[str] = []
    with example_site(ALLOWED_HOSTS=["*"], HTMX_VERSION=htmx_version), browser.new_context(base_url=site) as context:
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        yield tab
    assert complaints == []


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    """A tab of a browser with JavaScript off."""
    with browser.new_context(base_url=site, java_script_enabled=False) as context:
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        yield tab
