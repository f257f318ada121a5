"""A tag that hides its nodes from Django, so that all of it runs for a fragment inside it."""

from django.template import Context, Library, Node, NodeList
from django.template.base import Parser, Token

register = Library()


class HidingNode(Node):
    child_nodelists = ()

    def __init__(self, nodelist: NodeList) -> None:
        self.hidden = nodelist

    def render(self, context: Context) -> str:
        return self.hidden.render(context)


@register.tag
def hiding(parser: Parser, token: Token) -> HidingNode:
    nodelist = parser.parse(("endhiding",))
    parser.delete_first_token()
    return HidingNode(nodelist)
