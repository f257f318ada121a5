"""`manage.py partials`: which views use partials, and which partials nothing uses."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from textwrap import wrap
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import select_template

from htmx_partials.analysis import find_views
from htmx_partials.declared import DeclaredPage, DeclaredView
from htmx_partials.selection import Partials, Swap
from htmx_partials.templates import unused_partials

NO_VIEWS = "No view uses partials."
ALL_USED = "A template or a view names each partial."
NOT_KNOWN = "not known without a request"


class Command(BaseCommand):
    help = "List the views that use partials: URL, view, template, partials, targets, companions and actions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Write JSON, for programs.")
        parser.add_argument(
            "--unused", action="store_true", help="List the partials of the project that no template and no view names."
        )
        parser.add_argument(
            "--fail-on-unused", action="store_true", help="The same, and exit with 1 where there are any."
        )

    def handle(self, **options: Any) -> None:
        views = find_views()
        if options["unused"] or options["fail_on_unused"]:
            found = [each._asdict() for each in unused_partials(views)]
            lines = [f"{each['template']}, line {each['line']}: {each['partial']}" for each in found] or [ALL_USED]
        else:
            found = [row for view in views for row in rows_of(view)]
            lines = [line for row in found for line in lines_of(row)] or [NO_VIEWS]
        self.stdout.write(json.dumps(found, indent=2) if options["json"] else "\n".join(lines))
        if found and options["fail_on_unused"]:
            sys.exit(1)


def rows_of(view: DeclaredView) -> list[dict[str, Any]]:
    """Return a row for each URL and each template of a view. What is not known is `None`."""
    known_pages: list[tuple[str | None, Partials]] = [(template_of(each), each.partials) for each in view.pages]
    if not view.is_known:
        known_pages.append((None, view.declared))
    rows = [
        {
            "url": route,
            "view": view.name,
            "template": template,
            "partials": [*partials.by_name],
            "targets": dict(partials.targets),
            "oob": partials.oob,
            "actions": sorted(view.actions),
        }
        for route in view.routes
        for template, partials in known_pages
    ]
    return [row for at, row in enumerate(rows) if row not in rows[:at]]


def template_of(page: DeclaredPage) -> str:
    """Return the name of the template, or of the first of several that exists."""
    names = [page.template] if isinstance(page.template, str) else page.template
    with suppress(TemplateDoesNotExist, TemplateSyntaxError):
        return str(select_template([*names], page.using).template.name)
    return names[0]


def lines_of(row: dict[str, Any]) -> list[str]:
    """Return a view in lines of at most a hundred characters."""
    cells = {
        "template": row["template"] or NOT_KNOWN,
        "partials": ", ".join(row["partials"]),
        "targets": ", ".join(f"{target} → {name or 'the page'}" for target, name in row["targets"].items()),
        "oob": ", ".join(described(name, swap) for name, swap in row["oob"].items()),
        "actions": ", ".join(row["actions"]),
    }
    lines = [f"{row['url']}  {row['view']}"]
    for key, value in cells.items():
        if value:
            lines += wrap(value, initial_indent=f"  {key:9}", subsequent_indent=" " * 11, width=100)
    return [*lines, ""]


def described(name: str, swap: Swap) -> str:
    """Return a companion, and how it is swapped unless by its id."""
    if swap is None:
        return name
    return f"{name} ({swap if isinstance(swap, str) else ' on '.join(filter(None, swap.values()))})"
