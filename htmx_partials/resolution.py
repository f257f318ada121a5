"""
Where a partial is: in a page's template, in those that it extends or includes.

A page's family is its template and those that it extends, up to the root. A fragment
is found in it once, with the path that leads to it (`paths.py`), and lives with the
compiled template.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from copy import copy
from functools import cached_property, partial
from typing import Any, NamedTuple

from django.template import Context, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Node, NodeList, TextNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders.cached import Loader as CachedLoader

from .fragments import Fragment, annotate, included_template, is_literal, named_template
from .nodes import AnyTemplate, blocks_of, nodelists_of, nodes_of, partials_of
from .paths import Path, path_to

# How a name says that it is the block which is meant, where there is a partial of that name as well.
BLOCK = "block:"

# Where a template keeps its families: one for each of its parents, where these are variables.
FAMILIES = "_htmx_partials_families"

# Of how many answers to what its variable includes bring in a page keeps the fragments.
MOST_ANSWERS = 16


def find_fragment(
    template: AnyTemplate, name: str, context: Context, *, root_first: bool = False
) -> AnyTemplate | None:
    """
    The fragment `name` of the page `template`, in a context bound to that page, or
    `None` where there is neither a partial nor a block of that name.

    `"other.html#name"` is looked up in that template's family instead, and
    `"other.html#"` is that template; `"block:name"` is never a partial. With `root_first` the page's root has the first
    word on what a name means, as it has for names of the whole site.
    """
    if "#" not in name:
        return family_of(template, context).find(name, context, root_first=root_first)
    other, name = other_template(template, name)
    return family_of(template, context).find(name, context, of=other) if name else other


def other_template(template: AnyTemplate, name: str) -> tuple[AnyTemplate, str]:
    template_name, _, name = name.partition("#")
    return template.engine.get_template(template_name), name


def no_fragment_message(template: AnyTemplate, name: str, context: Context) -> str:
    """
    What to say of a fragment that is nowhere: what there is, and the closest.

    Raises the error of an included template in which it may be.
    """
    if "#" in name:
        template, name = other_template(template, name)
    page = family_of(template, context)
    included = Included(page, context)
    if included.errors:
        raise included.errors[0]
    partials = {each for family in included.families for template in family.templates for each in partials_of(template)}
    blocks = {each for template in page.templates for each in blocks_of(template)}
    origin = page.templates[0].origin
    kind, among, prefix = (
        ("block", blocks, BLOCK) if name.startswith(BLOCK) else ("partial or block", partials | blocks, "")
    )
    name = name.removeprefix(prefix)
    message = f"{origin.template_name or origin.name!s} has no {kind} {name!r}"
    closest = difflib.get_close_matches(name, sorted(among), n=1)
    if closest:
        message += f" (did you mean {prefix + closest[0]!r}?)"
    message += (
        f". Its partials: {', '.join(sorted(partials)) or 'none'}. Its blocks: {', '.join(sorted(blocks)) or 'none'}."
    )
    for node in included.unknown[:1]:
        message += (
            f" What {include_message(node)} is not known from the view's context: name a partial of it with its "
            f"template, as in 'other.html#{name}'."
        )
    return message


def include_message(node: IncludeNode) -> str:
    tag = " ".join(node.token.split_contents()) if node.token else ""
    return f"{{% {tag} %}} in {node.origin.template_name!s} includes"


# -- A page and those that it extends ---------------------------------------------------


def with_cached_templates(template: AnyTemplate) -> AnyTemplate:
    """
    The template, with an engine that loads each other template once.

    Where Django's loaders keep templates, as they do by default, it is the template
    itself. Where they do not, one render would compile a template of the page several
    times, and none of these would be that in which a fragment was found.
    """
    if FAMILIES in vars(template):  # it has been asked before
        return template
    engine = template.engine
    if all(isinstance(loader, CachedLoader) for loader in engine.template_loaders):
        return template
    template = copy(template)
    template.engine = once = copy(engine)
    once.__dict__.pop("template_loaders", None)
    once.loaders = [("django.template.loaders.cached.Loader", engine.loaders)]
    if template.name:
        loader: Any = once.template_loaders[0]
        loader.get_template_cache[loader.cache_key(template.name)] = template
    return template


def family_of(template: AnyTemplate, context: Context) -> Family:
    """
    The template with those that it extends.

    Where all of them are named literally, they are found once. A parent that is a
    variable is looked at anew each time.
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
        self.fragments: dict[Any, list[tuple[Answers, Fragment | None]]] = {}

    @cached_property
    def versions(self) -> dict[str, list[BlockNode]]:
        """The versions of each block, the most derived first, as Django finds them."""
        versions: dict[str, list[BlockNode]] = {}
        for template in self.templates:
            for name, block in blocks_of(template).items():
                versions.setdefault(name, []).append(block)
        return versions

    def find(
        self, name: str, context: Context, *, of: AnyTemplate | None = None, root_first: bool = False
    ) -> Fragment | None:
        """
        The partial `name`, the nearest first, or else the block of that name.

        With `of` it is the one that this template and those that it extends or includes
        have, at its place in the page, where the page has that template.
        """
        known = self.fragments.setdefault((name, of, root_first), [])
        for answers, fragment in known:
            if not answers or are_still(answers, context):
                return fragment
        page = Included(self, context)
        fragment = find_in(page, name, context, of, root_first)
        if page.is_lasting:
            del known[: max(0, len(known) - MOST_ANSWERS + 1)]
            known.append((page.answers, fragment))
        return fragment


