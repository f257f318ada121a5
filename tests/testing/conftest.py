from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from htmx_partials.testing import HtmxPage
from tests.differential.site import Given, Site, Stage

type Play = Callable[..., HtmxPage]


@pytest.fixture
def play(settings: Settings) -> Play:
    """Open a small site in the kit: `play({"/": "<p>x</p>", "/x": "y"}, htmx=4)`."""
    settings.ROOT_URLCONF = "tests.differential.site"
    settings.MIDDLEWARE = []

    def play(routes: dict[str, Given] | str, htmx: int | None = 2, **options: Any) -> HtmxPage:
        Stage.site = Site({"/": routes} if isinstance(routes, str) else routes)
        return HtmxPage("/", htmx=htmx, **options)

    return play
