"""All templates of the project, and the partials in them that nothing names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from django.apps import apps
from django.conf import settings
from django.template import Engine, Template, engines
from django.template.backends.django import DjangoTemplates
from django.template.base import Node
from django.template.loader_tags import IncludeNode

from .compat import PartialNode
from .declared import DeclaredView
from .families import with_cached_templates
from .fragments import is_literal
from .nodes import AnyTemplate, nodes_of, partials_of
from .references import is_outside_project
from .selection import bare_name, site_wide


def template_engines() -> Iterator[Engine]:
    """Django's own engines in `settings.TEMPLATES`, made to load each template once."""
    for backend in engines.all():
        if isinstance(backend, DjangoTemplates):
            yield with_cached_templates(Template("", engine=backend.engine)).engine


def all_templates() -> Iterator[AnyTemplate]:
    """The templates of the project that compile, without those of installed packages."""
    for engine in template_engines():
        for name in dict.fromkeys(name for loader in engine.template_loaders for name in names_of(loader)):
            # The file may not be a template, or a broken one.
            with suppress(Exception):
                yield engine.get_template(name)


def names_of(loader: Any) -> Iterator[str]:
    for inner in getattr(loader, "loaders", ()):
        yield from names_of(inner)
    yield from getattr(loader, "templates_dict", ())
    for directory in getattr(loader, "get_dirs", list)():
        if not is_outside_project(str(directory)):
            paths = sorted(path for path in Path(directory).rglob("*") if path.is_file())
            yield from (path.relative_to(directory).as_posix() for path in paths)


class Unused(NamedTuple):
    """A partial that no template and no view names."""

    template: str
    line: int
    partial: str


def unused_partials(views: Iterable[DeclaredView]) -> list[Unused]:
    """
    Return the partials of the project's templates that nothing names.

    A partial may be named by a view, by `{% partial %}` or `{% include %}`, by the settings,
    or by any string in the project's Python code.
    """
    templates = [*all_templates()]
    named = strings_of_project() | {bare_name(each) for view in views for each in names_of_view(view)}
    named |= {bare_name(each) for each in (*site_wide().by_name, *site_wide().oob)}
    named |= {
        name
        for template in templates
        for node in nodes_of(template.nodelist, IncludeNode)
        for name in included_by(node)
    }
    unused = []
    for template in templates:
        shown = {node.partial_name for node in every_node(template, PartialNode)}
        for name, node in partials_of(template).items():
            if name not in named | shown:
                token: Any = node.token
                unused.append(Unused(template.name, token.lineno if token else 1, name))
    return unused


def names_of_view(view: DeclaredView) -> Iterator[str]:
    for each in (view.declared, *view.action_partials, *(page.partials for page in view.pages)):
        yield from (*each.by_name, *each.oob)


def included_by(node: IncludeNode) -> list[str]:
    """Return the partial that `{% include "other.html#name" %}` names."""
    name = str(node.template.var)
    return [bare_name(name)] if is_literal(node.template) and "#" in name else []


def every_node[N: Node](template: AnyTemplate, kind: type[N]) -> Iterator[N]:
    """All nodes of a template, including those of partials that a tag hides."""
    yield from nodes_of(template.nodelist, kind)
    for partial in partials_of(template).values():
        yield from nodes_of(partial.nodelist, kind)


def strings_of_project() -> set[str]:
    """Return the strings in the project's Python code, without the template in names such as `"page.html#name"`."""
    directories = {Path(each.path) for each in apps.get_app_configs() if not is_outside_project(each.path)}
    if isinstance(settings.ROOT_URLCONF, str):
        directories.add(Path(str(import_module(settings.ROOT_URLCONF).__file__)).parent)
    strings: set[str] = set()
    for file in {file for directory in directories for file in directory.rglob("*.py")}:
        with suppress(SyntaxError, UnicodeDecodeError):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            strings.update(bare_name(each.value) for each in ast.walk(tree) if is_string(each))
    return strings


def is_string(node: ast.AST) -> TypeGuard[Any]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