# -- Those that a page includes ---------------------------------------------------------

# Which template an `{% include %}` of a variable, in which template, brings in.
type Answers = list[tuple[IncludeNode, AnyTemplate, AnyTemplate | None]]


def are_still(answers: Answers, context: Context) -> bool:
    return all(included_template(node, template.engine, context) is included for node, template, included in answers)


class Included:
    """
    A page's family and those that it includes, level by level.

    Variables are looked up in the context of the page. `by_node` has what each
    `{% include %}` brings in, `includers` the families in which one does. `errors` are
    of those that cannot be read; the page shows them, if at all, where it includes
    these. `unknown` are the nodes of which the context does not say what they include.
    """

    def __init__(self, page: Family, context: Context) -> None:
        self.page = page
        self.context = context
        self.by_template = {page.templates[0]: page}
        self.by_node: dict[IncludeNode, Family] = {}
        self.includers: dict[Family, list[Family]] = {}
        self.answers: Answers = []
        self.errors: list[Exception] = []
        self.unknown: list[IncludeNode] = []
        level = [page]
        while level:
            level = [included for family in level for included in self.read(family)]

    @property
    def families(self) -> list[Family]:
        return list(self.by_template.values())

    @property
    def is_lasting(self) -> bool:
        """Will the page include these each time, or what the answers say?"""
        return not self.errors and all(family.literal for family in self.families[1:])

    def read(self, family: Family) -> list[Family]:
        """Note what a family includes, and return what nothing before it does."""
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
        self.answers.append((node, template, included))
        if included is None:
            self.unknown.append(node)
        return included

    def family_with(self, template: AnyTemplate) -> Family | None:
        return next((family for family in self.families if template in family.templates), None)

    def leading_to(self, template: AnyTemplate) -> set[Family]:
        """The families that have this template, or a partial of it, and those that include one of them."""
        leading: set[Family] = set()
        level = [family for family in self.families if any(each.origin == template.origin for each in family.templates)]
        while level:
            leading.update(level)
            level = [each for family in level for each in self.includers.get(family, ()) if each not in leading]
        return leading


# -- Finding ------------------------------------------------------------------------------


class Definition(NamedTuple):
    """A partial or a block as it is written: each of its nodelists, and the template that is named for it."""

    name: str
    template: AnyTemplate
    nodes: Sequence[Node]

    @property
    def nodelists(self) -> list[NodeList]:
        return [node.nodelist for node in self.nodes]  # type: ignore[attr-defined]


def find_in(page: Included, name: str, context: Context, of: AnyTemplate | None, root_first: bool) -> Fragment | None:
    outer = page.page if of is None else page.family_with(of)
    source = page if of is None else Included(family_of(of, context), context)
    if outer is None:
        page, outer = source, source.page
    definition = definition_in(outer, source, name, root_first)
    return None if definition is None else fragment_of(page, definition)


def definition_in(outer: Family, source: Included, name: str, root_first: bool) -> Definition | None:
    if name.startswith(BLOCK):
        return definition_of_block(outer, name.removeprefix(BLOCK))
    return (
        (definition_in_root(outer, name) if root_first else None)
        or definition_of_partial(source, name)
        or definition_of_block(outer, name)
    )


def definition_in_root(family: Family, name: str) -> Definition | None:
    root = family.templates[-1]
    if partial := partials_of(root).get(name):
        return Definition(name, root, [partial])
    return definition_of_block(family, name) if name in blocks_of(root) else None


def definition_of_partial(included: Included, name: str) -> Definition | None:
    for family in included.families:
        for template in family.templates:
            if partial := partials_of(template).get(name):
                return Definition(name, template, [partial])
    return None


def definition_of_block(family: Family, name: str) -> Definition | None:
    """All versions of a block: which of them the page shows, its path decides."""
    versions = [
        block for template in family.templates for block in nodes_of(template.nodelist, BlockNode) if block.name == name
    ]
    return Definition(name, family.templates[0], versions) if versions else None


def fragment_of(page: Included, definition: Definition) -> Fragment:
    """The fragment at its places in the page, or else, as if the page had them, at all."""
    find = partial(path_to, page.page, included=page.by_node.get, leading=page.leading_to(definition.template))
    first, *others = definition.nodelists
    path = find([first])
    # Where `{% partial %}` shows a block, it shows the version of its own template.
    if others and (other := find(others, closed=[first])):
        path = path.or_else(other) if path else other
    path = path or find([first, *others], overridden=True) or Path()
    return Fragment(
        definition.name, page.page.templates, definition.template, path.nodelist, definition.nodes, path.outside
    )
