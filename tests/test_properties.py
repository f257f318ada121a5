"""
Each fragment is the slice of its page, for all families of templates.

`python -m tests.families --count 20000` draws more families than a test run, and prints counts.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.test import override_settings

from htmx_partials import render_partial_to_string

from .families.checking import SETTINGS, UndrawableError, compare
from .families.drawing import Draw
from .families.searching import check, shown

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "100"))
SEED = os.environ.get("PROPERTY_SEED", "each")


@pytest.fixture(autouse=True)
def families():
    with override_settings(**SETTINGS):
        yield


def test_each_fragment_is_the_slice_that_its_page_shows():
    found = check([f"{SEED}-{number}" for number in range(EXAMPLES)])
    assert found.failed == [], shown(*found.failed[0])
    assert found.counts["as shown"] > EXAMPLES // 2


def bare(template_name: str, partial: str, context: dict[str, object], *, using: str) -> str:
    """Return a fragment without anything around it, found by Django in a template of the page."""
    for template in ("page.html", "page_1.html", "page_2.html", "page_3.html"):
        with suppress(TemplateDoesNotExist):
            return render_to_string(f"{template}#{partial}", context, using=using)
    return str(render_partial_to_string(template_name, partial, context, using=using))


def empty(template_name: str, partial: str, context: dict[str, object], *, using: str) -> str:
    return ""


def twice(template_name: str, partial: str, context: dict[str, object], *, using: str) -> str:
    return str(render_partial_to_string(template_name, partial, context, using=using)) * 2


def without_conditions(template_name: str, partial: str, context: dict[str, object], *, using: str) -> str:
    """Return a fragment for which every test is true."""
    shown = dict.fromkeys("abcd", True)
    return str(render_partial_to_string(template_name, partial, context | shown, using=using))


@pytest.mark.parametrize(
    ("render", "kind"), [(bare, "leak"), (empty, "empty"), (twice, "different"), (without_conditions, "leak")]
)
def test_a_fragment_that_is_wrong_is_found_out(render: Callable[..., str], kind: str):
    counts: Counter[str] = Counter()
    for number in range(40):
        try:
            compare(Draw(f"mutant-{number}").site(), render, counts)
        except UndrawableError:
            counts["undrawable"] += 1
    assert counts[kind] > 3, counts
