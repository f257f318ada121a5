"""The elements of markup with holes, which `markup.py` makes of templates, and their ids as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from html import unescape
from itertools import islice, product
from math import prod
from typing import Any, NamedTuple

from .markup import AGAIN, CLOSE, HOLE, MARKUP, OPEN, OR, URL
from .oob import ATTRIBUTE, COMMENT, RAW_ELEMENT, TAG, VOID, compiled, out_of_band, root_of

MARKS = f"{OPEN}{OR}{CLOSE}{AGAIN}"
PART = re.compile(f"{COMMENT}|{RAW_ELEMENT}|{TAG}|[{MARKS}{MARKUP}]", re.DOTALL | re.IGNORECASE)
NAME_BY_CODE = re.compile(f"(?:(?<=<)|(?<=</))[{HOLE}{MARKUP}{OPEN}]")
INNERMOST = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
CODE = re.compile(f"{URL}[^{URL}]*{URL}|[{HOLE}{MARKUP}{MARKS}]+")

# How long two ids may be together to be compared letter by letter.
MAX_LENGTH = 400

# How many combinations of a fragment's branches are looked at.
MAX_COMBINATIONS = 64


class Element(NamedTuple):
    """
    An element of a page.

    `attributes` have holes where code writes a part of the value. `is_known` says that no
    code writes further attributes.
    """

    name: str
    attributes: dict[str, str]
    is_known: bool
    position: int
    parent: Element | None

    def get(self, name: str) -> str | None:
        """Return an attribute of htmx, which may be written with `data-`."""
        return self.attributes.get(name, self.attributes.get(f"data-{name}"))

    @property
    def ancestors(self) -> Iterator[Element]:
        outer = self.parent
        while outer:
            yield outer
            outer = outer.parent


class Elements:
    """
    The elements of markup, in document order.

    `knows_all` says that no component or the like may write further elements, `knows_roots`
    that none may write any outside of all elements. `scripts` is the text of scripts, which
    may create elements.
    """

    def __init__(self, html: str) -> None:
        self.all: list[Element] = []
        self.knows_all = self.knows_roots = True
        self.scripts = ""
        self.read(NAME_BY_CODE.sub("x", html))

    def read(self, html: str) -> None:
        open_elements: list[Element] = []
        before: list[list[Element]] = []
        for part in PART.finditer(html):
            text = part[0]
            if text == MARKUP:
                self.knows_all = False
                self.knows_roots = self.knows_roots and bool(open_elements)
            elif text == OPEN:
                before.append([*open_elements])
            elif text == OR and before:
                open_elements = [*before[-1]]
            elif text == CLOSE and before:
                before.pop()
            elif text.startswith("<!") or text in MARKS:
                continue
            elif part["close"]:
                close(open_elements, part["name"].lower())
            else:
                start: Any = part if part["name"] else compiled(TAG).match(html, part.start())
                element = element_of(start, open_elements[-1] if open_elements else None)
                self.all.append(element)
                if start is not part:
                    self.scripts += text if element.name == "script" else ""
                elif element.name not in VOID:
                    open_elements.append(element)

    @cached_property
    def ids(self) -> set[str]:
        return {pattern(each.attributes["id"]) for each in self.all if "id" in each.attributes}


def close(open_elements: list[Element], name: str) -> None:
    for at in range(len(open_elements) - 1, -1, -1):
        if open_elements[at].name == name:
            del open_elements[at:]
            return


def element_of(tag: re.Match[str], parent: Element | None) -> Element:
    attributes: dict[str, str] = {}
    is_known = True
    for name, value in compiled(ATTRIBUTE).findall(tag["attributes"]):
        name = re.split(f"[{MARKS}]", name)[-1].lower()
        if HOLE in name or MARKUP in name:
            is_known = False
        elif name:
            attributes.setdefault(name, value_of(value))
    return Element(tag["name"].lower(), attributes, is_known, tag.start(), parent)


def value_of(source: str) -> str:
    value = source.strip().removeprefix("=").strip(f" \t\n\f\r{MARKS}")
    value = unescape(value[1:-1] if value[:1] in ("'", '"') else value)
    while INNERMOST.search(value):
        value = INNERMOST.sub(HOLE, value)
    return value


def pattern(value: str) -> str:
    """Return a value with one hole for each thing that code writes."""
    return CODE.sub(HOLE, value)


def readable(value: str) -> str:
    return pattern(value).replace(HOLE, "…")


# -- Ids ------------------------------------------------------------------------------


def may_be_among(identifier: str, ids: set[str]) -> bool:
    """Return whether an id may be the same as one of these ids. Both may have holes."""
    identifier = pattern(identifier)
    return identifier in ids or any(may_be_same(identifier, each) for each in ids if HOLE in identifier or HOLE in each)


@lru_cache(maxsize=10_000)
def may_be_same(one: str, other: str) -> bool:
    if len(one) + len(other) > MAX_LENGTH:
        return True
    if not one or not other:
        return not (one + other).strip(HOLE)
    if one[0] == HOLE:
        return may_be_same(one[1:], other) or may_be_same(one, other[1:])
    if other[0] == HOLE:
        return may_be_same(other, one)
    return one[0] == other[0] and may_be_same(one[1:], other[1:])


# -- Fragments ------------------------------------------------------------------------


class Choice(NamedTuple):
    """Something at the top level of a fragment that is one of several branches."""

    branches: list[str]


def roots_of(html: str) -> set[str]:
    """Return the ids that the single root of a fragment may have."""
    found = (root_of(combination) for combination in combinations(parts_of(html)))
    return {pattern(root.attributes["id"]) for root in found if root and root.is_only and "id" in root.attributes}


def can_be_swapped(html: str, swap: str | None) -> bool:
    """Return whether a fragment can be swapped out of band, whichever branches of its template are rendered."""
    parts = parts_of(html)
    choices = {at: part.branches for at, part in enumerate(parts) if isinstance(part, Choice)}
    if prod(map(len, choices.values())) > MAX_COMBINATIONS:
        return True
    taken = [[*parts[:at], branch, *parts[at + 1 :]] for at, branches in choices.items() for branch in branches]
    return all(any(is_swappable(combination, swap) for combination in combinations(each)) for each in [parts, *taken])


def is_swappable(html: str, swap: str | None) -> bool:
    if html.strip() in ("", HOLE) or out_of_band(html, swap, htmx_4=False, wrap=False) is not None:
        return True
    elements = Elements(html)
    return not elements.knows_roots or any(not each.is_known for each in elements.all[:1])


def combinations(parts: Iterable[str | Choice]) -> Iterator[str]:
    choices = [part.branches if isinstance(part, Choice) else [part] for part in parts]
    return ("".join(combination) for combination in islice(product(*choices), MAX_COMBINATIONS))


def parts_of(html: str) -> list[str | Choice]:
    """Return the top level of a fragment: texts, which include whole elements, and choices between branches."""
    html = NAME_BY_CODE.sub("x", html)
    parts: list[str | Choice] = []
    depth = start = 0
    at = 0
    while part := PART.search(html, at):
        at = part.end()
        if part["name"] and part["name"].lower() not in VOID:
            depth += -1 if part["close"] else 1
        elif part[0] == OPEN and depth <= 0:
            end = end_of_choice(html, at)
            parts += [html[start : part.start()], choice(html[at : end - 1])]
            start = at = end
    return [each if isinstance(each, Choice) else without_marks(each) for each in [*parts, html[start:]]]


def end_of_choice(html: str, at: int) -> int:
    depth = 1
    while depth:
        depth += {OPEN: 1, CLOSE: -1}.get(html[at], 0)
        at += 1
    return at


def choice(html: str) -> Choice:
    branches = [""]
    depth = 0
    for piece in re.split(f"([{OPEN}{OR}{CLOSE}])", html):
        depth += {OPEN: 1, CLOSE: -1}.get(piece, 0)
        if piece == OR and not depth:
            branches.append("")
        else:
            branches[-1] += piece
    if branches[0].startswith(AGAIN):
        branches[0] += branches[0]
    return Choice([combination for branch in branches for combination in combinations(parts_of(branch))])


def without_marks(html: str) -> str:
    """Return the text with all branches. Inside elements the marks of branches make no difference."""
    return re.sub(f"[{MARKS}]", "", html)
