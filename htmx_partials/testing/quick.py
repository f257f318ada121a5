"""Match the plain selectors that most pages have without a selector engine. Most of the kit's speed comes from that."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, reduce

from .parsing import Element, get_attribute

type Matcher = Callable[[Element], bool]

NAME = r"[a-zA-Z_][\w-]*"
VALUE = rf'(?:"(?P<value>[^"\\]*)"|(?P<bare>{NAME}))'
PART = re.compile(rf"#(?P<id>{NAME})|\.(?P<class>{NAME})|\[(?P<has>{NAME})(?:={VALUE})?\]")
COMPOUND = re.compile(rf"\s*(?P<name>\*|{NAME})?(?P<parts>(?:{PART.pattern.replace('?P<', '?P<_')})*)\s*\Z")
# The attributes whose values are case-sensitive in selectors.
EXACT = re.compile(r"(?:id|name|value|href|for|title|role|(?:data-|aria-|hx-).*)\Z")


@cache
def matcher(css: str) -> Matcher | None:
    """
    Return a function that tells whether an element matches, `None` for a selector that needs a selector engine.

    Plain selectors are names, ids, classes and attributes, combined and with commas: `a.next[href], #more`.
    """
    compounds = [compound_matcher(part) for part in css.split(",")]
    plain = [compound for compound in compounds if compound is not None]
    if len(plain) < len(compounds):
        return None
    return reduce(either, plain)


def compound_matcher(text: str) -> Matcher | None:
    found = COMPOUND.match(text)
    if not found or not text.strip():
        return None
    name = (found["name"] or "*").lower()
    tests: list[Matcher] = [] if name == "*" else [lambda element: element.name == name]
    for part in PART.finditer(found["parts"]):
        test = part_matcher(part)
        if test is None:
            return None
        tests.append(test)
    return reduce(both, tests) if tests else lambda element: True


def either(one: Matcher, other: Matcher) -> Matcher:
    return lambda element: one(element) or other(element)


def both(one: Matcher, other: Matcher) -> Matcher:
    return lambda element: one(element) and other(element)


def part_matcher(part: re.Match[str]) -> Matcher | None:
    wanted_id, wanted_class, attribute = part["id"], part["class"], part["has"]
    if wanted_id:
        return lambda element: element.attrs.get("id") == wanted_id
    if wanted_class:
        return lambda element: wanted_class in (element.attrs.get("class") or ())
    attribute = attribute.lower()
    value = part["bare"] if part["value"] is None else part["value"]
    if value is None:
        return lambda element: attribute in element.attrs
    if not EXACT.match(attribute):
        return None
    return lambda element: get_attribute(element, attribute) == value
