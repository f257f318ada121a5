"""
The nodes of a path that are not copies of the page's own.

A path leads from the root of a page down to a partial or a block. Each node on it does
what the page's node does, but contains only the next step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.template import Context
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.template.defaultfilters import (
    addslashes,
    default,
    default_if_none,
    escape_filter,
    escapejs_filter,
    force_escape,
    linebreaksbr,
    lower,
    safe,
    upper,
    urlencode,
)
from django.template.defaulttags import FilterNode, WithNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode
from django.utils.safestring import SafeString

from .compat import PartialTemplate

# Filters that give the same result for a text as for each of its parts.
PIECEWISE = frozenset(
    [
        addslashes,
        default,
        default_if_none,
        escape_filter,
        escapejs_filter,
        force_escape,
        linebreaksbr,
        lower,
        safe,
        upper,
        urlencode,
    ]
)


class SingleNodeList(NodeList):
    """A nodelist of one node. Unlike `NodeList`, it does not copy the node's output into a `SafeString`."""

    def __init__(self, node: Node) -> None:
        super().__init__([node])

    def render(self, context: Context) -> str:  # type: ignore[override]
        return self[0].render_annotated(context)  # type: ignore[return-value]


class Step(Node):
    """A node of a path that is not a copy of the page's own."""


class FirstShownNode(Step):
    """A partial at several places: renders the first that shows more than white space."""

    def __init__(self, places: Sequence[NodeList]) -> None:
        self.places = places

    def render(self, context: Context) -> str:
        blank = ""
        for place in self.places:
            shown = str(place.render(context))
            if shown and not shown.isspace():
                return shown
            blank = blank or shown
        return blank


def first_shown(places: Sequence[NodeList]) -> NodeList | None:
    """Return what renders the first of these places that shows anything, `None` if there is no place."""
    if len(places) < 2:
        return places[0] if places else None
    return SingleNodeList(FirstShownNode(places))


class SilentNode(Step):
    """Tags that are rendered for the names that they set in the context; their output is thrown away."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        self.nodelist.render(context)
        return ""


class LoopState(dict[object, object]):
    """The variable `forloop` of a loop of which one turn is rendered: tags keep state in it, and it shows nothing."""

    def __str__(self) -> str:
        return ""


class ScopeNode(Step):
    """Keeps the names and the state that tags set inside, as `{% for %}` does."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        with context.push(forloop=LoopState()):
            return self.nodelist.render(context)


class ValuesNode(Step):
    """`{% with %}` without Django's `push()`, which takes longer than the rest of a short path."""

    def __init__(self, node: WithNode, nodelist: NodeList) -> None:
        self.token, self.origin = node.token, node.origin
        self.values = node.extra_context
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        context.dicts.append({name: value.resolve(context) for name, value in self.values.items()})
        try:
            return self.nodelist.render(context)
        finally:
            context.dicts.pop()


class FilteredNode(Step):
    """Applies the filters of a tag or a variable to the partial. They are not applied to an empty one."""

    variable = "htmx_partials_shown"

    @staticmethod
    def can_do(filters: FilterExpression) -> bool:
        return all(function in PIECEWISE for function, _ in filters.filters)

    def __init__(self, node: FilterNode | VariableNode, filters: FilterExpression, nodelist: NodeList) -> None:
        self.token, self.origin = node.token, node.origin
        self.is_escaped = isinstance(node, VariableNode)
        self.filters = copy(filters)
        self.filters.var = Variable(self.variable)
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        shown: str = SafeString(self.nodelist.render(context))
        if shown:
            with context.push(**{self.variable: shown}):
                shown = self.filters.resolve(context)
        return render_value_in_context(shown, context) if self.is_escaped else shown


class IsolatedNode(Step):
    """A partial, or a part of it, isolated as `{% partial %}` isolates it."""

    def __init__(self, partial: PartialTemplate, nodelist: NodeList) -> None:
        self.partial = partial
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        # Not `PartialTemplate.render()`, which tests record: the fragment counts as one template.
        with context.render_context.push_state(self.partial):  # type: ignore[arg-type]
            return self.nodelist.render(context)


class BlockVersionNode(Step):
    """One version of a block, as `BlockNode` renders it. `ancestors` are the versions that `block.super` shows."""

    def __init__(self, block: BlockNode, ancestors: Sequence[BlockNode], nodelist: NodeList) -> None:
        self.block = block
        self.ancestors = ancestors
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        block_context = context.render_context.get(BLOCK_CONTEXT_KEY)
        with context.push():
            if block_context is None:
                context["block"] = self.block
                return self.nodelist.render(context)
            name = self.block.name
            block = BlockNode(name, self.block.nodelist)
            block.context = context
            context["block"] = block
            previous = block_context.blocks[name]
            block_context.blocks[name] = [*reversed(self.ancestors)]
            try:
                return self.nodelist.render(context)
            finally:
                block_context.blocks[name] = previous


class FamilyNode(Step):
    """Does what `{% extends %}` does for a page: makes all versions of the family's blocks known."""

    def __init__(self, versions: Mapping[str, Sequence[BlockNode]], nodelist: NodeList) -> None:
        self.versions = versions
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        block_context = BlockContext()
        block_context.blocks = LazyVersions(self.versions)  # type: ignore[assignment]
        context.render_context[BLOCK_CONTEXT_KEY] = block_context
        return self.nodelist.render(context)


class LazyVersions(dict[str, list[BlockNode]]):
    """The blocks of a `BlockContext`, added when they are first looked up, so that unused ones cost nothing."""

    def __init__(self, versions: Mapping[str, Sequence[BlockNode]]) -> None:
        self.versions = versions

    def __missing__(self, name: str) -> list[BlockNode]:
        self[name] = [*reversed(self.versions.get(name, ()))]
        return self[name]


def copy_with[N: Node](node: N, **attributes: Any) -> N:
    """Return a copy of a node of the page with other attributes."""
    node = copy(node)
    vars(node).update(attributes)
    return node
