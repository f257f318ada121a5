"""
Tags as other packages write them, which do anything with their nodes.

`{% act BEHAVIOUR STORAGE condition name %}…{% otherwise %}…{% endact %}` can be most of them: it says what to do with
one or two nodelists, and where to store them.
"""

import functools
import html
import json
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from django.template import Context, Library, Node, NodeList
from django.template.base import Parser, Token
from django.template.defaulttags import (
    FilterNode,
    ForNode,
    IfNode,
    SpacelessNode,
    WithNode,
)
from django.template.loader_tags import BlockNode, IncludeNode, do_block, do_include
from django.utils.safestring import SafeString, mark_safe

from htmx_partials.compat import PartialNode

register = Library()

type Shows = Sequence[Callable[[Context], str]]
type Behaviour = Callable[[Any, Context, Shows], str]

BEHAVIOURS: dict[str, Behaviour] = {}
STORAGES: dict[str, type["ActNode"]] = {}


def behaviour(function: Behaviour) -> Behaviour:
    BEHAVIOURS[function.__name__] = function
    return function


# -- What a tag does with what it holds ---------------------------------------------


@behaviour
def show(node: Any, context: Context, shows: Shows) -> str:
    return "".join(each(context) for each in shows)


@behaviour
def guard(node: Any, context: Context, shows: Shows) -> str:
    if node.condition.resolve(context, ignore_failures=True):
        return shows[0](context)
    return shows[1](context) if len(shows) > 1 else ""


@behaviour
def guard_by_name(node: Any, context: Context, shows: Shows) -> str:
    return shows[0](context) if context.get(node.name) else ""


@behaviour
def guard_by_code(node: Any, context: Context, shows: Shows) -> str:
    return "" if context.get("a") else shows[0](context)


@behaviour
def guard_by_function(node: Any, context: Context, shows: Shows) -> str:
    return shows[0](context) if is_allowed(context) else ""


def is_allowed(context: Context) -> bool:
    return bool(context.get("s0"))


@behaviour
def wrap(node: Any, context: Context, shows: Shows) -> str:
    return f"<b>{''.join(each(context) for each in shows)}</b>"


@behaviour
def upper(node: Any, context: Context, shows: Shows) -> str:
    return shows[0](context).upper()


@behaviour
def escape(node: Any, context: Context, shows: Shows) -> str:
    return html.escape(shows[0](context))


@behaviour
def strip(node: Any, context: Context, shows: Shows) -> str:
    return shows[0](context).strip()


@behaviour
def swap(node: Any, context: Context, shows: Shows) -> str:
    rendered = [each(context) for each in shows]
    return "".join(reversed(rendered))


@behaviour
def drop(node: Any, context: Context, shows: Shows) -> str:
    for each in shows:
        each(context)
    return "-"


@behaviour
def never(node: Any, context: Context, shows: Shows) -> str:
    return ""


@behaviour
def last(node: Any, context: Context, shows: Shows) -> str:
    return shows[-1](context)


@behaviour
def twice(node: Any, context: Context, shows: Shows) -> str:
    return shows[0](context) + shows[0](context)


@behaviour
def each(node: Any, context: Context, shows: Shows) -> str:
    rendered = []
    for turn in ("x", "y"):
        with context.push(turn=turn, a=turn == "y"):
            rendered.append(shows[0](context))
    return "<br>".join(rendered)


@behaviour
def push(node: Any, context: Context, shows: Shows) -> str:
    with context.push(title="pushed", s1="pushed"):
        return shows[0](context)


@behaviour
def isolate(node: Any, context: Context, shows: Shows) -> str:
    return shows[0](context.new({"title": "isolated", "b": context.get("a")}))


@behaviour
def default(node: Any, context: Context, shows: Shows) -> str:
    """A slot with default content."""
    content = shows[0](context)
    return content if content.strip() else shows[-1](context)


@behaviour
def component(node: Any, context: Context, shows: Shows) -> str:
    """A component whose own template may show the slot."""
    slots = [mark_safe(each(context)) for each in shows]
    condition = node.condition.resolve(context, ignore_failures=True)
    own = context.template.engine.from_string(  # type: ignore[union-attr]
        "<section>{% if condition %}{{ slots.0 }}{% else %}{{ slots.1 }}{% endif %}</section>"
    )
    return own.render(Context({"slots": slots, "condition": condition}))


@behaviour
def dumps(node: Any, context: Context, shows: Shows) -> str:
    return json.dumps(shows[0](context))


# -- Where a tag keeps it -------------------------------------------------------------


class ActNode(Node):
    child_nodelists: Any = ()

    def __init__(self, act: Behaviour, condition: Any, name: str, nodelists: list[NodeList]) -> None:
        self.act, self.condition, self.name = act, condition, name
        self.keep(nodelists)

    def __init_subclass__(cls) -> None:
        STORAGES[cls.__name__.removesuffix("Node").lower()] = cls

    def keep(self, nodelists: list[NodeList]) -> None:
        raise NotImplementedError

    def shows(self) -> Shows:
        raise NotImplementedError

    def render(self, context: Context) -> SafeString:
        return mark_safe(self.act(self, context, self.shows()))


