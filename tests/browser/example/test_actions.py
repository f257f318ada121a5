from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import new_tab
from tests.browser.example.conftest import PLAYED, settings_of
from tests.differential.releases import Release
from tests.drivers import ChromiumDriver
from tests.example.scenarios import (
    SCENARIOS,
    SESSION,
    Play,
    fill_address_book,
    heard,
    session_of,
)
from tests.sites import VERSIONS, example_site, fill_anew

pytestmark = pytest.mark.django_db(transaction=True)


BROWSERS = [*PLAYED, *((version, None) for version in VERSIONS)]


@pytest.fixture(params=BROWSERS, ids=lambda browser: f"{browser[0]}-{browser[1] or 'javascript-off'}")
def play(
    request: pytest.FixtureRequest, chromium: Browser, transactional_db: None, complaints: list[str]
) -> Iterator[Play]:
    version: str
    release: Release | None
    version, release = request.param
    fill_anew(fill_address_book)
    with (
        example_site(version, **settings_of(release)),
        chromium.new_context(java_script_enabled=release is not None) as context,
        heard() as requests,
    ):
        server = LiveServer("localhost")
        tab = new_tab(context, complaints)
        driver = ChromiumDriver(tab, server.url, scripting=release is not None)
        driver.set_cookie(SESSION, session_of("demo"))
        yield Play(driver, release.major if release else None, requests, version)
        context.close()
        server.stop()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_chromium_plays(scenario: Callable[[Play], None], play: Play) -> None:
    scenario(play)
