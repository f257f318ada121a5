from collections.abc import Callable, Iterator

import pytest

from htmx_partials.testing import HtmxClient
from tests.drivers import KitDriver
from tests.example.scenarios import (
    MODES,
    NAMES_OF_MODES,
    SCENARIOS,
    SESSION,
    Play,
    fill_address_book,
    heard,
    session_of,
)
from tests.sites import example_site, fill_anew


@pytest.fixture(autouse=True)
def address_book(db: None) -> None:
    """A few contacts instead of a thousand."""
    fill_anew(fill_address_book)


# In Chromium, the usual version plays in all modes.
PLAYED = {f"partials-{name}": ("partials", htmx) for name, htmx in zip(NAMES_OF_MODES, MODES, strict=True)}
PLAYED["usual-htmx4"] = ("usual", 4)


@pytest.fixture(params=[*PLAYED.values()], ids=[*PLAYED])
def play(request: pytest.FixtureRequest) -> Iterator[Play]:
    version: str
    htmx: int | None
    version, htmx = request.param
    driver = KitDriver(htmx=htmx, client=HtmxClient(enforce_csrf_checks=True))
    with example_site(version, HTMX_VERSION=htmx or 2), heard() as requests:
        driver.set_cookie(SESSION, session_of("demo"))
        yield Play(driver, htmx, requests, version)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_the_kit_plays(scenario: Callable[[Play], None], play: Play) -> None:
    scenario(play)
