"""
Nodes of templates: what stands where in them, and those that ways are made of.
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
from django.template.defaulttags import FilterNode, IfNode, PartialDefNode, WithNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode
from django.utils.safestring import SafeString

# A Template or a PartialTemplate: they have no base in common.
type AnyTemplate = Any

BLOCK = re.compile(r"\bblock\b")
BLOCK_SUPER = re.compile(r"\bblock\.super\b")


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
    """The tests up to this branch: those after it decide nothing."""
    node = copy(node)
    at = next(at for at, (_, nodelist) in enumerate(node.conditions_nodelists) if nodelist is branch)
    node.conditions_nodelists = [
        *((condition, NodeList()) for condition, _ in node.conditions_nodelists[:at]),
        (node.conditions_nodelists[at][0], only(shown)),
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
    """Unlike a `NodeList` it copies nothing: what its node renders need not be a `SafeString`."""

    def render(self, context: Context) -> str:  # type: ignore[override]
        return self[0].render_annotated(context)  # type: ignore[return-value]


class ValuesNode(Node):
    """`{% with %}` without Django's `push()`, which takes longer than the rest of a short way."""

    def __init__(self, node: WithNode, shown: Node) -> None:
        self.token, self.origin = node.token, node.origin
        self.values = node.extra_context
        self.nodelist = only(shown)

    def render(self, context: Context) -> str:
        context.dicts.append({name: value.resolve(context) for name, value in self.values.items()})
        try:
            return self.nodelist.render(context)
        finally:
            context.dicts.pop()


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
        shown: str = SafeString(self.nodelist.render(context))
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

    def render(self, context: Context) -> str:
        with context.render_context.push_state(self.template):
            return self.nodelist.render(context)


class InBlockNode(Node):
    """One version of a block, as `BlockNode` renders it, with only `shown` inside."""

    def __init__(self, block: BlockNode, ancestors: list[BlockNode], shown: Node) -> None:
        self.block = block
        self.ancestors = ancestors
        self.nodelist = only(shown)

    def render(self, context: Context) -> str:
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

    def render(self, context: Context) -> str:
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
