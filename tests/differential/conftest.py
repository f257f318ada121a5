from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.differential.playing import Tabs
from tests.differential.site import SETTINGS


@pytest.fixture(scope="session")
def server(chromium: Browser) -> Iterator[LiveServer]:
    with override_settings(**SETTINGS):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared_tabs(chromium: Browser, server: LiveServer) -> Tabs:
    return Tabs(chromium, server.url)


@pytest.fixture
def tabs(shared_tabs: Tabs) -> Iterator[Tabs]:
    """Tabs that show the sites of scenarios. Other tests have other settings."""
    with override_settings(**SETTINGS):
        yield shared_tabs
