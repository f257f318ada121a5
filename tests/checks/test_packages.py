"""The templates of well-known packages cause no false messages if a view names each of their blocks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.processes

# Blocks of these packages in a loop whose variable they use. For these the messages are right.
IN_LOOPS = {"row", "item", "page_type"}

# Tags of these packages that render their content in their own way.
WHOLE = {"dialog", "dropdown", "element", "fragment", "panel", "setvar", "slot"}

W001 = re.compile(r"htmx_partials\.W001: .* uses the variable '(\w+)', which only a loop around it sets")
W002 = re.compile(r"htmx_partials\.W002: .* stands inside {% (\w+) ", re.DOTALL)


def read(package: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.checks.reading", package]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    ("package", "templates"),
    [
        ("django.contrib.admin", 50),
        ("allauth", 100),
        ("debug_toolbar", 20),
        ("django_filters", 2),
        ("django_tables2", 5),
        ("wagtail", 400),
    ],
)
def test_the_templates_of_a_package_are_read_without_a_false_word(package, templates):
    answer = read(package)

    assert answer["read"] >= templates
    assert [each for each in answer["messages"] if not is_true(each)] == []


def is_true(message: str) -> bool:
    if in_loop := W001.match(message):
        return in_loop[1] in IN_LOOPS
    whole = W002.match(message)
    return whole is not None and whole[1] in WHOLE
