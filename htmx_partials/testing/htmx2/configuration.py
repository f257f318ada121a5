"""The settings of htmx 2 that a page may change."""

from __future__ import annotations

from typing import Any

PLAYED: dict[str, Any] = {
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
}
UNPLAYED = {"getCacheBusterParam": False, "disableSelector": "[hx-disable], [data-hx-disable]"}
