"""
What compiled templates hold: nodes, the nodes inside them, and the values they use.

Django's own tags say where they hold nodes. Tags of other packages need not. So the
attributes of their nodes are searched for nodelists: under any name, in lists, in
closures.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial, wraps
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any, TypeGuard

from django.template import Context, Engine, Library, Origin, Template
from django.template.base import (
    FilterExpression,
    Lexer,
    Node,
    NodeList,
    Parser,
    TextNode,
    Token,
    Variable,
    VariableNode,
)
from django.template.defaulttags import (
    AutoEscapeControlNode,
    FilterNode,
    ForNode,
    IfNode,
    SpacelessNode,
    WithNode,
)
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.cache import CacheNode
from django.templatetags.i18n import LanguageNode
from django.templatetags.l10n import LocalizeNode
from django.templatetags.tz import LocalTimeNode, TimezoneNode

from .compat import PartialDefNode, PartialNode, PartialTemplate, shown_partial
from .slices import PassedCacheNode
from .steps import FirstShownNode, Step

# A Template or a PartialTemplate, which have no common base class.
type AnyTemplate = Any

# The nodes whose rendering is known, by their methods: a subclass may override these.
KNOWN: dict[tuple[Any, Any], type[Node]] = {
    (node_class.render, node_class.render_annotated): node_class
    for node_class in (
        AutoEscapeControlNode,
        BlockNode,
        CacheNode,
        ExtendsNode,
        FilterNode,
        ForNode,
        IfNode,
        IncludeNode,
        LanguageNode,
        LocalizeNode,
        LocalTimeNode,
        PartialDefNode,
        PartialNode,
        PassedCacheNode,
        SpacelessNode,
        TextNode,
        TimezoneNode,
        VariableNode,
        WithNode,
    )
}

# Most nodes. They hold no other nodes, and set no names.
LEAVES = (TextNode, VariableNode)

# The names of the attributes in which this library keeps what it knows of a node start with this.
KEPT = "_htmx_partials_"

# Types that are not searched: these lead to all templates, or to nothing.
OPAQUE_TYPES = (
    bool,
    bytes,
    complex,
    float,
    int,
    type(None),
    type,
    BuiltinFunctionType,
    CodeType,
    ModuleType,
    Context,
    Engine,
    Lexer,
    Library,
    Origin,
    Parser,
    PartialTemplate,
    Template,
    Token,
)


def kept_with_node[T](function: Callable[[Node], T]) -> Callable[[Node], T]:
    """Decorate a function of a node so that it is called once for each node, however many pages include it."""
    attribute = f"{KEPT}{function.__name__}"

    @wraps(function)
    def kept(node: Node) -> T:
        attributes: dict[str, T] = vars(node)
        if attribute not in attributes:
            attributes[attribute] = function(node)
        return attributes[attribute]

    return kept


def known_class(node: Node) -> type[Node] | None:
    """Return Django's class whose rendering this node has, or `None` for a tag that may do anything."""
    return KNOWN.get((type(node).render, type(node).render_annotated))


def is_block_super(node: Node) -> TypeGuard[VariableNode]:
    """Return whether this is `{{ block.super }}`, with filters or without."""
    return type(node) is VariableNode and str(node.filter_expression.var) == "block.super"


def is_defined_only(node: Node) -> TypeGuard[PartialDefNode]:
    """Return whether this is a partial that is not inline, and so shows nothing where it is written."""
    return isinstance(node, PartialDefNode) and not node.inline


# -- What a node holds ----------------------------------------------------------------


def branches(node: Node) -> list[NodeList]:
    """Return the nodelists that a node holds and may render."""
    if type(node) in LEAVES:
        return []
    if known_class(node) or isinstance(node, Step):
        if isinstance(node, IfNode):
            return [branch for _, branch in node.conditions_nodelists]
        if isinstance(node, FirstShownNode):
            return [*node.places]
        return [branch for name in node.child_nodelists if (branch := getattr(node, name, None))]
    return hidden_branches(node)


@kept_with_node
def hidden_branches(node: Node) -> list[NodeList]:
    """Return the nodelists that a tag of another package holds under any name."""
    parts = [part for part in attribute_parts(node) if isinstance(part, (Node, NodeList))]
    return [part if isinstance(part, NodeList) else NodeList([part]) for part in parts]


