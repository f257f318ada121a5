from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.differential.releases import RELEASES, Release

expect.set_options(timeout=15_000)  # long enough for a busy machine


@pytest.fixture(params=RELEASES, ids=str)
def release(request: pytest.FixtureRequest) -> Release:
    """A release of htmx: those that django-htmx ships, and the newest ones."""
    release: Release = request.param
    return release


@pytest.fixture
def htmx(release: Release) -> int:
    return release.major


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """The errors in the consoles of pages. At the end of a test there must be none."""
    texts: list[str] = []
    yield texts
    assert texts == []


def new_tab(context: BrowserContext, complaints: list[str]) -> Page:
    """Open a tab, and note the errors in its console and those of its scripts."""
    tab = context.new_page()
    tab.set_default_timeout(15_000)

    def hear(message: ConsoleMessage) -> None:
        # htmx 4 writes this when a page is left before an answer has come. A failure of the server has its own.
        if message.type == "error" and "Failed to fetch" not in message.text:
            complaints.append(message.text)

    tab.on("console", hear)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    return tab
