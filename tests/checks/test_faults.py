"""A project with all kinds of mistakes: each is found, and nothing is reported for its sound twin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.test import override_settings

from htmx_partials.checks import check_partials
from tests.templates_for_tests import HTMX_MIDDLEWARE, in_memory

from . import faults

NAMES = sorted({*faults.views, "wrong_e002_nested", "sound_e002_nested"})
WRONG = [name for name in NAMES if name.startswith("wrong_")]
SOUND = [name for name in NAMES if name.startswith("sound_")]


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[CheckMessage]]:
    strings = tmp_path_factory.mktemp("strings")
    (strings / "page.strings").write_text("$page")
    engines: list[Any] = [
        in_memory(
            faults.TEMPLATES,
            libraries={"other_tags": "tests.other_tags"},
            builtins=["tests.other_tags"],
            processors=["django.contrib.auth.context_processors.auth"],
        ),
        in_memory(faults.SECOND_ENGINE, name="second", libraries={"other_tags": "tests.other_tags"}),
        {
            "BACKEND": "django.template.backends.dummy.TemplateStrings",
            "NAME": "strings",
            "DIRS": [strings],
        },
    ]
    with override_settings(ROOT_URLCONF="tests.checks.faults", TEMPLATES=engines, MIDDLEWARE=[HTMX_MIDDLEWARE]):
        yield check_partials()


def ids_of(name: str, messages: list[CheckMessage]) -> set[str]:
    return {str(each.id) for each in messages if re.search(rf"/{name}/", str(each.obj))}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_found_with_its_id(messages, name):
    number = name.split("_")[1].upper()

    assert ids_of(name, messages) == {f"htmx_partials.{number}"}


@pytest.mark.parametrize("name", SOUND)
def test_no_word_is_said_of_a_sound_twin(messages, name):
    assert ids_of(name, messages) == set()


def test_there_are_faults_of_each_kind_and_as_many_sound_twins():
    assert len(WRONG) >= 45
    assert len(SOUND) >= len(WRONG)
    assert {name.removeprefix("wrong_") for name in WRONG} <= {name.removeprefix("sound_") for name in SOUND}
