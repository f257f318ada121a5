"""The kit plays each scenario as Chromium with the real htmx has played it."""

import pytest
from django.test import override_settings

from tests.differential.differences import DIFFERENCES
from tests.differential.playing import Scenario, play_in_kit
from tests.differential.recordings import transcript_of
from tests.differential.scenarios import SCENARIOS
from tests.differential.site import SETTINGS

PLAYS = [
    pytest.param(scenario, htmx, id=f"{scenario.name} [{htmx or 'no JavaScript'}]")
    for scenario in SCENARIOS
    for htmx in scenario.versions
]


@pytest.mark.parametrize(("scenario", "htmx"), PLAYS)
def test_the_kit_plays_what_chromium_has_played(scenario: Scenario, htmx: int | None) -> None:
    with override_settings(**SETTINGS):
        played = play_in_kit(scenario, htmx)
    for play in scenario.plays:
        if (play.release and play.release.major) == htmx:
            if str(play) in DIFFERENCES:
                assert played != transcript_of(play), (
                    f"The kit plays {play} as Chromium does: take it out of differences.py."
                )
            else:
                assert played == transcript_of(play), f"The kit plays {play} otherwise than Chromium."
