"""The names in the context that templates read, and those that they set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dis import get_instructions
from inspect import unwrap
from types import CodeType, FunctionType
from typing import Any

from django.template.base import Node, NodeList, TextNode, Variable, VariableNode
from django.template.defaulttags import CycleNode, IfChangedNode
from django.template.library import TagHelperNode
from django.template.loader_tags import BlockNode, IncludeNode

from .compat import PartialNode, shown_partial
from .fragments import IncludedFragment
from .nodes import attribute_parts, branches, kept_with_node, known_class, values_inside
from .steps import Step

# The attributes of nodes that hold the name of a variable that they set.
NAMES_SET = ("asvar", "target_var", "var_name", "variable", "variable_name", "varname")


class NamesRead:
    """
    What a fragment reads, together with the tags around it, the templates it includes, and its blocks.

    `names` are names in the context. `is_open` says that it may read any other name, because
    it includes a template that is not known, or has a tag that gets the whole context.
    `sees_block` says that it may depend on the variable `block`, or on other versions of the
    page's blocks.

    `blocks` are the nodelists of all versions of all blocks on the way to the fragment.
    `included` returns the family of templates that an `{% include %}` includes.
    """

    def __init__(
        self,
        nodelists: Sequence[NodeList],
        blocks: list[NodeList],
        included: Callable[[IncludeNode], Any],
    ) -> None:
        self.names: set[str] = set()
        self.is_open = False
        self.sees_block = False
        self.blocks = blocks
        self.included = included
        self.seen: set[int] = set()
        for nodelist in nodelists:
            self.read(nodelist)
        self.sees_block = self.sees_block or self.is_open or "block" in self.names

    def read(self, nodelist: NodeList) -> None:
        if id(nodelist) in self.seen:
            return
        self.seen.add(id(nodelist))
        for node in nodelist:
            if isinstance(node, TextNode):
                continue
            self.names |= names_read(node) | names_of_state(node)
            self.is_open = self.is_open or sees_context(node)
            self.sees_block = self.sees_block or isinstance(node, BlockNode)
            for branch in [*branches(node), *self.included_nodelists(node)]:
                self.read(branch)

    def included_nodelists(self, node: Node) -> list[NodeList]:
        """Return the nodelists that a node shows and that are written elsewhere."""
        if isinstance(node, BlockNode) or mentions_block(node):
            return self.blocks
        if isinstance(node, PartialNode):
            partial = shown_partial(node)
            return [partial.nodelist] if partial else []
        if isinstance(node, IncludeNode) and isinstance(node.template, IncludedFragment):
            return [node.template.nodelist]
        if isinstance(node, IncludeNode):
            family = self.included(node)
            self.is_open = self.is_open or family is None
            return [template.nodelist for template in family.templates] if family else []
        return []


@kept_with_node
def mentions_block(node: Node) -> bool:
    """Return whether this tag may show the parent's version of the block that it stands in."""
    return any(lookups[0] == "block" and lookups != ("block", "name") for lookups in variables_of(node)) or (
        "block" in hidden_names(node)
    )


@kept_with_node
def sees_context(node: Node) -> bool:
    """Return whether this tag is of another package and gets the whole context."""
    if isinstance(node, Step) or known_class(node):
        return False
    if isinstance(node, TagHelperNode):
        return bool(node.takes_context) and not unwrap(node.func).__module__.startswith("django.")
    return not type(node).__module__.startswith(("django.", f"{__package__}."))


@kept_with_node
def variables_of(node: Node) -> list[tuple[str, ...]]:
    """Return the lookups of a node's variables: `("block", "super")` for `block.super`."""
    parts = values_inside(node.filter_expression) if isinstance(node, VariableNode) else attribute_parts(node)
    return [part.lookups for part in parts if isinstance(part, Variable) and part.lookups]


@kept_with_node
def names_read(node: Node) -> frozenset[str]:
    """Return the names in the context that a node may read, without those of the nodes inside it."""
    return hidden_names(node) | {lookups[0] for lookups in variables_of(node)}


def names_set(node: Node) -> set[str]:
    """Return the names that a node may set for what follows it, without those of the nodes inside it."""
    if known_class(node):
        return set()
    names = {name for attribute in NAMES_SET if isinstance(name := getattr(node, attribute, None), str)}
    return names | hidden_names(node) | names_of_state(node)


def names_of_state(node: Node) -> set[str]:
    """Return a made-up name for a tag that counts its runs. Like a variable, the count depends on the runs before."""
    if isinstance(node, CycleNode):
        return {str(node.variable_name), f"run {id(node)}"}
    return {f"run {id(node)}"} if isinstance(node, IfChangedNode) else set()


@kept_with_node
def sets_any_name(node: Node) -> bool:
    """Return whether there is any sign that a tag sets a name in the context."""
    if known_class(node):
        return False
    if any(isinstance(getattr(node, attribute, None), str) for attribute in NAMES_SET):
        return True
    return sees_context(node) and (
        (node.token is not None and "as" in node.token.split_contents())
        or any(stores_items(function) for function in functions_of(node))
    )


def stores_items(function: Callable[..., Any]) -> bool:
    code = getattr(function, "__code__", None)
    if code is None:  # not written in Python: it may do anything
        return True
    calls = {"set_upward", "setdefault", "update"}
    return not calls.isdisjoint(code.co_names) or any(each.opname == "STORE_SUBSCR" for each in get_instructions(code))


def functions_of(node: Node) -> list[Callable[..., Any]]:
    """Return the functions that a node calls, as far as its attributes lead to them."""
    functions: list[Callable[..., Any]] = [part for part in attribute_parts(node) if isinstance(part, FunctionType)]
    return functions if isinstance(node, TagHelperNode) else [type(node).render, *functions]


@kept_with_node
def sets_upward(node: Node) -> bool:
    """Return whether a tag calls `Context.set_upward()`, which sets a name outside of `{% for %}` and the like."""
    if isinstance(node, CycleNode):
        return True
    return not known_class(node) and any("set_upward" in code.co_names for code in codes_of(node))


@kept_with_node
def hidden_names(node: Node) -> frozenset[str]:
    """Return the names that a tag of another package may use: the strings in its attributes and in its code."""
    if not sees_context(node):
        return frozenset()
    names = {str(part) for part in attribute_parts(node) if isinstance(part, str)}
    constants = [each for code in codes_of(node) for each in code.co_consts]
    return frozenset(names) | {each for each in constants if isinstance(each, str)}


def codes_of(node: Node) -> list[CodeType]:
    """Return the code of a node's functions, except of those that are not written in Python."""
    codes = [getattr(function, "__code__", None) for function in functions_of(node)]
    return [code for code in codes if code is not None]
