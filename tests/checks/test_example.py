"""The example project has no mistakes, and each mistake in its partials is found."""

from __future__ import annotations

import pytest

from htmx_partials.checks import check_partials
from tests.sites import example_site

from .misspelling import misspellings

MISSPELLINGS = [*misspellings()]


def test_the_example_draws_no_word():
    with example_site():
        assert check_partials() == []


@pytest.mark.parametrize("mistake", MISSPELLINGS, ids=lambda mistake: f"{mistake.place}: {mistake.name}")
def test_a_misspelt_partial_is_found(mistake):
    expected = {"htmx_partials.W004"} if mistake.name.startswith("#") else {"htmx_partials.E002", "htmx_partials.E003"}

    assert {message.id for message in mistake.found()} & expected


def test_every_partial_and_target_of_the_example_is_misspelt_in_turn():
    assert len(MISSPELLINGS) >= 58
