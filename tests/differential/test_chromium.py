"""Chromium plays each scenario as it has been recorded."""

import pytest

from tests.differential.playing import Play, Tabs, play_in_chromium
from tests.differential.recordings import transcript_of
from tests.differential.scenarios import SCENARIOS


@pytest.mark.parametrize("play", [play for scenario in SCENARIOS for play in scenario.plays], ids=str)
def test_chromium_plays_what_is_recorded(play: Play, tabs: Tabs) -> None:
    assert play_in_chromium(play, tabs) == transcript_of(play)
