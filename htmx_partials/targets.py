"""
The requests that htmx makes from a page: which element each swaps, and by what.

Read from the elements as they are written. Where an attribute, or one around it that htmx
inherits, is written by code, nothing is said.
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

# The element that an attribute names by its id, whatever else of a selector follows.
BY_ID = re.compile(r"#([^\s,.#:\[>+~\\]+)(?=$|[\s,.:\[>+~])")

PARTIAL = re.compile(r"""_partial["']?\s*[=:]\s*["']?([^"'&#\s]*)""")

# The swaps that put what they get into the element.
INTO = frozenset(["", "innerhtml", "innermorph", "morph:innerhtml"])


class Target(NamedTuple):
    """An element that an `hx-target` names by its id, and where that is written."""

    attribute: str
    identifier: str
    at: int


def targets_by_id(elements: list[Element]) -> Iterator[Target]:
    for element in elements:
        for name in ("hx-target", "data-hx-target", "hx-target:inherited"):
            value = element.attributes.get(name, "")
            if found := BY_ID.match(value):
                yield Target(f'{name}="{readable(value)}"', found[1], element.at)


def requests_other_urls(elements: list[Element], view: DeclaredView) -> bool:
    """Does anything on the page ask another URL than its own, so that elements of another page may come in?"""
    return any(not is_url_of(url, view) for element in elements for _, url in requests_of(element))


def requests_of(element: Element) -> Iterator[tuple[str, str]]:
    """The methods and URLs that an element asks."""
    for method in METHODS:
        if (url := element.get(f"hx-{method}")) is not None:
            yield method, url


def is_url_of(url: str, view: DeclaredView) -> bool:
    """Is this certainly a URL of the view?"""
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
    """What answers a request goes into the element with this id, `style` being how, and `at` where that is written."""

    identifier: str
    style: str
    at: int


def swaps_into(element: Element) -> Swap | None:
    """Which element htmx puts the answer into, `None` where that is not known, or it is not put into one."""
    target, of = inherited(element, "hx-target")
    style, _ = inherited(element, "hx-swap")
    select, _ = inherited(element, "hx-select")
    first = style.split()[0] if style.strip() else ""
    if HOLE in pattern(style + select) or select or first.lower() not in INTO:
        return None
    if by_id := BY_ID.fullmatch(target):
        return Swap(by_id[1], first, of.at)
    if target in ("", "this") and "id" in (of if target else element).attributes:
        return Swap((of if target else element).attributes["id"], first, element.at)
    return None


def inherited(element: Element, name: str) -> tuple[str, Element]:
    """The value of an attribute that counts for an element, and the element that has it."""
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
    """The name of the fragment that answers a request, `None` for the page or where that is not known."""
    values = inherited(element, "hx-vals")[0]
    if found := PARTIAL.search(f"{url} {values}"):
        return found[1] if found[1] in partials.by_name else None
    target = pattern(identifier).replace(HOLE, "1")
    selection = partials.for_target(target) or site_wide().for_target(target) or partials.default
    return selection.partial.name if selection.partial else None


def nested_swaps(view: DeclaredView, partials: Partials, elements: list[Element]) -> Iterator[tuple[str, Swap]]:
    """The fragments that answer requests of the page to its own URL, and the elements that they are put into."""
    for element in elements:
        for method, url in requests_of(element):
            by_action = method != "get" and any(each.names for each in view.action_partials)
            swap = swaps_into(element)
            if swap is None or by_action or not is_url_of(url, view):
                continue
            name = selected_name(url, element, swap.identifier, partials)
            if name:
                yield name, swap
