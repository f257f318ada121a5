"""`<meta name="htmx-config">`: the page's configuration of htmx."""

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
    Return the page's values of the settings that are played.

    `played` are their defaults. `unplayed` are the defaults of settings that are played with that value only. All other
    settings change what a reader sees while waiting, or how long it takes, or are not settings of htmx.

    Raises `NotImplementedError` if the page changes one of those in `unplayed`.
    """
    meta = query(document, 'meta[name="htmx-config"]')
    values = parse(get_attribute(meta, "content") or "{}") if meta else {}
    for name, default in unplayed.items():
        if values.get(name, default) != default:
            raise NotImplementedError(f"The testing kit does not play {name}={values[name]!r} of htmx's configuration.")
    return {name: values.get(name, default) for name, default in played.items()}
