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
from tests.sites import VERSIONS, example_site, fill_anew


@pytest.fixture(autouse=True)
def address_book(db: None) -> None:
    """A few contacts instead of a thousand."""
    fill_anew(fill_address_book)


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """A version of the example: with partials, or the usual one."""
    name: str = request.param
    return name


@pytest.fixture(params=MODES, ids=NAMES_OF_MODES)
def play(request: pytest.FixtureRequest, version: str) -> Iterator[Play]:
    htmx: int | None = request.param
    driver = KitDriver(htmx=htmx, client=HtmxClient(enforce_csrf_checks=True))
    with example_site(version, HTMX_VERSION=htmx or 2), heard() as requests:
        driver.set_cookie(SESSION, session_of("demo"))
        yield Play(driver, htmx, requests, version)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_the_kit_plays(scenario: Callable[[Play], None], play: Play) -> None:
    scenario(play)
