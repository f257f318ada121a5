"""
Misspell each partial of the example project, and each id that is swapped, in turn, and run `manage.py check`.

`python -m tests.checks` prints the mistakes and what was found.
"""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from django.core.checks import CheckMessage
from django.urls import URLPattern, URLResolver, path

import addressbook.settings
import addressbook.urls
from htmx_partials.checks import check_partials
from tests.sites import example_site
from tests.templates_for_tests import in_memory

EXAMPLE = Path(addressbook.settings.__file__).parent.parent
TEMPLATES = {
    file.relative_to(directory).as_posix(): file.read_text()
    for directory in (EXAMPLE / "contacts/templates", EXAMPLE / "imports/templates")
    for file in sorted(directory.rglob("*.html"))
}

# The names in templates that are misspelt: partials in their definitions, and ids in targets.
NAMED = re.compile(r"{% partialdef ([\w-]+)|hx-target(?::inherited)?=\"#([\w-]+)")
VIEWS = [EXAMPLE / "contacts" / "views.py", EXAMPLE / "imports" / "views.py"]

# Where views name partials: in arguments, and in attributes of classes.
ARGUMENTS = ("partial", "oob", "targets")
ATTRIBUTES = ("partial_names", "partial_oob", "partial_targets")


class Misspelling(NamedTuple):
    """A misspelt name, its place, and the settings of the example with that mistake."""

    place: str
    name: str
    settings: dict[str, Any]

    def found(self) -> list[CheckMessage]:
        with example_site(**self.settings):
            return check_partials()


def misspelt(name: str) -> str:
    """Return a name with its last two letters swapped, and one more letter."""
    return f"{name[:-2]}{name[-1]}{name[-2]}x"


def misspellings() -> Iterator[Misspelling]:
    yield from in_templates()
    for file in VIEWS:
        yield from in_views(file)
    yield from in_settings()


def in_templates() -> Iterator[Misspelling]:
    for template, source in TEMPLATES.items():
        for match in NAMED.finditer(source):
            name, (start, end) = match[match.lastindex or 0], match.span(match.lastindex or 0)
            changed = TEMPLATES | {template: source[:start] + misspelt(name) + source[end:]}
            place = f"{template}, line {source[:start].count('\n') + 1}"
            yield Misspelling(place, f"#{name}" if match[2] else name, {"TEMPLATES": [engine(changed)]})


def engine(templates: dict[str, str]) -> dict[str, Any]:
    (of_example,) = addressbook.settings.TEMPLATES
    options: Any = of_example["OPTIONS"]
    return in_memory(templates, processors=options["context_processors"])


def in_views(file: Path) -> Iterator[Misspelling]:
    source = file.read_text()
    for number, constant in enumerate(names_in(ast.parse(source))):
        lines = source.splitlines(keepends=True)
        line = lines[constant.lineno - 1]
        changed = repr(misspelt(str(constant.value)))
        lines[constant.lineno - 1] = line[: constant.col_offset] + changed + line[constant.end_col_offset :]
        urls = with_views(loaded(file, "".join(lines), number))
        place = f"{file.relative_to(EXAMPLE)}, line {constant.lineno}"
        yield Misspelling(place, str(constant.value), {"ROOT_URLCONF": urls})


def names_in(tree: ast.Module) -> Iterator[ast.Constant]:
    """Return the strings that name partials."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("partial_response"), names, keywords):
                yield from (each for each in names if isinstance(each, ast.Constant))
                yield from (each for keyword in keywords for each in named_by(keyword.value))
            case ast.Call(_, _, keywords):
                yield from (
                    each for keyword in keywords if keyword.arg in ARGUMENTS for each in named_by(keyword.value)
                )
            case ast.Assign([ast.Name(name)], value) if name in ATTRIBUTES:
                yield from named_by(value)


def named_by(value: ast.expr) -> Iterator[ast.Constant]:
    """Return those in a list, in the values of `targets=`, and in the keys of `oob=`."""
    match value:
        case ast.Dict(keys, values):
            is_targets = all(isinstance(each, ast.Constant) and each.value for each in values) and not any(
                ":" in str(each.value) for each in values if isinstance(each, ast.Constant)
            )
            found = values if is_targets else keys
        case ast.List(found) | ast.Tuple(found):
            pass
        case _:
            found = [value]
    yield from (each for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str))


def loaded(file: Path, source: str, number: int) -> ModuleType:
    """Return a module of this source, which `inspect` can read like a file."""
    filename = f"{file.parent.name}-{number}.py"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    module = ModuleType(f"{file.parent.name}.views")
    exec(compile(source, filename, "exec"), vars(module))
    return module


class UrlsWith:
    def __init__(self, urlpatterns: list[Any]) -> None:
        self.urlpatterns = urlpatterns


def with_views(module: ModuleType) -> UrlsWith:
    """Return the URLs of the example with the views of this module instead of its own."""
    patterns: list[URLPattern | URLResolver] = []
    for each in list[Any](addressbook.urls.urlpatterns):
        if isinstance(each, URLResolver):
            patterns.append(each)
            continue
        name = getattr(each.callback, "view_class", each.callback).__name__
        view: Any = getattr(module, name, each.callback)
        callback = view.as_view() if hasattr(view, "as_view") else view
        patterns.append(path(str(each.pattern), callback, name=each.name))
    return UrlsWith(patterns)


def in_settings() -> Iterator[Misspelling]:
    oob, targets = addressbook.settings.HTMX_PARTIALS_OOB, addressbook.settings.HTMX_PARTIALS_TARGETS
    for name in oob:
        changed = {misspelt(each) if each == name else each: swap for each, swap in oob.items()}
        yield Misspelling("HTMX_PARTIALS_OOB", name, {"HTMX_PARTIALS_OOB": changed})
    for target, name in targets.items():
        yield Misspelling("HTMX_PARTIALS_TARGETS", name, {"HTMX_PARTIALS_TARGETS": targets | {target: misspelt(name)}})


def main() -> None:
    made = [(each, each.found()) for each in misspellings()]
    for mistake, messages in made:
        found = ", ".join(sorted({str(message.id) for message in messages})) or "nothing"
        print(f"{mistake.place:35} {mistake.name:20} {found}")
    print(f"{len(made)} made, {sum(bool(messages) for _, messages in made)} found")
