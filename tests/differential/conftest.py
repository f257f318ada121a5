from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.differential.site import SETTINGS


@pytest.fixture(scope="session")
def server(chromium: Browser) -> Iterator[LiveServer]:
    with override_settings(**SETTINGS):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def root(server: LiveServer) -> Iterator[str]:
    """The URL at which the sites of scenarios are served to the browser. Other tests have other settings."""
    with override_settings(**SETTINGS):
        yield server.url
