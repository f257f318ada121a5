"""Put new nodes into the document: what both versions of htmx have in common."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from .activation import focus
from .browser import Browser
from .parsing import Element, get_attribute
from .selectors import by_id, parent_of, position, query, query_all

PRESERVED = "[hx-preserve], [data-hx-preserve]"


def insert(parent: Tag, before: PageElement | None, nodes: list[PageElement]) -> None:
    """Move the nodes into `parent`, before one of its children, or to its end."""
    for node in nodes:
        if before is None:
            parent.append(node)
        else:
            before.insert_before(node)


def move_all(source: Tag, into: Tag) -> None:
    insert(into, None, list(source.contents))


def element_nodes(nodes: list[PageElement]) -> list[Element]:
    return [node for node in nodes if isinstance(node, Element)]


def next_node(node: PageElement) -> PageElement | None:
    siblings = parent_of(node).contents
    index = position(siblings, node) + 1
    return siblings[index] if index < len(siblings) else None


def detach_preserved(document: BeautifulSoup, fragment: Tag) -> list[Element]:
    """Detach the document's elements that `hx-preserve` in the new content keeps, and return them."""
    kept = []
    for placeholder in query_all(fragment, PRESERVED):
        element = by_id(document, get_attribute(placeholder, "id") or "")
        if element is not None:
            kept.append(element.extract())
    return kept


def restore_preserved(document: BeautifulSoup, kept: list[Element]) -> None:
    """Put the detached elements in place of their placeholders in the new content."""
    for element in kept:
        placeholder = by_id(document, get_attribute(element, "id") or "")
        if placeholder is not None:
            placeholder.replace_with(element)


def keep_focus(browser: Browser, previous: Element) -> None:
    """Give the focus to the new element with the id of the element that had it."""
    browser.focused = None
    identifier = get_attribute(previous, "id")
    successor = by_id(browser.document, identifier) if identifier else None
    if successor is not None:
        focus(browser, successor)


def focus_automatically(browser: Browser, element: Element) -> None:
    """Give the focus to an element with `autofocus` in new content."""
    wanted = element if "autofocus" in element.attrs else query(element, "[autofocus]")
    if wanted is not None:
        focus(browser, wanted)
