"""
Families of templates: a page's template, those that it extends, and those that these include.

Django finds them at each render. Here they are found once, and live with the compiled template.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

from django.template import Context, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import TextNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode

from .compat import cached_loader, with_cached_loader
from .fragments import Fragment, annotate_error, included_template, is_literal, named_template
from .nodes import AnyTemplate, blocks_of, is_copy, nodelists_of, nodes_of

# The attribute of a template that holds its families: one, or one for each outcome of variable parents.
FAMILIES = "_htmx_partials_families"

# Each `{% include %}` of a variable, the template that it is in, and the template that it includes.
type VariableIncludes = list[tuple[IncludeNode, AnyTemplate, AnyTemplate | None]]


def with_cached_templates(template: AnyTemplate) -> AnyTemplate:
    """
    Return the template, with an engine that loads each other template once.

    If Django's loaders cache templates, as they do by default, this is the template itself.
    Otherwise one render would compile a template of the page several times, and none of the
    results would be the one in which a fragment was found.
    """
    engine = template.engine
    if all(map(cached_loader, engine.template_loaders)):
        return template
    template = copy(template)
    template.engine = caching_engine = copy(engine)
    caching_engine.__dict__.pop("template_loaders", None)
    caching_engine.loaders = with_cached_loader(engine.loaders)
    if template.name:
        loader: Any = cached_loader(caching_engine.template_loaders[0])
        loader.get_template_cache[loader.cache_key(template.name)] = template
    return template


class Family:
    """A template and those that it extends, nearest first; the last is the root."""

    def __init__(self, templates: tuple[AnyTemplate, ...], literal: bool) -> None:
        self.templates = templates
        self.literal = literal
        self.fragments: dict[Any, Fragment | None] = {}
        self.fragments_by_includes: dict[Any, list[tuple[VariableIncludes, Fragment | None]]] = {}

    @cached_property
    def versions(self) -> dict[str, list[BlockNode]]:
        """The versions of each block, the most derived first, as Django finds them."""
        versions: dict[str, list[BlockNode]] = {}
        for template in self.templates:
            for name, block in blocks_of(template).items():
                versions.setdefault(name, []).append(block)
        return versions


class Scope(NamedTuple):
    """
    What Django knows of the page's blocks where nodes are read.

    `family` has the versions of all blocks, the most derived first. It is `None` where no
    blocks are known, as in `{% partial %}`. `depths` says for each block how many of its
    versions are being rendered. `block` is the name of the innermost one.
    """

    family: Family | None = None
    depths: tuple[tuple[str, int], ...] = ()
    block: str | None = None

    def versions(self, name: str) -> Sequence[BlockNode]:
        """Return the versions of a block that are not being rendered yet."""
        if self.family is None:
            return ()
        versions = self.family.versions.get(name, ())
        return versions[dict(self.depths).get(name, 0) :] if self.depths else versions

    def within(self, name: str) -> Scope:
        """Return the scope inside the next version of a block."""
        depths = dict(self.depths)
        if self.versions(name):
            depths[name] = depths.get(name, 0) + 1
        return Scope(self.family, tuple(sorted(depths.items())), name)


def family_of(template: AnyTemplate, context: Context) -> Family:
    """
    Return the template with those that it extends.

    They are found once if all of them are named literally. A parent that is a variable is
    resolved each time.
    """
    families: dict[tuple[AnyTemplate, ...], Family]
    families = template.__dict__.setdefault(FAMILIES, {})
    family = families.get(())
    if family is None:
        parents, literal = find_parents(template, context)
        family = families.get(parents)
        if family is None:
            family = Family((template, *parents), literal)
            if all(each.origin.loader is not None for each in family.templates):
                families[() if literal else parents] = family
    return family


def find_parents(template: AnyTemplate, context: Context) -> tuple[tuple[Template, ...], bool]:
    """Return the templates that `template` extends, and whether all are named literally."""
    parents: list[Template] = []
    literal = True
    # With a new state, because `{% extends %}` finds no template twice in one state.
    with context.render_context.push_state(template):
        while extends := extends_node(template):
            try:
                template = extends.get_parent(context)
            except Exception as error:
                error._culprit_node = extends  # type: ignore[attr-defined]
                annotate_error(error, template)
                raise
            parents.append(template)
            literal = literal and is_literal(extends.parent_name)
    return tuple(parents), literal


def extends_node(template: AnyTemplate) -> ExtendsNode | None:
    first = next((n for n in template.nodelist if not isinstance(n, TextNode)), None)
    return first if isinstance(first, ExtendsNode) else None


def are_unchanged(variable_includes: VariableIncludes, context: Context) -> bool:
    """Return whether each variable `{% include %}` still includes the same template."""
    return all(
        included_template(node, template.engine, context) is included for node, template, included in variable_includes
    )


class Included:
    """
    A page's family, and the families that it includes, level by level.

    Variables are resolved in the context of the page. `by_node` maps each `{% include %}` to
    what it includes, and `includers` each family to those that include it. `errors` are
    those of templates that cannot be loaded; the page raises them when it includes these
    templates. `unknown` are the nodes whose template the context does not tell.
    """

    def __init__(self, page: Family, context: Context) -> None:
        self.page = page
        self.context = context
        self.by_template = {page.templates[0]: page}
        self.by_node: dict[IncludeNode, Family] = {}
        self.includers: dict[Family, list[Family]] = {}
        self.variable_includes: VariableIncludes = []
        self.errors: list[Exception] = []
        self.unknown: list[IncludeNode] = []
        level = [page]
        while level:
            level = [included for family in level for included in self.read(family)]

    @property
    def families(self) -> list[Family]:
        return list(self.by_template.values())

    @property
    def is_cacheable(self) -> bool:
        """Whether the page includes the same families each time that its variable includes are unchanged."""
        return not self.errors and all(family.literal for family in self.families[1:])

    def read(self, family: Family) -> list[Family]:
        """Note what a family includes, and return the families that were not known before."""
        new = []
        for template in family.templates:
            nodes = [node for nodelist in nodelists_of(template) for node in nodes_of(nodelist, IncludeNode)]
            for node in nodes:
                try:
                    included = self.included_by(node, template)
                    if included is None:
                        continue
                    if included not in self.by_template:
                        self.by_template[included] = family_of(included, self.context)
                        new.append(self.by_template[included])
                except (TemplateDoesNotExist, TemplateSyntaxError) as error:
                    self.errors.append(error)
                else:
                    self.by_node[node] = self.by_template[included]
                    self.includers.setdefault(self.by_template[included], []).append(family)
        return new

    def included_by(self, node: IncludeNode, template: AnyTemplate) -> AnyTemplate | None:
        if is_literal(node.template):
            return named_template(node, template.engine)
        included = included_template(node, template.engine, self.context)
        self.variable_includes.append((node, template, included))
        if included is None:
            self.unknown.append(node)
        return included

    def family_with(self, template: AnyTemplate) -> Family | None:
        return next((each for each in self.families if any(is_copy(one, template) for one in each.templates)), None)

    def leading_to(self, template: AnyTemplate) -> set[Family]:
        """Return the families with this template or a partial of it, and all that include one of them."""
        leading: set[Family] = set()
        level = [family for family in self.families if any(each.origin == template.origin for each in family.templates)]
        while level:
            leading.update(level)
            level = [each for family in level for each in self.includers.get(family, ()) if each not in leading]
        return leading
