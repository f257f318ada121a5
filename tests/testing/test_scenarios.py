"""The scenarios of ``tests/differential`` in the kit alone, for where there is no Chromium to hold it against."""

import pytest
from pytest_django import Settings

from tests.differential.playing import Scenario, play_kit
from tests.differential.scenarios import SCENARIOS

PLAYS = [
    pytest.param(scenario, version, id=f"{scenario.name}-{version}")
    for scenario in SCENARIOS
    for version in scenario.versions
]


@pytest.mark.parametrize(("scenario", "version"), PLAYS)
def test_the_kit_plays_each_step(scenario: Scenario, version: int | None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.differential.site"
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["*"]
    steps = ["open", *(method for method, *_ in scenario.steps)]
    played = [line.split()[1] for line in play_kit(scenario, version).splitlines() if line.startswith("=== ")]
    assert played == steps