def nodes_of[N: Node](nodelist: NodeList, kind: type[N]) -> Iterator[N]:
    """All nodes of one class, including those in tags that hide their nodes."""
    for node in nodelist:
        if isinstance(node, kind):
            yield node
        for branch in branches(node):
            yield from nodes_of(branch, kind)


def is_copy(template: Any, other: AnyTemplate) -> bool:
    """Return whether this is `other` or a copy of it: each of the threads that load a template first compiles one."""
    if type(template) is not type(other) or other.origin.loader is None:
        return template is other
    return (template.origin, template.name) == (other.origin, other.name)


def blocks_of(template: AnyTemplate) -> dict[str, BlockNode]:
    """Return the blocks that Django finds in a template, by name."""
    return {node.name: node for node in template.nodelist.get_nodes_by_type(BlockNode)}


def partials_of(template: AnyTemplate) -> dict[str, PartialDefNode]:
    """
    Return the partials of a template, by name.

    A partial that a tag hides from Django is taken for one that is not inline.
    """
    if isinstance(template, PartialTemplate):  # as of `{% include "other.html#name" %}`
        partials = {template.name: PartialDefNode(template.name, True, template.nodelist)}
        compiled = shown_partials(template)
    else:
        partials = {}
        compiled = template.extra_data.get("partials", {})
    partials |= {name: PartialDefNode(name, False, each.nodelist) for name, each in compiled.items()}
    nodes = [node for nodelist in nodelists_of(template) for node in nodes_of(nodelist, PartialDefNode)]
    return partials | {node.partial_name: node for node in nodes}


def nodelists_of(template: AnyTemplate) -> list[NodeList]:
    """Return the nodelist of a template, or those of a partial and of the partials that it shows."""
    if not isinstance(template, PartialTemplate):
        return [template.nodelist]
    return [template.nodelist, *(partial.nodelist for partial in shown_partials(template).values())]


def shown_partials(partial: PartialTemplate) -> dict[str, PartialTemplate]:
    """Return the partials that a partial shows with `{% partial %}`, and those that these show."""
    shown: dict[str, PartialTemplate] = {}
    level = [partial]
    while level:
        level = [
            each
            for part in level
            for node in nodes_of(part.nodelist, PartialNode)
            if node.partial_name not in (partial.name, *shown) and (each := shown_partial(node))
        ]
        shown |= {str(each.name): each for each in level}
    return shown


def attribute_parts(node: Node) -> Iterator[object]:
    """The nodes, variables, strings and functions in the attributes of a node at this moment, at any depth."""
    seen: set[int] = set()

    def parts(value: object) -> Iterator[object]:
        # Not `isinstance()`, which would evaluate a lazy object.
        kind = type(value)
        if issubclass(kind, OPAQUE_TYPES) or id(value) in seen:
            return
        seen.add(id(value))
        if issubclass(kind, (Node, NodeList, Variable, str)):
            yield value
            return
        if issubclass(kind, FunctionType):
            yield value
        for each in values_inside(value):
            yield from parts(each)

    for name, value in vars(node).copy().items():
        if name not in ("token", "origin") and not name.startswith(KEPT):
            yield from parts(value)


def values_inside(value: Any) -> Iterator[object]:
    """The values that a value holds directly, at this moment: other threads may be rendering with it."""
    kind = type(value)
    if issubclass(kind, dict):
        yield from (*value.keys(), *value.values())
    elif issubclass(kind, (list, tuple, set, frozenset, deque)):
        yield from (*value,)
    elif issubclass(kind, FunctionType):
        yield from (cell.cell_contents for cell in value.__closure__ or () if has_contents(cell))
        yield from value.__defaults__ or ()
        yield from (value.__kwdefaults__ or {}).values()
    elif issubclass(kind, partial):
        yield from (value.func, value.args, value.keywords)
    elif issubclass(kind, MethodType):
        yield from (value.__self__, value.__func__)
    elif issubclass(kind, FilterExpression):
        yield value.var
        yield from (argument for _, arguments in value.filters for _, argument in arguments)
    else:
        yield from (*getattr(value, "__dict__", {}).values(),)
        slots = [name for base in kind.__mro__ for name in getattr(base, "__slots__", ())]
        yield from (getattr(value, name, None) for name in slots if isinstance(name, str))


def has_contents(cell: Any) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:  # the cell is empty so far
        return False
