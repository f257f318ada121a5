from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from htmx_partials.live.hub import Hub, current_hub
from htmx_partials.live.publishing import current_publisher
from tests.live.harness import MEMORY
from tests.live.site import TEMPLATES


@pytest.fixture
def site(settings: Settings) -> Callable[..., Hub]:
    """The site of these tests, with these options for its streams; returns its hub, once that listens."""

    def prepare(**options: Any) -> Hub:
        settings.ROOT_URLCONF = "tests.live.site"
        settings.TEMPLATES = TEMPLATES
        settings.HTMX_PARTIALS_LIVE = {"BACKEND": MEMORY, "OPTIONS": options}
        hub = current_hub()
        hub.start()
        assert hub.is_listening.wait(5)
        return hub

    return prepare


@pytest.fixture
def hub(site: Callable[..., Hub]) -> Hub:
    """The hub of the site."""
    return site()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages that are published, and reach nobody."""
    messages: list[str] = []
    monkeypatch.setattr(current_publisher(), "publish", messages.extend)
    return messages
