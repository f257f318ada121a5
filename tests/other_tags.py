"""Tags as other packages write them: guards, components, tags that hide their nodes, tags that set names."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.template import Context, Library, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import FilterNode, ForNode, IfNode, WithNode
from django.template.loader_tags import BlockNode, IncludeNode
from django.utils.safestring import SafeString, mark_safe

from htmx_partials.compat import PartialDefNode, PartialNode

register = Library()


def block_tag(name: str) -> Callable[[Callable[..., Node]], Callable[..., Node]]:
    """Register a tag whose node gets the nodes up to its end tag, or those on both sides of `{% else %}`."""

    def decorate(make: Callable[..., Node]) -> Callable[..., Node]:
        @register.tag(name)
        def compile_tag(parser: Parser, token: Token) -> Node:
            branches = [parser.parse(("else", f"end{name}"))]
            if parser.next_token().contents == "else":
                branches.append(parser.parse((f"end{name}",)))
                parser.delete_first_token()
            return make(*branches)

        return make

    return decorate


class Slots:
    """An object with slots that holds nodes."""

    __slots__ = ("empty", "nodelist")

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist


class Holder:
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.holder = self

    def render(self, context: Context) -> str:
        return self.nodelist.render(context)


class HiddenNode(Node):
    """Hides its nodes from Django, and shows them to users who may see them."""

    child_nodelists = ()

    def __init__(self, hidden: Any, show: Callable[[Any, Context], str]) -> None:
        self.hidden = hidden
        self.show = show

    def render(self, context: Context) -> str:
        return self.show(self.hidden, context) if context.get("staff") else ""


@block_tag("in_list")
def in_list(nodelist: NodeList) -> Node:
    return HiddenNode([(1, [nodelist])], lambda hidden, context: hidden[0][1][0].render(context))


@block_tag("in_dict")
def in_dict(nodelist: NodeList) -> Node:
    return HiddenNode(
        {"slots": {"default": nodelist}}, lambda hidden, context: hidden["slots"]["default"].render(context)
    )


@block_tag("in_deque")
def in_deque(nodelist: NodeList) -> Node:
    return HiddenNode(deque(nodelist), lambda hidden, context: "".join(map(str, rendered(hidden, context))))


@block_tag("in_slots")
def in_slots(nodelist: NodeList) -> Node:
    return HiddenNode(Slots(nodelist), lambda hidden, context: hidden.nodelist.render(context))


@block_tag("in_object")
def in_object(nodelist: NodeList) -> Node:
    return HiddenNode(Holder(nodelist), lambda hidden, context: hidden.render(context))


@block_tag("in_method")
def in_method(nodelist: NodeList) -> Node:
    return HiddenNode(Holder(nodelist).render, lambda hidden, context: hidden(context))


@block_tag("in_partial")
def in_partial(nodelist: NodeList) -> Node:
    return HiddenNode(partial(NodeList.render, nodelist), lambda hidden, context: hidden(context))


@block_tag("in_closure")
def in_closure(nodelist: NodeList) -> Node:
    def render(context: Context) -> str:
        return nodelist.render(context)

    def never() -> str:
        return later

    node = HiddenNode((render, never), lambda hidden, context: hidden[0](context))
    if nodelist:
        return node
    later = "assigned where there is nothing to hide"
    return node


@block_tag("in_default")
def in_default(nodelist: NodeList) -> Node:
    def render(context: Context, nodelist: NodeList = nodelist, *, also: NodeList = nodelist) -> str:
        return nodelist.render(context)

    return HiddenNode(render, lambda hidden, context: hidden(context))


@block_tag("nowhere")
def nowhere(nodelist: NodeList) -> Node:
    """A node whose nodes are in an attribute of its class."""

    class NowhereNode(Node):
        nodes = nodelist

        def render(self, context: Context) -> str:
            return self.nodes.render(context)

    return NowhereNode()


def rendered(nodes: Sequence[Node], context: Context) -> list[Any]:
    return [node.render_annotated(context) for node in nodes]


HIDING = "in_list in_dict in_deque in_slots in_object in_method in_partial in_closure in_default".split()


# -- Guards ---------------------------------------------------------------------------


@block_tag("flag")
class FlagNode(Node):
    """Like `{% flag %}` of django-waffle."""

    def __init__(self, shown: NodeList, otherwise: NodeList | None = None) -> None:
        self.nodelist_true, self.nodelist_false = shown, otherwise or NodeList()

    def render(self, context: Context) -> str:
        return (self.nodelist_true if context.get("staff") else self.nodelist_false).render(context)


@register.simple_block_tag(takes_context=True)
def guard(context: Context, content: str) -> str:
    return content if context.get("staff") else ""


class GuardedNode(Node):
    def render(self, context: Context) -> str:
        return super().render(context) if context.get("staff") else ""


class IfStaffNode(GuardedNode, IfNode):
    pass


class WithStaffNode(GuardedNode, WithNode):
    pass


class FilterStaffNode(GuardedNode, FilterNode):
    pass


class ForStaffNode(GuardedNode, ForNode):
    pass


class StaffBlockNode(GuardedNode, BlockNode):  # type: ignore[misc]
    pass


class IncludeStaffNode(GuardedNode, IncludeNode):  # type: ignore[misc]
    pass


class PartialDefStaffNode(GuardedNode, PartialDefNode):
    pass


class PartialStaffNode(GuardedNode, PartialNode):
    pass


@register.tag("partial_staff")
def partial_staff(parser: Parser, token: Token) -> Node:
    node: PartialNode = parser.tags["partial"](parser, Token(token.token_type, token.contents.replace("_staff", "")))
    return PartialStaffNode(node.partial_name, node.partial_mapping)


@block_tag("if_staff")
def if_staff(nodelist: NodeList) -> Node:
    return IfStaffNode([(None, nodelist)])


@block_tag("with_staff")
def with_staff(nodelist: NodeList) -> Node:
    return WithStaffNode(None, None, nodelist, {})


@register.tag("filter_staff")
def filter_staff(parser: Parser, token: Token) -> Node:
    nodelist = parser.parse(("endfilter_staff",))
    parser.delete_first_token()
    return FilterStaffNode(parser.compile_filter("var|lower"), nodelist)


@register.tag("for_staff")
def for_staff(parser: Parser, token: Token) -> Node:
    nodelist = parser.parse(("endfor_staff",))
    parser.delete_first_token()
    return ForStaffNode(["each"], parser.compile_filter("'1'|make_list"), False, nodelist)


@register.tag("staff_block")
def staff_block(parser: Parser, token: Token) -> Node:
    nodelist = parser.parse(("endstaff_block",))
    parser.delete_first_token()
    return StaffBlockNode(token.split_contents()[1], nodelist)


@register.tag("include_staff")
def include_staff(parser: Parser, token: Token) -> Node:
    return IncludeStaffNode(parser.compile_filter(token.split_contents()[1]))


# -- Tags that change what they hold ----------------------------------------------------


@register.simple_block_tag
def card(content: str) -> str:
    return mark_safe(f"<div class='card'>{content}</div>")


@register.inclusion_tag("badge.html")
def badge() -> dict[str, Any]:
    return {}


@register.simple_block_tag
def shout(content: str) -> str:
    return content.upper()


@register.simple_block_tag
def twice(content: str) -> str:
    return content + content


@register.simple_block_tag
def nothing(content: str) -> str:
    return ""


@register.simple_block_tag
def cut(content: str, length: int) -> str:
    return content[:length]


@register.simple_block_tag
def or_none(content: str) -> str:
    return content.strip() or "none"


@block_tag("titled")
class TitledNode(Node):
    """A component that adds a title to its content."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        with context.push(title="Title"):
            return f"<h1>{self.nodelist.render(context)}</h1>"


