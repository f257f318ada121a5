"""Chromium plays each scenario as it has been recorded."""

import pytest
from playwright.sync_api import Browser

from tests.differential.playing import Play, play_in_chromium
from tests.differential.recordings import transcript_of
from tests.differential.scenarios import SCENARIOS


@pytest.mark.parametrize("play", [play for scenario in SCENARIOS for play in scenario.plays], ids=str)
def test_chromium_plays_what_is_recorded(play: Play, chromium: Browser, root: str) -> None:
    assert play_in_chromium(play, chromium, root) == transcript_of(play)
