"""
Count the parts of the example, with htmx-partials and written in the usual way: `python -m scripts.count_sprawl`.

It prints the table in the docs. What both share is not counted: models, forms, the import of a file, the login pages,
style sheets and scripts. Of the example's settings, only those for htmx are counted. Nor is what the usual version does
not have: lines that are there for live partials or for the debug tools alone.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

EXAMPLE = Path(__file__).resolve().parents[1] / "example_project"


class Version(NamedTuple):
    """Where the URLs, the views, other code for htmx, and the templates of a version of the example are."""

    urls: Path
    views: list[Path]
    further_python: list[Path]
    templates: list[Path]


PARTIALS = Version(
    urls=EXAMPLE / "addressbook/urls.py",
    views=[EXAMPLE / "contacts/views.py", EXAMPLE / "imports/views.py"],
    further_python=[EXAMPLE / "contacts/permissions.py"],
    templates=[
        EXAMPLE / "contacts/templates/base.html",
        *sorted(EXAMPLE.glob("contacts/templates/contacts/*.html")),
        *sorted(EXAMPLE.glob("imports/templates/**/*.html")),
    ],
)
USUAL = Version(
    urls=EXAMPLE / "usual/urls.py",
    views=[EXAMPLE / "usual/views.py", EXAMPLE / "usual/import_views.py"],
    further_python=[EXAMPLE / f"usual/{name}.py" for name in ("guards", "middleware", "requests")],
    templates=sorted(EXAMPLE.glob("usual/templates/**/*.html")),
)

# Lines of the settings for one version only.
SETTINGS = {"partials": EXAMPLE / "addressbook/settings.py", "usual": EXAMPLE / "usual/settings.py"}
OF_ONE_VERSION = {"partials": re.compile("htmx_partials|HTMX_PARTIALS"), "usual": re.compile(r'"usual\.middleware')}


# Lines for what the usual version does not have.
EXTRAS = re.compile(r"{% (live_script|partials_debug) %}|.*htmx_partials\.live.*|changed\(.*\)")


def table() -> str:
    """Return the counts as a table in Markdown."""
    partials, usual = counts("partials", PARTIALS), counts("usual", USUAL)
    rows = [f"| {name} | {usual[name]} | {partials[name]} |" for name in partials]
    return "\n".join(["| | the usual way | with htmx-partials |", "| --- | --- | --- |", *rows])


def counts(name: str, version: Version) -> dict[str, int]:
    settings = [line for line in lines_of(SETTINGS[name]) if OF_ONE_VERSION[name].search(line)]
    python = [version.urls, *version.views, *version.further_python]
    return {
        "URLs": len(urls_of(version.urls)),
        "views": len(set(urls_of(version.urls))),
        "template files": len(version.templates),
        "lines of Python": sum(len(lines_of(file)) for file in python) + len(settings),
        "lines of HTML": sum(len(lines_of(file)) for file in version.templates),
    }


def urls_of(file: Path) -> list[str]:
    """Return the views of a URLconf, one for each URL, without Django's own."""
    calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    views = [ast.unparse(call.args[1]) for call in calls if ast.unparse(call.func) == "path"]
    return [view for view in views if not view.startswith(("auth.", "RedirectView", "include"))]


def lines_of(file: Path) -> list[str]:
    """Return the lines with code: neither empty, nor just a comment, nor for what only one version has."""
    lines = [line.strip() for line in file.read_text().splitlines()]
    lines = [line for line in lines if line and not line.startswith("#") and not re.fullmatch(r"{#.*#}", line)]
    return [line for line in lines if not EXTRAS.fullmatch(line)]


if __name__ == "__main__":
    print(table())  # noqa: T201
