import pytest
from playwright.sync_api import Browser

from tests.differential.playing import Scenario, play_chromium, play_kit
from tests.differential.scenarios import SCENARIOS


@pytest.mark.parametrize("scenario", [pytest.param(one, id=one.name) for one in SCENARIOS if 2 in one.versions])
def test_kit_and_chromium_agree(scenario: Scenario, chromium: Browser, root: str) -> None:
    assert play_kit(scenario, 2) == play_chromium(scenario, 2, chromium, root)
