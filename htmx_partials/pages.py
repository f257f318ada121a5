"""A page, read from its templates: its fragments, its elements, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import FunctionType
from typing import Any

from django.template import Context
from django.template.base import Node, NodeList
from django.template.library import TagHelperNode

from .elements import Element, Elements
from .families import Included, Scope, family_of
from .fragments import Fragment, IncludedFragment, location_of
from .markup import Names, WrittenMarkup
from .nodes import AnyTemplate, blocks_of, branches, partials_of
from .references import strings_in
from .resolution import find_in, other_template
from .slices import WholeNode


class Page:
    """
    The compiled template of a page, with these values in its context.

    Raises the errors of templates that cannot be read.
    """

    def __init__(self, template: AnyTemplate, values: Mapping[str, Any]) -> None:
        self.template = template
        self.context = Context(dict(values))
        self.context.template = template
        self.included = Included(family_of(template, self.context), self.context)
        self.fragments: dict[str, AnyTemplate | None] = {}

    @property
    def name(self) -> str:
        return str(self.template.origin.template_name or self.template.origin.name)

    def page_of_name(self, name: str) -> Page:
        """Return the page in which a name is looked up: another one for `"other.html#name"`."""
        return Page(other_template(self.template, name)[0], {}) if "#" in name else self

    @property
    def is_known(self) -> bool:
        """Whether it is known for all includes which templates they include."""
        return not self.included.errors and not self.included.unknown

    def fragment(self, name: str) -> AnyTemplate | None:
        """Return what a name stands for, `None` if the page has nothing of that name."""
        if name not in self.fragments:
            other, bare = other_template(self.template, name) if "#" in name else (None, name)
            self.fragments[name] = find_in(self.included, bare, self.context, other, False) if bare else other
        return self.fragments[name]

    def fragment_of_site(self, name: str) -> Fragment | None:
        """Return what a name of the whole site stands for on this page."""
        return find_in(self.included, name, self.context, None, True)

    def closest(self, name: str) -> tuple[str, str] | None:
        """Return the most similar name that the page has, and its location."""
        named: dict[str, Any] = {}
        for family in self.included.families:
            for template in family.templates:
                named = {**blocks_of(template), **partials_of(template), **named}
        found = difflib.get_close_matches(name, sorted(named), n=1)
        return (found[0], str(location_of(named[found[0]]))) if found else None

    @cached_property
    def shown_elements(self) -> list[Element]:
        """The elements that the page shows by itself."""
        elements = self.elements
        return [each for each in elements.all if each.position < self.end_of_shown]

    @cached_property
    def written(self) -> WrittenMarkup:
        """What the page writes, up to `end_of_shown`, followed by the partials that it does not show by itself."""
        written = WrittenMarkup(self.included)
        written.family(self.included.page, Names())
        self.end_of_shown = written.length
        written.unshown_partials()
        return written

    @cached_property
    def html(self) -> str:
        return "".join(self.written.parts)

    @cached_property
    def elements(self) -> Elements:
        return Elements(self.html)

    def html_of(self, fragment: Fragment) -> str | None:
        """Return the markup of a fragment, `None` if it is not in this page."""
        spans = [self.written.spans[id(each)] for each in nodelists_of(fragment) if id(each) in self.written.spans]
        return self.html[slice(*spans[0])] if spans else None

    def loop_variables(self, fragment: Fragment) -> set[str]:
        """Return the names that a fragment or the tags around it read, and that only a loop of the page sets."""
        in_loops = {name for each in nodelists_of(fragment) for name in self.written.in_loops.get(id(each), ())}
        if not in_loops:
            return set()
        path = WrittenMarkup(self.included)
        path.nodelist(fragment.nodelist, Scope(self.included.page), Names())
        return (path.read & in_loops) - self.written.read - self.written.set_by_tags - self.set_by_processors

    @cached_property
    def set_by_processors(self) -> set[str]:
        processors = self.template.engine.template_context_processors
        return {name for each in processors if isinstance(each, FunctionType) for name in strings_in(each)}


def nodelists_of(fragment: Fragment) -> list[NodeList]:
    """Return the nodelist of the partial, or that of each version of the block."""
    return [node.nodelist for node in fragment.nodes]  # type: ignore[attr-defined]


def tags_run_whole(fragment: Fragment) -> Iterator[Node]:
    """The tags around a fragment that run with all their content, for the fragment."""
    ends = {id(each) for each in nodelists_of(fragment)}

    def tags_inside(nodelist: NodeList) -> Iterator[Node]:
        if id(nodelist) in ends:
            return
        for node in nodelist:
            if isinstance(node, WholeNode):
                yield node.nodelist[0]
                continue
            included = getattr(node, "template", None)
            inner = [included.nodelist] if isinstance(included, IncludedFragment) else branches(node)
            for branch in inner:
                yield from tags_inside(branch)

    yield from tags_inside(fragment.nodelist)


def package_of(node: Node) -> str:
    """Return the package that a tag comes from."""
    module = node.func.__module__ if isinstance(node, TagHelperNode) else type(node).__module__
    return str(module).partition(".")[0]
