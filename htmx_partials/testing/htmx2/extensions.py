"""The extensions of htmx 2 that `hx-ext` names. A page is played until it needs one of them."""

from __future__ import annotations

from ..attributes import own
from ..parsing import Element
from ..selectors import ancestors, describe

# These act only while a request is pending, or do not change what a request does to the document.
UNSEEN = frozenset(
    "class-tools debug head-support hx-head hx-preload loading-states preload remove-me restored".split()
)
# These are needed only for a swap style, for an error, or for a connection of their own.
LATER = frozenset("alpine-morph hx-sse hx-ws morph multi-swap response-targets sse ws".split())
SENDING = frozenset(("ws-send", "data-ws-send", "hx-ws:send", "data-hx-ws:send"))


def active_extensions(element: Element) -> list[str]:
    """Return the extensions in the `hx-ext` of the element and of those around it (`getExtensions`)."""
    active: list[str] = []
    ignored = set()
    for ancestor in [element, *ancestors(element)]:
        for name in map(str.strip, (own(ancestor, "hx-ext") or "").split(",")):
            if name.startswith("ignore:"):
                ignored.add(name.removeprefix("ignore:"))
            elif name and name not in ignored:
                active.append(name)
    return active


def refuse_extensions(element: Element) -> None:
    """Raise `NotImplementedError` if an extension may change what a request of the element sends."""
    for name in active_extensions(element):
        if name not in UNSEEN and name not in LATER:
            raise extension_error(name, f"a request of {describe(element)}")


def refuse_target_of_status(element: Element, status: int) -> None:
    """Raise `NotImplementedError` if `response-targets` may choose another target for the answer."""
    if not 200 <= status < 300 and "response-targets" in active_extensions(element):
        for ancestor in [element, *ancestors(element)]:
            for name in ancestor.attrs:
                if name.removeprefix("data-").startswith("hx-target-"):
                    raise extension_error("response-targets", f"{name} of {describe(ancestor)}")


def extension_error(names: str, what: str) -> NotImplementedError:
    return NotImplementedError(f"The testing kit does not play htmx's extensions, and {what} needs one: {names}.")