@block_tag("tree")
class TreeNode(Node):
    """Like `{% recursetree %}` of django-mptt: renders its nodes for each child, nested."""

    def __init__(self, template_nodes: NodeList) -> None:
        self.template_nodes = template_nodes

    def render(self, context: Context) -> str:
        return self.render_node(context, context["root"])

    def render_node(self, context: Context, node: dict[str, Any]) -> str:
        children = [self.render_node(context, child) for child in node["children"]]
        with context.push(node=node["name"], children=mark_safe("".join(children))):
            return self.template_nodes.render(context)


# -- Tags that set a name ---------------------------------------------------------------


class CanNode(Node):
    def __init__(self, right: FilterExpression, name: str) -> None:
        self.right, self.name = right, name

    def render(self, context: Context) -> str:
        rights: Any = context.get("rights") or ()
        context[self.name] = self.right.resolve(context) in rights
        return "rendered"


@register.tag
def can(parser: Parser, token: Token) -> Node:
    _, right, _, name = token.split_contents()
    return CanNode(parser.compile_filter(right), name)


class MenuNode(Node):
    def render(self, context: Context) -> str:
        context["menu"] = context.get("made", "menu")
        return ""


@register.tag
def make_menu(parser: Parser, token: Token) -> Node:
    return MenuNode()


class Say:
    def __call__(self, context: Context) -> str:
        return "word"


class WordNode(Node):
    """A node whose `render` is not a function."""

    render = Say()


@register.tag
def say_word(parser: Parser, token: Token) -> Node:
    return WordNode()


class SetShutNode(Node):
    def render(self, context: Context) -> str:
        context.update({"shut": context["given"]})
        return ""


@register.tag
def set_shut(parser: Parser, token: Token) -> Node:
    return SetShutNode()


class NameOfUserNode(Node):
    def render(self, context: Context) -> str:
        return str(context["ask"])


@register.tag
def name_of_user(parser: Parser, token: Token) -> Node:
    return NameOfUserNode()


@register.simple_tag(takes_context=True)
def set_by_code(context: Context) -> str:
    context["by_code"] = "set"
    return "rendered"


@register.simple_tag(takes_context=True)
def set_named(context: Context, name: str, value: object) -> str:
    context[name] = value
    return ""


@register.simple_tag(takes_context=True)
def parents_block(context: Context) -> SafeString:
    parent: SafeString = context["block"].super()
    return parent


@register.simple_tag(takes_context=True)
def name_of_block(context: Context) -> str:
    return str(context["block"].name)


@register.simple_tag(takes_context=True)
def set_upward(context: Context, name: str, value: str) -> str:
    context.set_upward(name, value)
    return ""


@block_tag("component")
class ComponentNode(Node):
    """A component whose own template reads the page's context."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        engine: Any = context.template and context.template.engine
        with context.push(slot=self.nodelist.render(context)):
            return str(engine.get_template("component.html").render(context))
