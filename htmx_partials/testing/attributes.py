"""The `hx-` attributes of an element."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from .parsing import Element
from .selectors import describe

KNOWN = frozenset(
    "hx-" + name
    for name in (
        # requests
        "get post put patch delete query action method trigger vals include params headers encoding request config "
        # answers
        "target swap swap-oob select select-oob status push-url replace-url history history-elt preserve "
        # around them
        "boost confirm prompt sync validate indicator disable disabled-elt ignore disinherit inherit on "
        # a morph's
        "morph-skip morph-skip-children "
        # extensions, and JavaScript
        "ext vars"
    ).split()
)
MODIFIED = re.compile(r"(hx-[\w-]+?)(:inherited)?(:append)?\Z")
OPEN_ENDED = ("hx-on:", "hx-on-", "hx-status:")


def hx_names(element: Element, is_extended: Callable[[Element], object]) -> list[str]:
    """
    Return the names of the element's htmx attributes, without `data-`.

    Raises `NotImplementedError` for an attribute that the kit does not know, unless it may belong to an extension. An
    unknown `data-hx-` attribute is taken for one of the page's own.
    """
    names = []
    for name in element.attrs:
        if name.startswith(("hx-", "data-hx-")):
            bare = name.removeprefix("data-")
            if is_known(bare):
                names.append(bare)
            elif bare is name and not is_extended(element):
                raise NotImplementedError(
                    f"The attribute {name!r} is not one the testing kit plays: {describe(element)}."
                )
    return names


@cache
def is_known(name: str) -> bool:
    modified = MODIFIED.match(name)
    return bool(modified and modified[1] in KNOWN) or name.startswith(OPEN_ENDED)


def own(element: Element, name: str) -> str | None:
    """Return an attribute of the element itself, written as `hx-…` or `data-hx-…`."""
    value: str | None = element.attrs.get(name)
    return element.attrs.get("data-" + name) if value is None else value
