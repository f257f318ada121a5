"""
A fragment cut out of what a tag renders that may do anything with what it holds.

Such a tag is a guard, a component, a subclass with a `render()` of its own. It runs as
it runs on the page, and the nodelists of the fragment put marks around what they
render. What lies between the marks is the fragment, if anything does.
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
    A mark that no text has, and that no filter takes for text.

    Variation selectors are neither letters nor white space, and browsers do not show
    them, should another package's cache keep some.
    """
    return "".join(chr(0xE0100 + secrets.randbelow(240)) for _ in range(16))


BEGIN, END = random_mark(), random_mark()
MARK = re.compile(f"{BEGIN}|{END}")

# The nodelists that put marks around what they render, by their ids.
marked: ContextVar[frozenset[int]] = ContextVar("htmx_partials_marked", default=frozenset())


class MarkableNodeList(NodeList):
    """What a fragment shows, in marks where a tag that shows it is run for the fragment's sake."""

    def render(self, context: Context) -> SafeString:
        if id(self) not in marked.get():
            return super().render(context)
        # What stands inside is a part of this slice, and needs no marks of its own.
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
    """Tags that run with all that they hold: the part of their output that `shown` rendered."""

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
    """What stands between the first mark that begins a slice and the one that ends it."""
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
