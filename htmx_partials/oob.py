"""
Markup for out-of-band swaps, as htmx 2 and htmx 4 read it.

The HTML of a partial is not changed, except for the one attribute that htmx 2 needs.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from typing import NamedTuple

# Tags, attributes and comments as HTML's tokenizer reads them. An unclosed one extends to the end.
VALUE = r"""[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:"[^"]*+"|'[^']*+'|[^ \t\n\f\r"'>][^ \t\n\f\r>]*+|(?=>|\Z))"""
NAME = r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
ATTRIBUTES = rf"(?:[ \t\n\f\r/]++|{NAME}(?:{VALUE})?+)*+"
TAG = rf"<(?P<close>/?)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+)(?P<attributes>{ATTRIBUTES})>"
ATTRIBUTE = rf"({NAME})({VALUE})?+"
COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))"
BLANK = rf"(?s)(?:[ \t\n\f\r]++|{COMMENT})*+"

# Elements that contain text only.
RAW = frozenset("iframe noembed noframes script style textarea title xmp".split())
RAW_ELEMENT = rf"<({'|'.join(sorted(RAW))})(?=[ \t\n\f\r/>]){ATTRIBUTES}>.*?(?:</\1[ \t\n\f\r]*+>|\Z)"
NEXT_TAG = rf"(?is){COMMENT}|{RAW_ELEMENT}|{TAG}"

# Compiles a pattern when it is first used. Django's `_lazy_re_compile()` would slow down each use of it.
compiled = cache(re.compile)

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

# Outside of a table, the parser drops these tags and takes what follows for part of a
# table. Inside a <template> it does not.
TABLE_PARTS = frozenset("caption col colgroup tbody td tfoot th thead tr".split())

# The parents of elements that cannot stand in a <div>.
WRAPPERS = {
    "caption": "table",
    "col": "colgroup",
    "colgroup": "table",
    "dd": "dl",
    "dt": "dl",
    "li": "ul",
    "optgroup": "select",
    "option": "select",
    "tbody": "table",
    "td": "tr",
    "tfoot": "table",
    "th": "tr",
    "thead": "table",
    "tr": "tbody",
}

# htmx 4 swaps nothing into the target if there are only out-of-band swaps. To let an empty
# fragment empty its target, a placeholder is sent with a selector that matches nothing.
PLACEHOLDER = "<template></template>"
SELECTS_NOTHING = ":not(*)"

# The styles that replace the target by the element itself, not by its content.
REPLACING_STYLES = frozenset(["outerHTML", "outerMorph", "morph"])


class Companion(NamedTuple):
    """
    A partial that is sent with a fragment, as an out-of-band swap.

    `swap` is `"style:selector"`, or `None` to replace the element that has the id of the
    partial's root. A companion that is not required is sent if the page has it and it can be
    swapped. One that is for navigation is sent in answers to boosted requests only.
    """

    name: str
    swap: str | None
    is_required: bool
    is_for_navigation: bool = False


class Root(NamedTuple):
    """The first element of a partial."""

    name: str
    attributes: dict[str, str]
    attributes_at: int
    is_only: bool

    @property
    def is_out_of_band(self) -> bool:
        return "hx-swap-oob" in self.attributes or "data-hx-swap-oob" in self.attributes


def out_of_band(html: str, swap: str | None, *, htmx_4: bool, wrap: bool) -> str | None:
    """
    Make the HTML of a partial an out-of-band swap.

    `swap` is as in `Companion`. `htmx_4` is true for htmx 4, false for htmx 2. `wrap` says
    that the swap needs a `<template>` around it in htmx 2, see `needs_template()`.

    Returns the HTML to send. Returns `None` if there is not exactly one root element to
    swap, or if it has no id that says where to.

    See `hx-swap-oob` in htmx's documentation, and `<hx-partial>` in that of htmx 4.
    """
    root = root_of(html)
    if root is not None and (root.is_out_of_band or (root.name == "title" and root.is_only)):
        return html
    style, _, selector = swap.partition(":") if swap else ("outerHTML", "", "")
    if swap is None or (style in REPLACING_STYLES and not htmx_4):
        if root is None or not root.is_only or not (swap or root.attributes.get("id")):
            return None
        if not htmx_4:
            return wrapped_in_template(with_attribute(html, root, swap or "true"), wrap or root.name in TABLE_PARTS)
        selector = f"#{escape_identifier(root.attributes['id'])}"
    if htmx_4:
        return f'<hx-partial hx-target="{escape(selector)}" hx-swap="{style}">{html}</hx-partial>'
    wrapper = WRAPPERS.get(root.name, "div") if root else "div"
    html = f'<{wrapper} hx-swap-oob="{escape(style)}:{escape(selector)}">{html}</{wrapper}>'
    return wrapped_in_template(html, wrap or wrapper in TABLE_PARTS)


