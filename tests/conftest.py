from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.chromium import ARGS, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["htmx_partials.testing.plugin"]

NO_CHROMIUM = "found no Chromium: install it, or set CHROMIUM to its path"


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is. A test that needs it is skipped where there is none, or fails where one is required."""
    if path := find_chromium():
        return path
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(NO_CHROMIUM)
    pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser for the tests of a module."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop running in this thread, to which Django's guard against blocking calls objects. So
    # the loop lives no longer than the tests of one module, and other modules may have event loops of their own.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        yield browser
        browser.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.getreports("skipped") if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"Skipped {len(skipped)} tests in a browser: {NO_CHROMIUM}.", yellow=True)
