from io import StringIO

import pytest
from django.core.management import call_command

from contacts import views
from contacts.management.commands import costs
from htmx_partials.actions import actions_of
from imports.views import contacts_import
from tests.docs.blocks import DOCS, blocks_of

PAGE = (DOCS / "regions.md").read_text()
EXECUTED = [block for block in blocks_of(DOCS / "regions.md") if "bytes  queries" in block.text]


def names_and_queries(table: str) -> list[tuple[str, str]]:
    """The columns that are the same on every machine and after every change of a template."""
    return [(line[:34].rstrip(), line[42:51].strip()) for line in table.splitlines()]


def test_the_page_shows_what_costs_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "RUNS", 1)
    output = StringIO()
    call_command("costs", "--all", stdout=output)
    (table,) = EXECUTED
    assert names_and_queries(table.text) == names_and_queries(output.getvalue())


def test_the_page_counts_what_there_is() -> None:
    actions = len(views.contacts.actions) + len(actions_of(views.ContactView)) + len(contacts_import.actions)
    assert actions == 11
    assert "three pages, three views, three templates, and eleven\nactions" in PAGE
