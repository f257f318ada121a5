"""The scenarios, by what they are about."""

from tests.differential.scenarios import (
    answering,
    boosting,
    going_back,
    morphing,
    out_of_band,
    passing_over,
    rarely,
    refusing,
    releasing,
    requesting,
    sending,
    swapping,
    triggering,
    without_javascript,
)

MODULES = {
    module.__name__.rpartition(".")[2]: module.SCENARIOS
    for module in (
        requesting,
        sending,
        swapping,
        out_of_band,
        morphing,
        answering,
        triggering,
        boosting,
        going_back,
        without_javascript,
        rarely,
        refusing,
        passing_over,
        releasing,
    )
}
SCENARIOS = [scenario for scenarios in MODULES.values() for scenario in scenarios]
