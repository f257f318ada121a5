from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.chromium import find_chromium, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["htmx_partials.testing.plugin"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that needs Chromium, so that `-m browser` runs those and no others."""
    for item in items:
        if isinstance(item, pytest.Function) and "chromium" in item.fixturenames:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process that need one, which run apart from the others."""
    if not find_chromium():
        pytest.fail("Found no Chromium: install it, or set CHROMIUM to its path.")
    with pytest.MonkeyPatch.context() as environment, launched() as browser:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser
