"""HCON, the notation in attributes and headers of htmx 4: `delay:500ms, target:#x`."""

from __future__ import annotations

import json
import re
from typing import Any

from ..javascript import parse_json

PAIR = re.compile(
    r"""(?:"(?P<dq>[^"]+)"|'(?P<sq>[^']+)'|(?P<bare>[^\s,:]+))"""
    r"""(?:\s*:\s*(?:"(?P<dqv>[^"]*)"|'(?P<sqv>[^']*)'|<(?P<hsv>(?:[^/]|/(?!>))+)/>|(?P<barev>[^\s,]+)))?(?=\s|,|$)"""
)
COMMA = re.compile(r""",(?![^\[]*\])(?![^(]*\))(?![^<]*/>)(?=(?:[^"']|"[^"]*"|'[^']*')*$)""")


def parse(text: str | None) -> dict[str, Any]:
    """Return the pairs in a text: `{"delay": "500ms", "once": True}` for `"delay:500ms once"`."""
    if not text:
        return {}
    if text == "true":  # the most common value
        return {"true": True}
    if text.startswith("{"):
        return parse_json(text)
    result: dict[str, Any] = {}
    for pair in PAIR.finditer(text):
        key = pair["dq"] or pair["sq"] or pair["bare"]
        given = next((pair[group] for group in ("dqv", "sqv", "hsv", "barev") if pair[group] is not None), "true")
        value = parsed_value(given.strip())
        if pair["bare"]:
            *path, key = key.split(".")
            for part in reversed(path):
                key, value = part, {key: value}
        merge({key: value}, result)
    return result


def merge(source: dict[str, Any], into: dict[str, Any]) -> dict[str, Any]:
    for key, value in source.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(value, into[key])
        else:
            into[key] = value
    return into


def split(text: str) -> list[str]:
    """Split a text at its commas outside of brackets and quotes."""
    return COMMA.split(text)


def parsed_value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
