"""The little languages inside htmx attributes: JSON, and version 4's "HCON" (``delay:500ms, target:#x``)."""

import json
import re
from typing import Any

PAIR = re.compile(
    r"""(?:"(?P<dq>[^"]+)"|'(?P<sq>[^']+)'|(?P<bare>[^\s,:]+))"""
    r"""(?:\s*:\s*(?:"(?P<dqv>[^"]*)"|'(?P<sqv>[^']*)'|<(?P<hsv>(?:[^/]|/(?!>))+)/>|(?P<barev>[^\s,]+)))?(?=\s|,|$)"""
)
COMMA = re.compile(r""",(?![^\[]*\])(?![^(]*\))(?![^<]*/>)(?=(?:[^"']|"[^"]*"|'[^']*')*$)""")
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "": 0.001}


def parse(text: str | None) -> dict[str, Any]:
    """Return the pairs of a configuration text: ``"delay:500ms once"`` is ``{"delay": "500ms", "once": True}``."""
    if not text:
        return {}
    if text == "true":  # as most of them are
        return {"true": True}
    if text.startswith("{"):
        return parse_json(text)
    result: dict[str, Any] = {}
    for pair in PAIR.finditer(text):
        key = pair["dq"] or pair["sq"] or pair["bare"]
        given = next((pair[group] for group in ("dqv", "sqv", "hsv", "barev") if pair[group] is not None), "true")
        value = _value(given.strip())
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
    """Split at the commas that stand outside of brackets and quotes."""
    return COMMA.split(text)


def parse_json(text: str) -> dict[str, Any]:
    """Return the object that the JSON text is. Raises ``AssertionError`` where a browser would log an error."""
    try:
        parsed = json.loads(text)
    except ValueError as error:
        raise AssertionError(f"{text!r} is not JSON: {error}") from error
    return parsed if isinstance(parsed, dict) else {}


def interval(text: object) -> float | None:
    """Return seconds: ``"500ms"``, ``"2s"``, ``"1m"``, and a bare number is milliseconds; ``None`` for nonsense."""
    found = re.match(r"\s*([\d.]+)\s*(ms|s|m)?\Z", str(text))
    try:
        return float(found[1]) * UNITS[found[2] or ""] if found else None
    except ValueError:
        return None


def js_string(value: object) -> str:
    """Return what JavaScript's ``String(value)`` returns for a value that came from JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case list():
            return ",".join("" if item is None else js_string(item) for item in value)
        case dict():
            return "[object Object]"
    return str(value)


def js_json(value: object) -> str:
    """Return what JavaScript's ``JSON.stringify(value)`` returns."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