def needs_template(html: str) -> bool:
    """
    Return whether htmx 2 needs a `<template>` around each out-of-band swap that follows this HTML.

    It does after a part of a table, where the parser drops tables and forms.
    """
    tag = compiled(TAG).match(html, skip_blank(html, 0))
    return tag is not None and tag["name"].lower() in TABLE_PARTS


def is_blank(html: str) -> bool:
    return skip_blank(html, 0) == len(html)


def wrapped_in_template(html: str, wrap: bool) -> str:
    return f"<template>{html}</template>" if wrap else html


def with_attribute(html: str, root: Root, swap: str) -> str:
    at = root.attributes_at
    return f'{html[:at]} hx-swap-oob="{escape(swap)}"{html[at:]}'


def no_single_root_message(partial: str, location: str) -> str:
    """Return what is wrong with a companion that has no single root element with an id."""
    return (
        f"The out-of-band partial {partial!r} ({location}) replaces an element of the page, so it needs exactly one "
        f"root element, with the id of that element."
    )


def single_root_hint(partial: str) -> str:
    return f"Put one around it, or say where it goes: oob={{{partial!r}: 'beforeend:#selector'}}."


def root_of(html: str) -> Root | None:
    start = compiled(TAG).match(html, skip_blank(html, 0))
    if start is None or start["close"]:
        return None
    name = start["name"].lower()
    attributes: dict[str, str] = {}
    for key, value in compiled(ATTRIBUTE).findall(start["attributes"]):
        attributes.setdefault(key.lower(), value_of(value))
    end = skip_blank(html, end_of(html, name, start.end()))
    return Root(name, attributes, start.end("name"), end == len(html))


def skip_blank(html: str, at: int) -> int:
    """Return the position after white space and comments."""
    match = compiled(BLANK).match(html, at)
    return match.end() if match else at


def value_of(source: str) -> str:
    value = source.strip().removeprefix("=").lstrip()
    return unescape(value[1:-1] if value[:1] in ("'", '"') else value)


def end_of(html: str, name: str, start: int) -> int:
    """Return the position after the element whose start tag ends at `start`."""
    if name in VOID:
        return start
    if name in RAW:
        end = re.compile(rf"</{name}[ \t\n\f\r]*+>", re.IGNORECASE).search(html, start)
        return end.end() if end else len(html)
    depth = 1
    for tag in compiled(NEXT_TAG).finditer(html, start):
        if tag["name"] and tag["name"].lower() == name:
            depth += -1 if tag["close"] else 1
            if depth == 0:
                return tag.end()
    return len(html)  # the end tag may be omitted


def escape_identifier(identifier: str) -> str:
    """Return an identifier as CSS writes it: `CSS.escape()` of the CSSOM standard."""

    def escaped(index: int, character: str) -> str:
        if character == "\0":
            return "\N{REPLACEMENT CHARACTER}"
        leading = index == 0 or (index == 1 and identifier[0] == "-")
        if character < " " or character == "\x7f" or (leading and "0" <= character <= "9"):
            return f"\\{ord(character):x} "
        if character >= "\x80" or character == "_" or character.isalnum() or (character == "-" and identifier != "-"):
            return character
        return f"\\{character}"

    return "".join(escaped(index, character) for index, character in enumerate(identifier))