class OpenNode(ActNode):
    """Its nodes can be seen, but not what it does with them."""

    child_nodelists = ("nodelist", "otherwise")

    def keep(self, nodelists: list[NodeList]) -> None:
        self.nodelist, self.otherwise = nodelists[0], nodelists[-1] if nodelists[1:] else NodeList()

    def shows(self) -> Shows:
        return [self.nodelist.render, *([self.otherwise.render] if self.otherwise else [])]


class ClosedNode(ActNode):
    def keep(self, nodelists: list[NodeList]) -> None:
        self.nodelist, self.otherwise = nodelists[0], nodelists[-1] if nodelists[1:] else NodeList()

    def shows(self) -> Shows:
        return [self.nodelist.render, *([self.otherwise.render] if self.otherwise else [])]


class NamedNode(ActNode):
    """Half of its nodes can be seen."""

    child_nodelists = ("nodelist",)

    def keep(self, nodelists: list[NodeList]) -> None:
        self.content, *self.others = nodelists

    def shows(self) -> Shows:
        return [self.content.render, *(each.render for each in self.others)]


class ListNode(ActNode):
    def keep(self, nodelists: list[NodeList]) -> None:
        self.parts = [(number, nodelist) for number, nodelist in enumerate(nodelists)]

    def shows(self) -> Shows:
        return [nodelist.render for _, nodelist in self.parts]


class DictNode(ActNode):
    def keep(self, nodelists: list[NodeList]) -> None:
        self.slots = {f"slot{number}": {"nodelist": nodelist} for number, nodelist in enumerate(nodelists)}

    def shows(self) -> Shows:
        return [slot["nodelist"].render for slot in self.slots.values()]


class ClosureNode(ActNode):
    def keep(self, nodelists: list[NodeList]) -> None:
        def of(nodelist: NodeList) -> Callable[[Context], str]:
            return lambda context: SafeString(nodelist.render(context))

        self.functions = [of(nodelist) for nodelist in nodelists]

    def shows(self) -> Shows:
        return self.functions


class BoundNode(ActNode):
    def keep(self, nodelists: list[NodeList]) -> None:
        self.functions = tuple(functools.partial(nodelist.render) for nodelist in nodelists)

    def shows(self) -> Shows:
        return self.functions


class Filler:
    __slots__ = ("filling",)

    def __init__(self, filling: NodeList) -> None:
        self.filling = filling


class ObjectNode(ActNode):
    def keep(self, nodelists: list[NodeList]) -> None:
        self.fillers = SimpleNamespace(all=[Filler(nodelist) for nodelist in nodelists])

    def shows(self) -> Shows:
        return [filler.filling.render for filler in self.fillers.all]


class NodesNode(ActNode):
    """Stores plain lists of nodes, and renders them one by one."""

    def keep(self, nodelists: list[NodeList]) -> None:
        self.nodes = [list(nodelist) for nodelist in nodelists]

    def shows(self) -> Shows:
        def of(nodes: list[Node]) -> Callable[[Context], str]:
            return lambda context: "".join(str(node.render_annotated(context)) for node in nodes)

        return [of(nodes) for nodes in self.nodes]


@register.tag
def act(parser: Parser, token: Token) -> ActNode:
    _, behaviour, storage, condition, name = token.split_contents()
    nodelists = [parser.parse(("otherwise", "endact"))]
    if parser.next_token().contents == "otherwise":
        nodelists.append(parser.parse(("endact",)))
        parser.delete_first_token()
    return STORAGES[storage](BEHAVIOURS[behaviour], parser.compile_filter(condition), name, nodelists)


# -- Tags made of functions -----------------------------------------------------------


@register.simple_block_tag
def simple_show(content: str) -> str:
    return content


@register.simple_block_tag
def simple_guard(content: str, condition: Any) -> str:
    return content if condition else ""


@register.simple_block_tag(takes_context=True)
def simple_guard_by_code(context: Context, content: str) -> str:
    return content if context.get("s1") else ""


@register.simple_block_tag
def simple_wrap(content: str) -> str:
    return mark_safe(f"<b>{content}</b>")


@register.simple_block_tag
def simple_upper(content: str) -> str:
    return content.upper()


@register.simple_block_tag
def simple_strip(content: str) -> str:
    return content.strip()


@register.simple_block_tag
def simple_drop(content: str) -> str:
    return "-"


@register.simple_block_tag
def simple_twice(content: str) -> str:
    return mark_safe(content * 2)


@register.simple_block_tag
def simple_or_empty(content: str) -> str:
    return content or ""


@register.simple_tag
def value(given: Any = 1) -> Any:
    return given


@register.simple_tag(takes_context=True)
def super_of(context: Context) -> str:
    block: Any = context["block"]
    return block.super()  # type: ignore[no-any-return]


@register.simple_tag(takes_context=True)
def revealed_super(context: Context) -> str:
    """`{{ block.super }}`, or nothing if there is no parent."""
    block: Any = context.get("block")
    if not hasattr(block, "context"):
        return ""
    return block.super()  # type: ignore[no-any-return]


