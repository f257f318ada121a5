"""
The way from the root of a family of templates down to one node of it.

A way is made of the page's own nodes, copied with nothing but the next step inside,
so that Django's `{% if %}`, `{% with %}` or `{% include %}` decide on it what they
decide on the page. It is built from the inside out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any, TypeGuard

from django.template import Context
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    TextNode,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import (
    AutoEscapeControlNode,
    FilterNode,
    IfNode,
    PartialDefNode,
    PartialNode,
    SpacelessNode,
    WithNode,
)
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode
from django.templatetags.i18n import LanguageNode
from django.templatetags.l10n import LocalizeNode
from django.templatetags.tz import LocalTimeNode, TimezoneNode
from django.utils.safestring import SafeString

# A Template or a PartialTemplate: they have no base in common.
type AnyTemplate = Any

# The tags that count where they stand around a partial, next to `{% if %}` and `{% filter %}`.
COUNTED = (
    WithNode,
    AutoEscapeControlNode,
    SpacelessNode,
    LanguageNode,
    LocalizeNode,
    LocalTimeNode,
    TimezoneNode,
)

BLOCK = re.compile(r"\bblock\b")
BLOCK_SUPER = re.compile(r"\bblock\.super\b")


def way_to(
    templates: Sequence[AnyTemplate],
    index: int,
    node: Node,
    shown: Node,
    *,
    anyhow: bool,
    passed: set[Node],
) -> Node | None:
    """
    The family `templates`, page first and root last, pruned to show `shown` where
    `templates[index]` has `node`.

    `None` where the page has no such place; with `anyhow`, the tags around the place
    that it would have had count all the same. The page's nodes around it are added to
    `passed`.
    """
    way = Ways(templates, passed, blocks=False).to(index, node, shown, anyhow=anyhow)
    if way is None or not sees_block(way):
        return way
    way = Ways(templates, passed, blocks=True).to(index, node, shown, anyhow=anyhow)
    return way if way is None or len(templates) == 1 else FamilyNode(templates, way)


class Ways:
    """All ways through a family, with or without the blocks that stand on them."""

    def __init__(self, templates: Sequence[AnyTemplate], passed: set[Node], *, blocks: bool) -> None:
        self.templates = templates
        self.passed = passed
        self.root = len(templates) - 1
        self.keep_blocks = blocks
        self.versions = [blocks_of(template) for template in templates]

    def to(self, index: int, node: Node, shown: Node, *, anyhow: bool) -> Node | None:
        ways = list(self.down_to(index, node, shown))
        if anyhow and not ways:
            ways = list(self.down_to(index, node, shown, overridden=True))
        if anyhow and not ways:
            path = path_to(node, self.templates[index].nodelist)
            ways = [self.along(path, index, shown)]
        return first_shown(ways) if ways else None

    def down_to(
        self,
        index: int,
        node: Node,
        shown: Node,
        *,
        overridden: bool = False,
        through: tuple[Node, ...] = (),
    ) -> Iterator[Node]:
        """
        Each way from the root; `overridden`, as if no block of it were replaced.

        First where `node` is written, then where a `{% partial %}` shows a partial that
        it stands in, or that it is.
        """
        if not is_apart(node):
            yield from self.in_place(index, node, shown, overridden)
        template = self.templates[index]
        path = path_to(node, template.nodelist)
        steps = [*(step for step, _ in path), node]
        for at in reversed(range(len(steps))):
            step = steps[at]
            if not isinstance(step, PartialDefNode) or step in through:
                continue
            apart = ApartNode(template, self.along(path[at + 1 :], index, shown))
            for place in nodes_of(template, PartialNode):
                if place.partial_name == step.partial_name:
                    yield from self.down_to(index, place, apart, overridden=overridden, through=(*through, step))
            if not step.inline:
                break

    def in_place(
        self, index: int, node: Node, shown: Node, overridden: bool, through: tuple[str, ...] = ()
    ) -> Iterator[Node]:
        """Each way to where `node` is written, through the blocks that it stands in."""
        path = path_to(node, self.templates[index].nodelist)
        apart = [step for step, _ in path if is_apart(step)]
        inner = path_to(node, apart[-1].nodelist) if apart else path
        blocks = [step for step, _ in inner if isinstance(step, BlockNode)]
        if blocks and self.root:
            block = blocks[-1]
            if block.name not in through:
                shown = self.along(path_to(node, block.nodelist), index, shown)
                yield from self.down_to_block(index, block, shown, overridden, (*through, block.name))
        elif index == self.root and not apart:
            yield self.along(path, index, shown)

    def down_to_block(
        self,
        index: int,
        block: BlockNode,
        shown: Node,
        overridden: bool,
        through: tuple[str, ...],
    ) -> Iterator[Node]:
        """Through each version of the block that replaces this one, to its places."""
        self.passed.add(block)
        ways = [self.in_block(index, block, shown)]
        for derived in reversed(range(index)):
            version = self.versions[derived].get(block.name)
            if version is None:
                continue
            supers = list(supers_in(version.nodelist))
            if supers or not overridden:
                ways = [
                    self.in_block(
                        derived,
                        version,
                        self.along(
                            path_to(node, version.nodelist),
                            derived,
                            instead_of_super(node, way),
                        ),
                    )
                    for node in supers
                    for way in ways
                ]
        for at, blocks in enumerate(self.versions):
            if block.name in blocks:
                for way in ways:
                    yield from self.in_place(at, blocks[block.name], way, overridden, through)

    def along(self, path: list[tuple[Node, NodeList]], index: int, shown: Node) -> Node:
        """Put around `shown` what counts of the nodes on its path in one template."""
        self.passed.update(step for step, _ in path)
        for step, branch in reversed(path):
            if is_apart(step):
                return ApartNode(self.templates[index], shown)
            if isinstance(step, BlockNode):
                shown = self.in_block(index, step, shown)
            elif isinstance(step, IfNode):
                shown = if_showing(step, branch, shown)
            elif isinstance(step, FilterNode):
                shown = FilteredNode(step, step.filter_expr, shown)
            elif isinstance(step, COUNTED):
                step = copy(step)
                step.nodelist = only(shown)
                shown = step
        return shown

    def in_block(self, index: int, block: BlockNode, shown: Node) -> Node:
        if not self.keep_blocks:
            return shown
        ancestors = [blocks[block.name] for blocks in reversed(self.versions[index + 1 :]) if block.name in blocks]
        return InBlockNode(block, ancestors, shown)


# -- Reading a tree of nodes --------------------------------------------------------


def path_to(wanted: Node, nodelist: NodeList) -> list[tuple[Node, NodeList]]:
    """The nodes around `wanted`, outermost first, each with its branch that leads on."""

    def search(nodelist: NodeList) -> list[tuple[Node, NodeList]] | None:
        for node in nodelist:
            if node is wanted:
                return []
            for branch in branches(node):
                path = search(branch)
                if path is not None:
                    return [(node, branch), *path]
        return None

    return search(nodelist) or []


def branches(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [branch for _, branch in node.conditions_nodelists]
    lists = [getattr(node, name, None) for name in node.child_nodelists]
    return [branch for branch in lists if branch]


def nodes_of[N: Node](template: AnyTemplate, kind: type[N]) -> list[N]:
    nodes: Any = template.nodelist.get_nodes_by_type(kind)
    return list(nodes)


def blocks_of(template: AnyTemplate) -> dict[str, BlockNode]:
    return {node.name: node for node in nodes_of(template, BlockNode)}


def is_apart(node: Node) -> TypeGuard[PartialDefNode]:
    """`{% partial %}` shows these, without the page's blocks and wherever it likes."""
    return isinstance(node, PartialDefNode) and not node.inline


