"""The kit plays each scenario as Chromium with the real htmx has played it."""

import pytest
from django.test import override_settings

from tests.differential.playing import Play, play_in_kit
from tests.differential.recordings import transcript_of
from tests.differential.scenarios import SCENARIOS
from tests.differential.site import SETTINGS


@pytest.mark.parametrize(
    "play", [pytest.param(play, id=str(play)) for scenario in SCENARIOS for play in scenario.plays]
)
def test_the_kit_plays_what_chromium_has_played(play: Play) -> None:
    with override_settings(**SETTINGS):
        played = play_in_kit(play)
    assert played == transcript_of(play), f"The kit plays {play} otherwise than Chromium."
