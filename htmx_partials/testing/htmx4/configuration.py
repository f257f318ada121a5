"""The settings of htmx 4 that a page may change."""

from __future__ import annotations

from typing import Any

PLAYED: dict[str, Any] = {
    "history": True,
    "defaultSwap": "innerHTML",
    "defaultSwapEmpty": None,
    "noSwap": [204, 304],
    "implicitInheritance": False,
    "morphIgnore": ["data-htmx-powered"],
    "morphSkip": "[hx-morph-skip]",
    "morphSkipChildren": "[hx-morph-skip-children]",
    "morphScanLimit": 10,
    "allowEmptySwapAfterOOB": False,
}
UNPLAYED = {"prefix": "data-hx-", "metaCharacter": ":"}