def supers_in(nodelist: NodeList) -> Iterator[Node]:
    """The nodes in a block that show what the block is in the parent template."""
    for node in nodelist:
        if isinstance(node, BlockNode) or is_apart(node):
            continue
        inner = [each for branch in branches(node) for each in supers_in(branch)]
        if inner:
            yield from inner
        elif BLOCK_SUPER.search(words_of(node)):
            yield node


def words_of(node: Node) -> str:
    """What a tag says, with the tests of all its branches."""
    said = node.token.contents if node.token else ""
    if isinstance(node, IfNode):
        said += repr([condition for condition, _ in node.conditions_nodelists])
    return said


def sees_block(way: Node) -> bool:
    """Could this way, or what it shows, come out different without its blocks?"""
    return any(
        isinstance(node, BlockNode)
        or BLOCK.search(words_of(node))
        or not type(node).__module__.startswith(("django.", f"{__package__}."))
        for node in way.get_nodes_by_type(Node)
        if not isinstance(node, TextNode)
    )


# -- The nodes of a way -------------------------------------------------------------


def if_showing(node: IfNode, branch: NodeList, shown: Node) -> IfNode:
    node = copy(node)
    node.conditions_nodelists = [
        (condition, only(shown) if nodelist is branch else NodeList())
        for condition, nodelist in node.conditions_nodelists
    ]
    return node


def only(node: Node) -> NodeList:
    """A nodelist of just this node: of an inline partial, that is what it holds."""
    return node.nodelist if isinstance(node, PartialDefNode) else OnlyNode([node])


