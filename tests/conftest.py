from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import django
import pytest

from tests.chromium import find_chromium, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What it tests is not there in Django 6.
collect_ignore = [] if django.VERSION < (6,) else ["test_django52.py"]

pytest_plugins = ["htmx_partials.testing.plugin"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that needs Chromium, so that `-m browser` runs exactly those."""
    for item in items:
        if isinstance(item, pytest.Function) and "chromium" in item.fixturenames:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process. Tests with a browser run in processes of their own."""
    if not find_chromium():
        pytest.fail("Found no Chromium: install it, or set CHROMIUM to its path.")
    with pytest.MonkeyPatch.context() as environment, launched() as browser:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail if tests were skipped and FORBID_SKIPS is set, as in continuous integration."""
    reporter: pytest.TerminalReporter | None = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("FORBID_SKIPS") and reporter and reporter.stats.get("skipped"):
        reporter.ensure_newline()
        reporter.write_line("Tests were skipped, which FORBID_SKIPS does not allow.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
