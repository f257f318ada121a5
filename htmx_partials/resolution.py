"""
Where a partial is: in a page's template, in those that it extends or includes.

A page's family is its template and those that it extends, up to the root. A fragment
is found in it once, with the way that leads to it (`ways.py`), and lives with the
compiled template.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from copy import copy
from typing import Any

from django.template import Context, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Node, PartialTemplate, TextNode
from django.template.defaulttags import PartialDefNode
from django.template.loader_tags import (
    ExtendsNode,
    IncludeNode,
)
from django.template.loaders.cached import Loader as CachedLoader

from .fragments import Fragment, IncludedFragment, annotate, is_literal, literally_included
from .nodes import AnyTemplate, blocks_of, first_shown, nodes_of, only
from .ways import way_to


def find_fragment(template: AnyTemplate, name: str, context: Context) -> AnyTemplate | None:
    """
    The fragment `name` of the page `template`, in a context bound to that page, or
    `None` where there is neither a partial nor a block of that name.

    `"other.html#name"` is looked up in that template's family instead, and
    `"other.html#"` is that template.
    """
    if "#" in name:
        template, name = other_template(template, name)
        if not name:
            return template
    return family_of(template, context).find(name, context)


def other_template(template: AnyTemplate, name: str) -> tuple[AnyTemplate, str]:
    template_name, _, name = name.partition("#")
    return template.engine.get_template(template_name), name


def has_no(template: AnyTemplate, name: str, context: Context) -> str:
    """
    What to say of a fragment that is nowhere: what there is, and the closest.

    Raises the error of an included template in which it may be.
    """
    if "#" in name:
        template, name = other_template(template, name)
    page = family_of(template, context)
    included = IncludedFamilies(page, context)
    if included.errors:
        raise included.errors[0]
    partials = {each for family in included.families for template in family.templates for each in partials_in(template)}
    blocks = {each for template in page.templates for each in blocks_of(template)}
    origin = page.templates[0].origin
    message = f"{origin.template_name or origin.name!s} has no partial or block {name!r}"
    closest = difflib.get_close_matches(name, sorted(partials | blocks), n=1)
    if closest:
        message += f" (did you mean {closest[0]!r}?)"
    return (
        f"{message}. Its partials: {', '.join(sorted(partials)) or 'none'}. "
        f"Its blocks: {', '.join(sorted(blocks)) or 'none'}."
    )


def family_of(template: AnyTemplate, context: Context) -> Family:
    """
    The template with those that it extends.

    Where all of them are named literally and their loaders are cached, as Django has
    it by default, they are found once. A parent that is a variable is looked at anew
    each time.
    """
    families: dict[tuple[AnyTemplate, ...], Family]
    families = template.__dict__.setdefault("_htmx_partials_families", {})
    family = families.get(())
    if family is None:
        parents, literal = find_parents(template, context)
        family = families.get(parents)
        if family is None:
            family = Family((template, *parents), literal)
            if all(map(stays, family.templates)):
                families[() if literal else parents] = family
    return family


def stays(template: AnyTemplate) -> bool:
    """Do the loaders keep this template, and what it extends, until one is edited?"""
    return template.origin.loader is not None and all(
        isinstance(loader, CachedLoader) for loader in template.engine.template_loaders
    )


def find_parents(template: AnyTemplate, context: Context) -> tuple[tuple[Template, ...], bool]:
    """The templates that `template` extends, and whether all are named literally."""
    parents: list[Template] = []
    literal = True
    # In a state of its own: `{% extends %}` never finds a template twice in one.
    with context.render_context.push_state(template):
        while extends := extends_node(template):
            try:
                template = extends.get_parent(context)
            except Exception as error:
                error._culprit_node = extends  # type: ignore[attr-defined]
                annotate(error, template)
                raise
            parents.append(template)
            literal = literal and is_literal(extends.parent_name)
    return tuple(parents), literal


def extends_node(template: AnyTemplate) -> ExtendsNode | None:
    first = next((n for n in template.nodelist if not isinstance(n, TextNode)), None)
    return first if isinstance(first, ExtendsNode) else None


class Family:
    """A template and those that it extends, nearest first; the last is the root."""

    def __init__(self, templates: tuple[AnyTemplate, ...], literal: bool) -> None:
        self.templates = templates
        self.literal = literal
        self.fragments: dict[str, Fragment | None] = {}

    def find(self, name: str, context: Context) -> Fragment | None:
        """The partial `name`, the nearest first, or else the block of that name."""
        if name in self.fragments:
            return self.fragments[name]
        included = IncludedFamilies(self, context)
        fragment = included.find_partial(name) or self.find_block(name)
        if not included.errors and all(family.literal for family in included.families[1:]):
            self.fragments[name] = fragment
        return fragment

    def find_block(self, name: str) -> Fragment | None:
        """The block as the page shows it: its most derived version, in its place."""
        places = [
            (index, blocks[name]) for index, blocks in enumerate(map(blocks_of, self.templates)) if name in blocks
        ]
        passed: set[Node] = set()
        for anyhow in (False, True):
            ways = [
                way
                for index, block in reversed(places)  # the root's is where the page has it
                if (way := way_to(self.templates, index, block, block, anyhow=anyhow, passed=passed))
            ]
            if ways:
                versions: set[Node] = {block for _, block in places}
                return Fragment(name, self, self.templates[0], only(first_shown(ways)), versions, passed)
        return None


class IncludedFamilies:
    """
    A page's family and those that it includes by a literal name, level by level.

    `sites` holds where each of them is included: the family, the index of the template
    in it, and the node. `errors` are of those that cannot be searched; the page shows
    them, if at all, where it includes these.
    """

    def __init__(self, page: Family, context: Context) -> None:
        self.page = page
        self.families = [page]
        self.sites: dict[Family, list[tuple[Family, int, IncludeNode]]] = {}
        self.errors: list[Exception] = []
        self.known = {identity(page.templates[0]): page}
        for family in self.families:
            for index, template in enumerate(family.templates):
                for node in nodes_of(template, IncludeNode):
                    try:
                        included = self.included_by(node, template, context)
                    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
                        self.errors.append(error)
                    else:
                        if included:
                            self.sites.setdefault(included, []).append((family, index, node))

    def included_by(self, node: IncludeNode, template: AnyTemplate, context: Context) -> Family | None:
        included = literally_included(node, template.engine)
        if included is None:
            return None
        if identity(included) not in self.known:
            self.known[identity(included)] = family_of(included, context)
            self.families.append(self.known[identity(included)])
        return self.known[identity(included)]

    def find_partial(self, name: str) -> Fragment | None:
        found = [
            (family, index, partial)
            for family in self.families
            for index, template in enumerate(family.templates)
            if (partial := partials_in(template).get(name))
        ]
        if not found:
            return None
        family, index, partial = found[0]
        template = family.templates[index]
        if not partial.inline:
            return Fragment(name, family, template, partial.nodelist, {partial}, set())
        # One template may be in several families, and each shows the partial somewhere.
        same = [each for each in found if each[0].templates[each[1]].origin.name == template.origin.name]
        passed: set[Node] = set()
        nodelist = only(first_shown(self.ways_to(same, passed)))
        return Fragment(name, self.page, template, nodelist, {partial for _, _, partial in same}, passed)

    def ways_to(self, found: list[tuple[Family, int, PartialDefNode]], passed: set[Node]) -> list[Node]:
        """Those to places that the page has, or else, as if it had them, to all."""

        def ways(anyhow: bool) -> list[Node]:
            return [way for place in found for way in self.down_to(*place, place[-1], anyhow, passed)]

        return ways(False) or ways(True)

    def down_to(
        self,
        family: Family,
        index: int,
        node: Node,
        shown: Node,
        anyhow: bool,
        passed: set[Node],
        within: tuple[Family, ...] = (),
    ) -> Iterator[Node]:
        """Each way from the page's root, through the places that include the family."""
        way = way_to(family.templates, index, node, shown, anyhow=anyhow, passed=passed)
        if way is None:
            return
        if family is self.page:
            yield way
            return
        for outer, at, include in self.sites[family]:
            if outer not in within:
                step: Any = copy(include)
                step.template = IncludedFragment(family, way)
                yield from self.down_to(outer, at, include, step, anyhow, passed, (*within, family))


def identity(template: AnyTemplate) -> tuple[Any, ...]:
    """What two copies of one template share, where no loader keeps them."""
    return template.origin.loader, template.origin.name, template.name


def partials_in(template: AnyTemplate) -> dict[str, PartialDefNode]:
    """The partials of a template, also those in tags that hide what they hold."""
    if isinstance(template, PartialTemplate):  # as of `{% include "other.html#name" %}`
        partials = {template.name: PartialDefNode(template.name, True, template.nodelist)}
    else:
        compiled = template.extra_data.get("partials", {})
        partials = {name: PartialDefNode(name, False, partial.nodelist) for name, partial in compiled.items()}
    return partials | {node.partial_name: node for node in nodes_of(template, PartialDefNode)}
