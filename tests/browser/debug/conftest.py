from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from contacts.seeds import seed
from tests.browser.conftest import new_tab
from tests.browser.example.conftest import settings_of
from tests.differential.releases import Release
from tests.sites import example_site, fill_anew


@pytest.fixture
def open_site(chromium: Browser, transactional_db: None, release: Release, complaints: list[str]) -> Callable[..., Any]:
    """Serves the example project as in development, with more settings, and opens a tab with more options."""
    fill_anew(seed)

    @contextmanager
    def opened(options: dict[str, Any] | None = None, **settings: Any) -> Iterator[Page]:
        settings = {"DEBUG": True, **settings_of(release), **settings}
        with example_site(**settings):
            server = LiveServer("localhost")
            with chromium.new_context(base_url=server.url, **(options or {})) as context:
                tab = new_tab(context, complaints)
                yield tab
            server.stop()

    return opened


@pytest.fixture
def page(open_site: Callable[..., Any]) -> Iterator[Page]:
    """A tab of a browser at the example project, with DEBUG."""
    with open_site() as tab:
        yield tab
