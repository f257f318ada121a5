"""The extensions of htmx 2 that `hx-ext` names. A page is played until one of them is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..attributes import own
from ..parsing import Element
from ..selectors import ancestors, describe

if TYPE_CHECKING:
    pass

# What these do is seen while a request is under way, or is no change of the document that a request makes.
UNSEEN = frozenset(
    "class-tools debug head-support hx-head hx-preload loading-states preload remove-me restored".split()
)
# These are needed for a way to swap, for an answer with an error, for what is sent over their own connection.
LATER = frozenset("alpine-morph hx-sse hx-ws morph multi-swap response-targets sse ws".split())
SENDING = frozenset(("ws-send", "data-ws-send", "hx-ws:send", "data-hx-ws:send"))


def active_extensions(element: Element) -> list[str]:
    """Return the names in the `hx-ext` of the element and those around it (`getExtensions`)."""
    active: list[str] = []
    ignored = set()
    for place in [element, *ancestors(element)]:
        for name in map(str.strip, (own(place, "hx-ext") or "").split(",")):
            if name.startswith("ignore:"):
                ignored.add(name.removeprefix("ignore:"))
            elif name and name not in ignored:
                active.append(name)
    return active


def refuse_extensions(element: Element) -> None:
    """Raise `NotImplementedError` where an extension may change what a request of the element sends."""
    for name in active_extensions(element):
        if name not in UNSEEN and name not in LATER:
            raise extension_error(name, f"a request of {describe(element)}")


def refuse_target_of_status(element: Element, status: int) -> None:
    """Raise `NotImplementedError` where `response-targets` may say where the answer goes."""
    if not 200 <= status < 300 and "response-targets" in active_extensions(element):
        for place in [element, *ancestors(element)]:
            for name in place.attrs:
                if name.removeprefix("data-").startswith("hx-target-"):
                    raise extension_error("response-targets", f"{name} of {describe(place)}")


def extension_error(names: str, what: str) -> NotImplementedError:
    return NotImplementedError(f"The testing kit does not play htmx's extensions, and {what} needs one: {names}.")
