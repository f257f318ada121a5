import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from contacts import views
from contacts.management.commands import costs
from htmx_partials.actions import actions_of
from imports.views import contacts_import

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/regions.md").read_text()
QUOTATIONS = [
    part for block in re.findall(r"```(?:python|html)\n(.*?)```", PAGE, re.DOTALL) for part in block.split("…\n")
]


def without_indentation(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


SOURCES = [
    without_indentation(path.read_text())
    for path in (ROOT / "example_project").rglob("*")
    if path.suffix in {".py", ".html"}
]


@pytest.mark.parametrize("quotation", QUOTATIONS, ids=range(len(QUOTATIONS)))
def test_the_page_quotes_the_example_word_for_word(quotation: str) -> None:
    assert any(without_indentation(quotation) in source for source in SOURCES)


def names_and_queries(table: str) -> list[tuple[str, str]]:
    """The columns that are the same on every machine and after every change of a template."""
    return [(line[:34].rstrip(), line[42:51].strip()) for line in table.splitlines()]


def test_the_page_shows_what_costs_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "RUNS", 1)
    output = StringIO()
    call_command("costs", "--all", stdout=output)
    (table,) = re.findall(r"```\n( {34}.*?)\n```", PAGE, re.DOTALL)
    assert names_and_queries(table) == names_and_queries(output.getvalue())


def test_the_page_counts_what_there_is() -> None:
    actions = len(views.contacts.actions) + len(actions_of(views.ContactView)) + len(contacts_import.actions)
    assert actions == 11
    assert "three pages, three views, three templates, and eleven\nactions" in PAGE
