"""The names of the context that templates use: those they read, and those they set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dis import get_instructions
from inspect import unwrap
from types import CodeType, FunctionType
from typing import Any

from django.template.base import Node, NodeList, Variable, VariableNode
from django.template.defaulttags import CycleNode, IfChangedNode
from django.template.library import TagHelperNode
from django.template.loader_tags import BlockNode, IncludeNode

from .fragments import IncludedFragment
from .nodes import attribute_parts, branches, known_class, values_inside
from .partials import PartialNode, shown_partial
from .steps import Step

# Where Django's nodes have the name under which they put something into the context.
NAMES_SET = ("asvar", "target_var", "var_name", "variable", "variable_name", "varname")


class NamesRead:
    """
    What a fragment reads, with the tests around it, all that it includes, and its blocks.

    `names` are the names of the context; `is_open` says that it may read any other, as
    it includes something that is not known, or has a tag that is given the whole
    context; and `sees_block` whether the variable `block`, or the page's other versions
    of blocks, could make a difference to it.

    `included` says which family of templates an `{% include %}` brings in.
    """

    def __init__(
        self,
        nodelists: Sequence[NodeList],
        versions: Mapping[str, Sequence[BlockNode]],
        included: Callable[[IncludeNode], Any],
    ) -> None:
        self.names: set[str] = set()
        self.is_open = False
        self.sees_block = False
        self.versions = versions
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
            self.names |= names_read(node)
            self.is_open = self.is_open or sees_context(node)
            self.sees_block = self.sees_block or isinstance(node, BlockNode)
            for branch in [*branches(node), *self.included_nodelists(node)]:
                self.read(branch)

    def included_nodelists(self, node: Node) -> list[NodeList]:
        """What is written elsewhere and shown here."""
        if isinstance(node, BlockNode) or mentions_block(node):
            return [block.nodelist for versions in self.versions.values() for block in versions]
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


def mentions_block(node: Node) -> bool:
    """Could this tag show what the block that it stands in is in the parent template?"""
    return any(lookups[0] == "block" and lookups != ("block", "name") for lookups in variables_of(node)) or (
        "block" in hidden_names(node)
    )


def sees_context(node: Node) -> bool:
    """Is this a tag of another package that is given the whole context?"""
    if isinstance(node, Step) or known_class(node):
        return False
    if isinstance(node, TagHelperNode):
        return bool(node.takes_context) and not unwrap(node.func).__module__.startswith("django.")
    return not type(node).__module__.startswith(("django.", f"{__package__}."))


def variables_of(node: Node) -> Iterator[tuple[str, ...]]:
    """The variables of a node, `("block", "super")` being `block.super`."""
    if isinstance(node, VariableNode):
        parts: Any = values_inside(node.filter_expression)
    else:
        parts = attribute_parts(node)
    for part in parts:
        if isinstance(part, Variable) and part.lookups:
            yield part.lookups


def names_read(node: Node) -> set[str]:
    """The names of the context that a node may read, not those of the nodes in it."""
    return {lookups[0] for lookups in variables_of(node)} | hidden_names(node) | names_of_state(node)


def names_set(node: Node) -> set[str]:
    """The names that a node may put into the context for what follows it, not those of the nodes in it."""
    if known_class(node):
        return set()
    names = {name for attribute in NAMES_SET if isinstance(name := getattr(node, attribute, None), str)}
    return names | hidden_names(node) | names_of_state(node)


def names_of_state(node: Node) -> set[str]:
    """A name of its own for a tag that counts its runs, which a run before it changes as one changes a variable."""
    if isinstance(node, CycleNode):
        return {str(node.variable_name), f"run {id(node)}"}
    return {f"run {id(node)}"} if isinstance(node, IfChangedNode) else set()


def sets_any_name(node: Node) -> bool:
    """Does anything say that a tag puts something into the context, under whatever name?"""
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
    if code is None:  # it cannot be read
        return True
    calls = {"set_upward", "setdefault", "update"}
    return not calls.isdisjoint(code.co_names) or any(each.opname == "STORE_SUBSCR" for each in get_instructions(code))


def functions_of(node: Node) -> list[Callable[..., Any]]:
    """The code of a tag, as far as its node leads to it."""
    functions: list[Callable[..., Any]] = [part for part in attribute_parts(node) if isinstance(part, FunctionType)]
    return functions if isinstance(node, TagHelperNode) else [type(node).render, *functions]


def sets_upward(node: Node) -> bool:
    """Does a tag call `Context.set_upward()`, which reaches out of `{% for %}` and the like?"""
    if isinstance(node, CycleNode):
        return True
    return any("set_upward" in code.co_names for code in codes_of(node))


def hidden_names(node: Node) -> set[str]:
    """The names that a tag may use of which its node says nothing: any string that it holds, or its code."""
    if not sees_context(node):
        return set()
    names = {str(part) for part in attribute_parts(node) if isinstance(part, str)}
    constants = [each for code in codes_of(node) for each in code.co_consts]
    return names | {each for each in constants if isinstance(each, str)}


def codes_of(node: Node) -> list[CodeType]:
    """The code of a tag, where it can be read."""
    codes = [getattr(function, "__code__", None) for function in functions_of(node)]
    return [code for code in codes if code is not None]
