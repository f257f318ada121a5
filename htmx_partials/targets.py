"""
The requests that htmx makes from a page: which element each swaps, and with which style.

They are read from the elements in the templates. If an attribute, or one that htmx
inherits from around it, is written by code, nothing is said about the request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import Resolver404, resolve

from .declared import DeclaredView
from .elements import Element, pattern, readable
from .markup import HOLE, URL
from .selection import Partials, site_wide

METHODS = ("get", "post", "put", "patch", "delete")

# A selector that begins with an id.
BY_ID = re.compile(r"#([^\s,.#:\[>+~\\]+)(?=$|[\s,.:\[>+~])")

PARTIAL = re.compile(r"""_partial["']?\s*[=:]\s*["']?([^"'&#\s]*)""")

# The swap styles that put the answer inside the element.
INTO = frozenset(["", "innerhtml", "innermorph", "morph:innerhtml"])


class Target(NamedTuple):
    """An element that an `hx-target` names by its id, and the position of that attribute."""

    attribute: str
    identifier: str
    position: int


def targets_by_id(elements: list[Element]) -> Iterator[Target]:
    for element in elements:
        for name in ("hx-target", "data-hx-target", "hx-target:inherited"):
            value = element.attributes.get(name, "")
            if found := BY_ID.match(value):
                yield Target(f'{name}="{readable(value)}"', found[1], element.position)


def requests_other_urls(elements: list[Element], view: DeclaredView) -> bool:
    """Return whether anything on the page requests another URL, from which elements of another page may come."""
    return any(not is_url_of(url, view) for element in elements for _, url in requests_of(element))


def requests_of(element: Element) -> Iterator[tuple[str, str]]:
    """The methods and URLs that an element requests."""
    for method in METHODS:
        if (url := element.get(f"hx-{method}")) is not None:
            yield method, url


def is_url_of(url: str, view: DeclaredView) -> bool:
    """Return whether this is certainly a URL of the view."""
    url = url.strip()
    if url.startswith(URL):
        return url.split(URL)[1] in {each.name for each in view.urls}
    path = re.split("[?#]", url)[0]
    if path.startswith("/") and HOLE not in pattern(path):
        try:
            return resolve(path).func in [each.callback for each in view.urls]
        except Resolver404:
            return False
    return path in ("", ".")


class Swap(NamedTuple):
    """A swap that puts an answer into the element with this id, and the position of the attribute that says so."""

    identifier: str
    style: str
    position: int


def swaps_into(element: Element) -> Swap | None:
    """Return the swap of an element's requests, or `None` if it is not known or not into an element with an id."""
    target, owner = inherited(element, "hx-target")
    style, _ = inherited(element, "hx-swap")
    select, _ = inherited(element, "hx-select")
    first = style.split()[0] if style.strip() else ""
    if HOLE in pattern(style + select) or select or first.lower() not in INTO:
        return None
    if by_id := BY_ID.fullmatch(target):
        return Swap(by_id[1], first, owner.position)
    if target in ("", "this") and "id" in (owner if target else element).attributes:
        return Swap((owner if target else element).attributes["id"], first, element.position)
    return None


def inherited(element: Element, name: str) -> tuple[str, Element]:
    """Return the value that an attribute has for an element, and the element that has the attribute."""
    own = element.get(name)
    if own is not None:
        return own, element
    if not element.is_known:
        return HOLE, element
    for outer in element.ancestors:
        if not outer.is_known or outer.get("hx-disinherit") or outer.get("hx-inherit"):
            return HOLE, outer
        value = outer.attributes.get(f"{name}:inherited", outer.get(name))
        if value is not None:
            return value, outer
    return "", element


def selected_name(url: str, element: Element, identifier: str, partials: Partials) -> str | None:
    """Return the name of the fragment that answers a request, `None` for the page or if it is not known."""
    values = inherited(element, "hx-vals")[0]
    if found := PARTIAL.search(f"{url} {values}"):
        return found[1] if found[1] in partials.by_name else None
    target = pattern(identifier).replace(HOLE, "1")
    selection = partials.for_target(target) or site_wide().for_target(target) or partials.default
    return selection.partial.name if selection.partial else None


def nested_swaps(view: DeclaredView, partials: Partials, elements: list[Element]) -> Iterator[tuple[str, Swap]]:
    """The fragments that answer the page's requests to its own URL, and the swaps that put them into elements."""
    for element in elements:
        for method, url in requests_of(element):
            by_action = method != "get" and any(each.names for each in view.action_partials)
            swap = swaps_into(element)
            if swap is None or by_action or not is_url_of(url, view):
                continue
            name = selected_name(url, element, swap.identifier, partials)
            if name:
                yield name, swap
