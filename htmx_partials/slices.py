"""
Cut a fragment out of the output of a tag that may do anything with its content.

Such a tag is a guard, a component, or a subclass with a `render()` of its own. It runs as
it runs on the page, while the nodelists of the fragment put marks around their output.
What lies between the marks is the fragment, if there are any.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from contextvars import ContextVar

from django.template import Context
from django.template.base import Node, NodeList
from django.templatetags.cache import CacheNode
from django.utils.safestring import SafeString

from .steps import Step


def random_mark() -> str:
    """
    Return a mark that occurs in no text, and that no filter takes for text.

    It is made of variation selectors, which are neither letters nor white space. Browsers do
    not show them, should the cache of another package keep some.
    """
    return "".join(chr(0xE0100 + secrets.randbelow(240)) for _ in range(16))


BEGIN, END = random_mark(), random_mark()
MARK = re.compile(f"{BEGIN}|{END}")

# The ids of the nodelists that put marks around their output.
marked: ContextVar[frozenset[int]] = ContextVar("htmx_partials_marked", default=frozenset())


class MarkableNodeList(NodeList):
    """A nodelist that a fragment shows. It puts marks around its output while a tag runs for the fragment."""

    def render(self, context: Context) -> SafeString:
        if id(self) not in marked.get():
            return super().render(context)
        # The nodelists inside are part of this slice, and need no marks.
        previous = marked.set(frozenset())
        try:
            html = super().render(context)
        finally:
            marked.reset(previous)
        return SafeString(f"{BEGIN}{html}{END}") if html and not html.isspace() else html


class PassedCacheNode(CacheNode):
    """`{% cache %}` that is neither read nor written while marks are made."""

    def render(self, context: Context) -> str:
        return self.nodelist.render(context) if marked.get() else str(super().render(context))


class WholeNode(Step):
    """Tags that run with all their content. Renders the part of their output that the nodelists in `shown` rendered."""

    def __init__(self, nodes: Sequence[Node], shown: Iterable[NodeList]) -> None:
        self.token, self.origin = nodes[0].token, nodes[0].origin
        self.nodelist = NodeList(nodes)
        self.shown = frozenset(map(id, shown))
        for nodelist in shown:
            nodelist.__class__ = MarkableNodeList

    def render(self, context: Context) -> str:
        previous = marked.set(self.shown)
        try:
            html = str(self.nodelist.render(context))
        finally:
            marked.reset(previous)
        return first_slice(html)


def first_slice(html: str) -> str:
    """Return the text between the first mark that begins a slice and the one that ends it."""
    depth = start = 0
    for mark in MARK.finditer(html):
        if mark[0] == BEGIN:
            start = start if depth else mark.end()
            depth += 1
        elif depth == 1:
            return MARK.sub("", html[start : mark.start()])
        elif depth:
            depth -= 1
    return ""
