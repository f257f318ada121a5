"""Find elements by CSS selectors, and describe them in errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import soupsieve
from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from . import quick, values
from .parsing import Element, children, descendants, get_attribute, serialize

SHOWN = 1500


def query_all(root: Tag, css: str) -> list[Element]:
    """
    Return the elements below `root` that match the CSS selector, in document order.

    Raises `AssertionError` if it is not a CSS selector.
    """
    plain = quick.matcher(css)
    if plain is not None:
        return list(filter(plain, descendants(root)))
    with states(root, css):
        return [element for element in compiled(css).iselect(root) if isinstance(element, Element)]


def query(root: Tag, css: str) -> Element | None:
    plain = quick.matcher(css)
    if plain is not None:
        return next(filter(plain, descendants(root)), None)
    return next(iter(query_all(root, css)), None)


def one(root: Tag, css: str) -> Element:
    """Return the first match. Raises `AssertionError` with what there is instead."""
    found = query(root, css)
    if found is None:
        raise AssertionError(f"Nothing matches {css!r}. The page has: {shown(root)}")
    return found


def absent_error(what: str, document: Tag) -> AssertionError:
    """Return the error for something that should be on the page."""
    return AssertionError(f"{what} is not there. The page has: {shown(document)}")


def by_id(root: Tag, identifier: str) -> Element | None:
    return next((element for element in descendants(root) if element.attrs.get("id") == identifier), None)


def matches(element: Element, css: str) -> bool:
    plain = quick.matcher(css)
    if plain is not None:
        return plain(element)
    with states(element, css):
        return bool(compiled(css).match(element))


def closest(element: Element, css: str) -> Element | None:
    return next((ancestor for ancestor in [element, *ancestors(element)] if matches(ancestor, css)), None)


def ancestors(element: PageElement) -> Iterator[Element]:
    parent = element.parent
    while isinstance(parent, Element):
        yield parent
        parent = parent.parent


def parent_of(node: PageElement) -> Tag:
    """Return the parent of the node. Raises `AssertionError` if it was removed from the page."""
    if node.parent is None:
        raise AssertionError(f"{node} stands nowhere.")
    return node.parent


def contains(one: PageElement, other: PageElement) -> bool:
    return one is other or any(ancestor is one for ancestor in ancestors(other))


def connected(element: PageElement) -> bool:
    """Return whether the element is in a document, not in a fragment or removed."""
    top: PageElement = element
    while top.parent is not None:
        top = top.parent
    return isinstance(top, BeautifulSoup)


def sibling(element: Element, step: int) -> Element | None:
    """Return the next (`step` 1) or previous (-1) sibling element."""
    if element.parent is None:
        return None
    siblings = children(element.parent)
    index = position(siblings, element) + step
    return siblings[index] if 0 <= index < len(siblings) else None


def position(elements: Iterable[PageElement], element: PageElement) -> int:
    return next(index for index, other in enumerate(elements) if other is element)


def following(root: Tag, start: Element, css: str) -> Element | None:
    """Return the first match after `start` that is not inside it."""
    found = query_all(root, css)
    order = order_of(root)
    return next(
        (element for element in found if order[id(element)] > order[id(start)] and not contains(start, element)), None
    )


def preceding(root: Tag, start: Element, css: str) -> Element | None:
    """Return the last match before `start` that is not around it."""
    found = query_all(root, css)
    order = order_of(root)
    return next(
        (
            element
            for element in reversed(found)
            if order[id(element)] < order[id(start)] and not contains(element, start)
        ),
        None,
    )


def describe(element: Tag) -> str:
    """Return the start tag of an element, for error messages."""
    attributes = "".join(f' {name}="{get_attribute(element, name)}"' for name in element.attrs)
    return f"<{element.name}{attributes}>"


def shown(document: Tag) -> str:
    """Return what is on the page, shortened, for error messages."""
    body = document.find("body") or document
    markup = serialize(body)
    return markup if len(markup) <= SHOWN else f"{markup[:SHOWN]}… ({len(markup)} characters)"


def order_of(root: Tag) -> dict[int, int]:
    return {id(element): index for index, element in enumerate(descendants(root))}


def compiled(css: str) -> soupsieve.SoupSieve:
    try:
        return soupsieve.compile(css)
    except soupsieve.SelectorSyntaxError as error:
        raise AssertionError(f"{css!r} is not a CSS selector: {error}") from error


@contextmanager
def states(element: Tag, css: str) -> Iterator[None]:
    """Let `:checked` match what is checked now. The tree has what was checked when it was parsed."""
    if ":checked" not in css:
        yield
        return
    root = element
    while root.parent is not None:
        root = root.parent
    with values.states_as_attributes(root):
        yield