def instead_of_super(node: Node, shown: Node) -> Node:
    """`shown` in place of `{{ block.super }}`, or of what the page makes of that."""
    if not isinstance(node, VariableNode) or str(node.filter_expression.var) != "block.super":
        return SliceOfNode(node, shown)
    if node.filter_expression.filters:
        return FilteredNode(node, node.filter_expression, shown)
    return shown


def first_shown(ways: list[Node]) -> Node:
    return ways[0] if len(ways) == 1 else FirstShownNode(NodeList(ways))


class OnlyNode(NodeList):
    def render(self, context: Context) -> SafeString:
        return SafeString(self[0].render_annotated(context))


class FilteredNode(Node):
    """What the filters of a tag or a variable make of `shown`, and of nothing they make nothing."""

    variable = "htmx_partials_shown"

    def __init__(self, node: FilterNode | VariableNode, filters: FilterExpression, shown: Node) -> None:
        self.token, self.origin = node.token, node.origin
        self.is_escaped = isinstance(node, VariableNode)
        self.filters = copy(filters)
        self.filters.var = Variable(self.variable)
        self.nodelist = only(shown)

    def render(self, context: Context) -> str:
        shown: str = self.nodelist.render(context)
        if shown:
            with context.push(**{self.variable: shown}):
                shown = self.filters.resolve(context)
        return render_value_in_context(shown, context) if self.is_escaped else shown


class FirstShownNode(Node):
    """A partial that stands in several places: the first that is not hidden."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        for node in self.nodelist:
            if shown := str(node.render_annotated(context)):
                return shown
        return ""


class SliceOfNode(Node):
    """
    A tag that `{{ block.super }}` is given to, to show it or not: the part of what the
    tag renders that `shown` is.
    """

    # Unicode has these for use within a program: no text has them.
    begin, end = "\ufdd0", "\ufdd1"

    def __init__(self, node: Node, shown: Node) -> None:
        self.node = node
        self.token = node.token
        self.nodelist = only(shown)

    def render(self, context: Context) -> SafeString:
        shown = SafeString(self.begin + self.nodelist.render(context) + self.end)
        with context.push(block={"name": context["block"].name, "super": shown}):
            rendered = str(self.node.render_annotated(context))
        return SafeString(rendered.partition(self.begin)[2].partition(self.end)[0])


class ApartNode(Node):
    """A partial, or a part of it, isolated as `{% partial %}` does it."""

    def __init__(self, template: AnyTemplate, shown: Node) -> None:
        self.template = template
        self.nodelist = only(shown)

    def render(self, context: Context) -> SafeString:
        with context.render_context.push_state(self.template):
            return self.nodelist.render(context)


class InBlockNode(Node):
    """One version of a block, as `BlockNode` renders it, with only `shown` inside."""

    def __init__(self, block: BlockNode, ancestors: list[BlockNode], shown: Node) -> None:
        self.block = block
        self.ancestors = ancestors
        self.nodelist = only(shown)

    def render(self, context: Context) -> SafeString:
        block_context = context.render_context.get(BLOCK_CONTEXT_KEY)
        with context.push():
            if block_context is None:
                context["block"] = self.block
                return self.nodelist.render(context)
            name = self.block.name
            context["block"] = BlockNode(name, self.block.nodelist)
            context["block"].context = context
            outside = block_context.blocks[name]
            block_context.blocks[name] = self.ancestors[:]
            result = self.nodelist.render(context)
            block_context.blocks[name] = outside
            return result


class FamilyNode(Node):
    """What `ExtendsNode` is to a page: it knows all versions of the family's blocks."""

    def __init__(self, templates: Sequence[AnyTemplate], shown: Node) -> None:
        self.versions: dict[str, list[BlockNode]] = {}
        for template in reversed(templates):
            for name, block in blocks_of(template).items():
                self.versions.setdefault(name, []).append(block)
        self.nodelist = only(shown)

    def render(self, context: Context) -> SafeString:
        context.render_context[BLOCK_CONTEXT_KEY] = FamilyBlocks(self.versions)
        return self.nodelist.render(context)


class FamilyBlocks(BlockContext):
    """A `BlockContext` that is filled as blocks are met, so that none cost nothing."""

    def __init__(self, versions: dict[str, list[BlockNode]]) -> None:
        self.blocks: Any = VersionsAsMet(versions)


class VersionsAsMet(dict[str, list[BlockNode]]):
    def __init__(self, versions: dict[str, list[BlockNode]]) -> None:
        self.versions = versions

    def __missing__(self, name: str) -> list[BlockNode]:
        self[name] = list(self.versions.get(name, ()))
        return self[name]
