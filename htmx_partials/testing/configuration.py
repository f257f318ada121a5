"""`<meta name="htmx-config">`: what a page sets of htmx."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bs4 import BeautifulSoup

from .parsing import get_attribute
from .selectors import query


def read_config(
    document: BeautifulSoup,
    parse: Callable[[str], dict[str, Any]],
    played: Mapping[str, Any],
    unplayed: Mapping[str, Any],
) -> dict[str, Any]:
    """
    Return the settings that are played, as the page has them.

    `played` are their defaults, `unplayed` those of settings that are played only as they are by default. All others
    say what a reader sees meanwhile, or how long it takes, or are none of htmx's.

    Raises `NotImplementedError` where the page sets one of those that are not played.
    """
    meta = query(document, 'meta[name="htmx-config"]')
    values = parse(get_attribute(meta, "content") or "{}") if meta else {}
    for name, default in unplayed.items():
        if values.get(name, default) != default:
            raise NotImplementedError(f"The testing kit does not play {name}={values[name]!r} of htmx's configuration.")
    return {name: values.get(name, default) for name, default in played.items()}
