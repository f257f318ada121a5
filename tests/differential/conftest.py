from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer


@pytest.fixture(scope="module")
def root(chromium: Browser) -> Iterator[str]:
    """Where the scenarios' sites are served to the browser."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(autouse=True)
def _scenarios_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.differential.site"
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["*"]
