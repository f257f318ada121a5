"""The examples of docs/checks.md: each causes its exact message, and the corrected example causes none."""

from __future__ import annotations

import linecache
import re
from itertools import groupby, takewhile
from operator import attrgetter
from typing import Any, NamedTuple

import pytest
from django.shortcuts import get_object_or_404
from django.urls import path

import htmx_partials
from contacts.models import Contact
from htmx_partials.checks import check_partials
from tests.docs.blocks import DOCS, Block, blocks_of
from tests.templates_for_tests import HTMX_MIDDLEWARE, in_memory

NAME = re.compile(r"{# (\S+) #}\n")
EXECUTED = [block for block in blocks_of(DOCS / "checks.md") if block.section.startswith("htmx_partials.")]


class Example(NamedTuple):
    """Blocks with a mistake, the message, and blocks that correct the mistake."""

    fault: list[Block]
    message: str
    cure: list[Block]


def example(blocks: list[Block]) -> Example:
    fault = [*takewhile(lambda block: block.language != "text", blocks)]
    return Example(fault, blocks[len(fault)].text, blocks[len(fault) + 1 :])


EXAMPLES = {section: example([*blocks]) for section, blocks in groupby(EXECUTED, attrgetter("section"))}


class Project:
    """The project made from the blocks of an example. Later blocks replace earlier ones."""

    def __init__(self, blocks: list[Block]) -> None:
        self.middleware = [HTMX_MIDDLEWARE]
        self.templates: dict[str, str] = {"base.html": "{% partialdef p inline %}{% endpartialdef %}"}
        self.view: Any = htmx_partials.partial_response("p", template="base.html")(lambda request: {})
        for block in blocks:
            if block.language == "python":
                self.run(block.text)
            else:
                self.templates[NAME.match(block.text)[1]] = block.text  # type: ignore[index]

    def run(self, source: str) -> None:
        names = {each: getattr(htmx_partials, each) for each in htmx_partials.__all__}
        module: dict[str, Any] = {
            **names,
            "__name__": "views",
            "Contact": Contact,
            "get_object_or_404": get_object_or_404,
        }
        filename = f"checks-{hash(source)}.py"
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        known = set(module)
        exec(compile(source, filename, "exec"), module)
        self.middleware = module.get("MIDDLEWARE", self.middleware)
        views = [value for name, value in module.items() if name not in known and callable(value)]
        self.view = views[-1] if views else self.view

    def messages(self, settings: Any) -> list[str]:
        name = getattr(self.view, "__name__", "").strip("<>")
        settings.MIDDLEWARE = self.middleware
        settings.TEMPLATES = [in_memory(self.templates)]
        settings.ROOT_URLCONF = Urls([path(f"{name}/", self.view)])
        return [" ".join(str(each).split()) for each in check_partials()]


class Urls:
    def __init__(self, urlpatterns: list[Any]) -> None:
        self.urlpatterns = urlpatterns


def test_each_id_has_an_example():
    numbers = ["E001", "E002", "E003", "E004", "E005", "W001", "W002", "W003", "W004", "W005", "W006"]

    assert [*EXAMPLES] == [f"htmx_partials.{number}" for number in numbers]


@pytest.mark.parametrize("number", EXAMPLES)
def test_an_example_draws_its_message(settings, number):
    fault, message, _ = EXAMPLES[number]

    assert Project(fault).messages(settings) == [" ".join(message.split())]


@pytest.mark.parametrize("number", EXAMPLES)
def test_the_cure_of_an_example_draws_none(settings, number):
    fault, _, cure = EXAMPLES[number]

    assert cure
    assert Project([*fault, *cure]).messages(settings) == []
