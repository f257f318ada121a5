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
# What a reader sees meanwhile, or how long it takes to see it, but not what is in the document in the end.
UNSEEN = frozenset(
    # of version 2
    "defaultSwapDelay defaultSettleDelay includeIndicatorStyles indicatorClass requestClass addedClass settlingClass "
    "swappingClass allowEval allowScriptTags inlineScriptNonce inlineStyleNonce attributesToSettle withCredentials "
    "timeout wsReconnectDelay wsBinaryType scrollBehavior defaultFocusScroll globalViewTransitions selfRequestsOnly "
    "scrollIntoViewOnBoost triggerSpecsCache reportValidityOfForms "
    # of version 4
    "logAll transitions mode includeIndicatorCSS defaultTimeout".split()
)


def read_config(browser: Browser, version: int) -> dict[str, Any]:
    """Return the settings of this version, as the page has them. Those of the other version do nothing.

    Raises ``NotImplementedError`` for a setting that the kit does not play.
    """
    meta = query(browser.document, 'meta[name="htmx-config"]')
    said = hcon.parse(get_attribute(meta, "content")) if meta else {}
    for name, value in said.items():
        if not any(name in played for played in PLAYED.values()) and name not in UNSEEN:
            raise NotImplementedError(f"The testing kit does not play {name}={value!r} of htmx's configuration.")
    return {name: said.get(name, default) for name, default in PLAYED[version].items()}
