"""Tags before a path that set names in the context. They are rendered only for that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import FilterNode, ForNode, IfNode, WithNode
from django.template.loader_tags import BlockNode, IncludeNode
from django.templatetags.cache import CacheNode

from .compat import PartialDefNode, PartialNode, shown_partial
from .families import Family, Scope
from .names import mentions_block, names_of_state, names_set, sets_any_name, sets_upward
from .nodes import LEAVES, branches, is_defined_only, known_class, nodes_of
from .steps import IsolatedNode, copy_with


class SetterFinder:
    """
    Finds the tags before a path that have to be rendered, for the names that they set in the context.

    It looks for tags that set one of `names`, or with `any_name` any name at all. It notes in
    `settable` the names that tags set. `included` returns the family of templates that an
    `{% include %}` includes.
    """

    def __init__(
        self, included: Callable[[IncludeNode], Family | None], names: Collection[str], *, any_name: bool
    ) -> None:
        self.included = included
        self.names = names
        self.any_name = any_name
        self.settable: set[str] = set()
        self.visiting: list[int] = []
        # The nodelists are kept as well, so that their ids stay theirs.
        self.within: dict[tuple[tuple[int, ...], Scope], tuple[Sequence[NodeList], list[Node]]] = {}

    def in_node(self, node: Node, scope: Scope) -> list[Node]:
        """Return what to render of a tag before the path."""
        if type(node) is TextNode:  # half of all nodes
            return []
        names = names_set(node)
        self.settable |= names
        if not names.isdisjoint(self.names) or (self.any_name and sets_any_name(node)):
            return [node]
        if scope.block and mentions_block(node) and self.sets_outside(node, scope):
            return [node]
        match node:
            case TextNode() | VariableNode():
                return []
            case BlockNode() | ForNode() | IncludeNode() | WithNode():
                return [node] if self.sets_outside(node, scope) else []
            case PartialDefNode() if is_defined_only(node):
                return []
            case PartialNode():
                partial = shown_partial(node)
                if partial is None or id(partial.nodelist) in self.visiting:
                    return []
                self.visiting.append(id(partial.nodelist))
                inner = self.in_nodelist(partial.nodelist, Scope())
                self.visiting.pop()
                if inner and not known_class(node):
                    return [node]
                return [IsolatedNode(partial, inner)] if inner else []
        inner_lists = [self.in_nodelist(branch, scope) for branch in branches(node)]
        if not any(inner_lists):
            return []
        match node:
            case _ if not known_class(node):
                return [node]
            case IfNode():
                conditions = [condition for condition, _ in node.conditions_nodelists]
                return [copy_with(node, conditions_nodelists=[*zip(conditions, inner_lists, strict=True)])]
            case CacheNode() | FilterNode() | PartialDefNode():
                return [*inner_lists[0]]
        return [copy_with(node, nodelist=inner_lists[0])]

    def sets_outside(self, node: Node, scope: Scope) -> bool:
        """Return whether a tag with a scope of its own contains one that sets a name outside of it."""
        nodelists = branches(node)
        if scope.family and mentions_block(node):
            nodelists = [block.nodelist for versions in scope.family.versions.values() for block in versions]
        if isinstance(node, BlockNode):
            nodelists = [block.nodelist for block in scope.versions(node.name)] or nodelists
        if isinstance(node, IncludeNode):
            family = self.included(node)
            nodelists = [template.nodelist for template in family.templates] if family else []
        inner = self.setters_within(nodelists, scope)
        names = {name for each in inner for name in names_set(each)}
        self.settable |= names
        return not names.isdisjoint(self.names) or (self.any_name and any(map(sets_upward, inner)))

    def setters_within(self, nodelists: Sequence[NodeList], scope: Scope) -> list[Node]:
        """The nodes in these nodelists that set a name outside of the tag around them. They are searched once."""
        key = (tuple(map(id, nodelists)), scope)
        if key not in self.within:
            nodes = (each for each in self.nodes_within(nodelists, scope) if type(each) not in LEAVES)
            setters = [each for each in nodes if sets_upward(each) or names_of_state(each)]
            self.within[key] = (nodelists, setters)
        return self.within[key][1]

    def nodes_within(self, nodelists: Sequence[NodeList], scope: Scope) -> Iterator[Node]:
        """All nodes in these nodelists, in the versions of their blocks, and in what they include or show."""
        level, seen = list(nodelists), set[int]()
        while level:
            nodes = [node for nodelist in level for node in nodes_of(nodelist, Node)]
            yield from nodes
            seen.update(map(id, level))
            families = [self.included(node) for node in nodes if isinstance(node, IncludeNode)]
            partials = [shown_partial(node) for node in nodes if isinstance(node, PartialNode)]
            level = [template.nodelist for family in families if family for template in family.templates]
            level += [partial.nodelist for partial in partials if partial]
            level += [
                block.nodelist for node in nodes if isinstance(node, BlockNode) for block in scope.versions(node.name)
            ]
            level = [nodelist for nodelist in level if id(nodelist) not in seen]

    def in_nodelist(self, nodelist: NodeList, scope: Scope) -> NodeList:
        return NodeList([setter for node in nodelist for setter in self.in_node(node, scope)])
