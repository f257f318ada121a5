"""The kit plays each scenario as Chromium with the real htmx has played it."""

from typing import Any

import pytest
from django.test import override_settings

from tests.differential.playing import Play, play_in_kit
from tests.differential.recordings import transcript_of
from tests.differential.releases import RELEASES
from tests.differential.scenarios import SCENARIOS
from tests.differential.site import SETTINGS


def param(play: Play) -> Any:
    """Return a parameter for `parametrize()`. The first release of htmx 2 runs no other code than the next."""
    return pytest.param(play, id=str(play), marks=[pytest.mark.not_measured] if play.release == RELEASES[0] else [])


@pytest.mark.parametrize("play", [param(play) for scenario in SCENARIOS for play in scenario.plays])
def test_the_kit_plays_what_chromium_has_played(play: Play) -> None:
    with override_settings(**SETTINGS):
        played = play_in_kit(play)
    assert played == transcript_of(play), f"The kit plays {play} otherwise than Chromium."
