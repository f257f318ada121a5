"""``<meta name="htmx-config">``: what a page sets of htmx."""

from typing import Any

from htmx_partials.testing import hcon
from htmx_partials.testing.browser import Browser
from htmx_partials.testing.parsing import get_attribute
from htmx_partials.testing.selectors import query


def read_config(browser: Browser, known: dict[str, Any], unseen: frozenset[str], version: int) -> dict[str, Any]:
    """Return what the page sets; of ``unseen`` settings nothing shows in the document.

    Raises ``NotImplementedError`` for a setting that would make a difference the kit does not play.
    """
    meta = query(browser.document, 'meta[name="htmx-config"]')
    config = hcon.parse(get_attribute(meta, "content")) if meta else {}
    for name, value in config.items():
        if name not in known and name not in unseen:
            raise NotImplementedError(f"The testing kit does not play {name}={value!r} of htmx {version}'s configuration.")
    return config
