"""The extensions of htmx 4 that a page loads. The page is played until it needs one of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..parsing import Element, get_attribute
from ..selectors import describe, query_all

if TYPE_CHECKING:
    from . import Htmx4

SCRIPT = re.compile(r"/(htmax|(?:hx|htmx)-(?!\d+\.)[a-z0-9-]+?)(?:-4)?(?:\.min)?(?:\.[0-9a-f]+)?\.js(?:\?|\Z)")
# These act only before a request or while it is pending.
UNSEEN = frozenset(("hx-browser-indicator", "hx-head", "hx-optimistic", "hx-pending", "hx-preload"))
# These change each request.
EVERYWHERE = frozenset(("htmx-2-compat", "hx-csp"))
SENDING = frozenset(("hx-ws:send", "data-hx-ws:send"))
BUNDLED = ("hx-live", "hx-sse", "hx-targets", "hx-upsert", "hx-ws")  # by htmax


def loaded_extensions(htmx: Htmx4) -> list[str]:
    """Return the names of the extensions that the page loads. Their attributes have the same names: `hx-ws`."""
    sources = [get_attribute(script, "src") or "" for script in query_all(htmx.browser.document, "script[src]")]
    names = [found[1] for found in map(SCRIPT.search, sources) if found]
    return [*names, *BUNDLED] if "htmax" in names else names


def refuse_extensions(htmx: Htmx4, element: Element) -> None:
    """Raise `NotImplementedError` if a request of the element is one of an extension."""
    for name in htmx.extensions:
        if name in EVERYWHERE or (name not in UNSEEN and htmx.attributes.value(element, name) is not None):
            raise extension_error(htmx, f"a request of {describe(element)}")


def extension_error(htmx: Htmx4, what: str) -> NotImplementedError:
    return NotImplementedError(
        f"The testing kit does not play htmx's extensions, and {what} needs one of {', '.join(htmx.extensions)}."
    )
