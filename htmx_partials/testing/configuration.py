"""``<meta name="htmx-config">``: what a page sets of htmx."""

from typing import Any

from htmx_partials.testing import hcon
from htmx_partials.testing.browser import Browser
from htmx_partials.testing.parsing import get_attribute
from htmx_partials.testing.selectors import query

PLAYED: dict[int, dict[str, Any]] = {
    2: {
        "historyEnabled": True,
        "historyCacheSize": 10,
        "refreshOnHistoryMiss": False,
        "historyRestoreAsHxRequest": True,
        "defaultSwapStyle": "innerHTML",
        "disableInheritance": False,
        "allowNestedOobSwaps": True,
        "ignoreTitle": False,
        "methodsThatUseUrlParams": ["get", "delete"],
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    },
    4: {
        "history": True,
        "defaultSwap": "innerHTML",
        "defaultSwapEmpty": None,
        "noSwap": [204, 304],
        "implicitInheritance": False,
        "morphIgnore": ["data-htmx-powered"],
        "morphSkip": "[hx-morph-skip]",
        "morphSkipChildren": "[hx-morph-skip-children]",
        "morphScanLimit": 10,
    },
}
# What else there is says what a reader sees meanwhile, or how long it takes, and not what is there in the end; but for
# this, which is only played as htmx has it by itself.
UNPLAYED: dict[int, dict[str, Any]] = {
    2: {"getCacheBusterParam": False, "disableSelector": "[hx-disable], [data-hx-disable]"},
    4: {"prefix": "data-hx-", "metaCharacter": ":"},
}


def read_config(browser: Browser, version: int) -> dict[str, Any]:
    """Return the settings of this version, as the page has them. What htmx does not know does nothing.

    Raises ``NotImplementedError`` for a setting that the kit does not play.
    """
    meta = query(browser.document, 'meta[name="htmx-config"]')
    said = hcon.parse(get_attribute(meta, "content")) if meta else {}
    for name, default in UNPLAYED[version].items():
        if said.get(name, default) != default:
            raise NotImplementedError(f"The testing kit does not play {name}={said[name]!r} of htmx's configuration.")
    return {name: said.get(name, default) for name, default in PLAYED[version].items()}
