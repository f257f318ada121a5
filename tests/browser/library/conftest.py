from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.library import site
from tests.differential.releases import Release


@pytest.fixture
def page(chromium: Browser, transactional_db: None, release: Release, complaints: list[str]) -> Iterator[Page]:
    """A tab at the site. Errors in its scripts fail the test."""
    site.asked.clear()
    with override_settings(**site.settings_for(release)):
        server = LiveServer("localhost")
        with chromium.new_context(base_url=server.url) as context:
            tab = context.new_page()
            tab.set_default_timeout(15_000)
            tab.on("pageerror", lambda error: complaints.append(str(error)))
            yield tab
        server.stop()