# -- Tags that set what others read ---------------------------------------------------


class PutNode(Node):
    def __init__(self, name: str, given: Any) -> None:
        self.name, self.given = name, given

    def render(self, context: Context) -> str:
        context[self.name] = self.given.resolve(context, ignore_failures=True)
        return "put"


class PutManyNode(Node):
    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names

    def render(self, context: Context) -> str:
        for name, given in self.names.items():
            context[name] = given.resolve(context, ignore_failures=True)
        return ""


class PutUpwardNode(PutNode):
    def render(self, context: Context) -> str:
        context.set_upward(self.name, self.given.resolve(context, ignore_failures=True))
        return ""


@register.tag
def put(parser: Parser, token: Token) -> PutNode:
    _, name, given = token.split_contents()
    return PutNode(name, parser.compile_filter(given))


@register.tag
def put_many(parser: Parser, token: Token) -> PutManyNode:
    _, name, given = token.split_contents()
    return PutManyNode({name: parser.compile_filter(given)})


@register.tag
def put_upward(parser: Parser, token: Token) -> PutUpwardNode:
    _, name, given = token.split_contents()
    return PutUpwardNode(name, parser.compile_filter(given))


@register.simple_tag(takes_context=True)
def put_from_code(context: Context) -> str:
    context["s2"] = context.get("b")
    return ""


# -- Subclasses of Django's nodes -----------------------------------------------------


class GuardedIfNode(IfNode):
    def render(self, context: Context) -> Any:
        return super().render(context) if context.get("b") else SafeString()


class DroppingFilterNode(FilterNode):
    def render(self, context: Context) -> Any:
        return super().render(context) if context.get("c") else ""


class GuardedWithNode(WithNode):
    def render(self, context: Context) -> Any:
        return SafeString() if context.get("a") else super().render(context)


class GuardedSpacelessNode(SpacelessNode):
    def render(self, context: Context) -> str:
        return f"<b>{super().render(context)}</b>" if context.get("s0") else ""


class GuardedBlockNode(BlockNode):
    def render(self, context: Context) -> Any:
        return super().render(context) if context.get("d") else SafeString()


class GuardedForNode(ForNode):
    def render(self, context: Context) -> Any:
        return super().render(context) if context.get("c") else SafeString()


class GuardedIncludeNode(IncludeNode):
    def render(self, context: Context) -> Any:
        return super().render(context) if context.get("b") else SafeString()


class GuardedPartialNode(PartialNode):
    def render(self, context: Context) -> Any:
        return super().render(context) if context.get("a") else ""


class PlainIfNode(IfNode):
    """A subclass that changes nothing."""


@register.tag
def guarded_if(parser: Parser, token: Token) -> IfNode:
    condition: Any = FilterCondition(parser.compile_filter(token.split_contents()[1]))
    return GuardedIfNode([(condition, content(parser, "endguarded_if"))])


@register.tag
def plain_if(parser: Parser, token: Token) -> IfNode:
    condition: Any = FilterCondition(parser.compile_filter(token.split_contents()[1]))
    return PlainIfNode([(condition, content(parser, "endplain_if"))])


class FilterCondition:
    """The condition that `{% if %}` has for one variable."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def eval(self, context: Context) -> Any:
        return self.value.resolve(context, ignore_failures=True)


@register.tag
def dropping_filter(parser: Parser, token: Token) -> FilterNode:
    return DroppingFilterNode(parser.compile_filter("var|upper"), content(parser, "enddropping_filter"))


@register.tag
def guarded_with(parser: Parser, token: Token) -> WithNode:
    name, _, given = token.split_contents()[1].partition("=")
    extra = {name: parser.compile_filter(given)}
    return GuardedWithNode(None, None, content(parser, "endguarded_with"), extra_context=extra)


@register.tag
def guarded_spaceless(parser: Parser, token: Token) -> SpacelessNode:
    return GuardedSpacelessNode(content(parser, "endguarded_spaceless"))


@register.tag
def guarded_for(parser: Parser, token: Token) -> ForNode:
    sequence = parser.compile_filter("'12'|make_list")
    return GuardedForNode(["each"], sequence, False, content(parser, "endguarded_for"), NodeList())


@register.tag
def guarded_block(parser: Parser, token: Token) -> BlockNode:
    block = do_block(parser, token)
    block.__class__ = GuardedBlockNode
    return block


@register.tag
def guarded_include(parser: Parser, token: Token) -> IncludeNode:
    include = do_include(parser, token)
    include.__class__ = GuardedIncludeNode
    return include


@register.tag
def guarded_partial(parser: Parser, token: Token) -> PartialNode:
    contents = token.contents.replace("guarded_partial", "partial")
    partial: PartialNode = parser.tags["partial"](parser, Token(token.token_type, contents))
    partial.__class__ = GuardedPartialNode
    return partial


def content(parser: Parser, end: str) -> NodeList:
    nodelist = parser.parse((end,))
    parser.delete_first_token()
    return nodelist
