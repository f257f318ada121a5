"""
Tests of htmx pages without a browser: the names that a project's tests import.

They need the extra `htmx-partials[testing]`. They are imported when they are first used. So the pytest plugin, which
every test run of a project loads, costs nothing if it is not used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .assertions import assert_partial, assert_partials_match_page
    from .client import HtmxClient
    from .network import Exchange
    from .page import HtmxPage

__all__ = ["Exchange", "HtmxClient", "HtmxPage", "assert_partial", "assert_partials_match_page"]

MODULES = {
    "Exchange": "network",
    "HtmxClient": "client",
    "HtmxPage": "page",
    "assert_partial": "assertions",
    "assert_partials_match_page": "assertions",
}


def __getattr__(name: str) -> object:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{MODULES[name]}"), name)
