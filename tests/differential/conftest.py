from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.differential.site import served


@pytest.fixture(scope="session")
def root(chromium: Browser) -> Iterator[str]:
    """The URL at which the sites of scenarios are served to the browser."""
    with served() as root:
        yield root
