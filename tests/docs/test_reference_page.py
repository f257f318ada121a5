"""The reference: its settings are all there are, and the examples in its docstrings can be compiled."""

import re
from importlib import import_module
from inspect import getdoc
from textwrap import dedent

import pytest
from django.template import Template

from tests.docs.blocks import DOCS, ROOT

PAGE = (DOCS / "reference.md").read_text()
DIRECTIVE = re.compile(r"^\.\. (currentmodule|autofunction|autoclass):: ([\w.]+)", re.MULTILINE)
EXAMPLE = re.compile(r"::\n\n((?:    .*\n|\n)+)")


def documented() -> dict[str, str]:
    """The docstrings of what the page documents."""
    module, found = "", {}
    for directive, name in DIRECTIVE.findall(PAGE):
        if directive == "currentmodule":
            module = name
        else:
            path, _, attribute = (name if name.startswith("htmx_partials.") else f"{module}.{name}").rpartition(".")
            found[name] = getdoc(getattr(import_module(path), attribute)) or ""
    return found


EXAMPLES = [dedent(example) for text in documented().values() for example in EXAMPLE.findall(text + "\n")]


@pytest.mark.parametrize("name", documented())
def test_what_is_listed_has_a_docstring(name):
    assert documented()[name]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_in_a_docstring_can_be_compiled(example):
    if "{%" in example:
        assert Template("{% load htmx_partials htmx_live %}" + example)
    else:
        assert compile(example, "docstring", "exec")


def test_all_settings_are_listed():
    used = {
        name
        for path in (ROOT / "htmx_partials").rglob("*.py")
        for name in re.findall(r"\bHTMX_PARTIALS_[A-Z_]*[A-Z]", path.read_text())
    }

    assert set(re.findall(r"^\| `(HTMX_PARTIALS_\w+)` \|", PAGE, re.MULTILINE)) == used
