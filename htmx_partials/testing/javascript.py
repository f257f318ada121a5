"""JavaScript's reading of JSON, numbers and values. Scripts themselves are not run."""

from __future__ import annotations

import json
import re
from typing import Any

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "": 0.001}


def parse_json(text: str) -> dict[str, Any]:
    """Return the object in a JSON text. Raises `AssertionError` where a browser would log an error."""
    try:
        parsed = json.loads(text)
    except ValueError as error:
        raise AssertionError(f"{text!r} is not JSON: {error}") from error
    return parsed if isinstance(parsed, dict) else {}


def interval(text: object) -> float | None:
    """
    Return an interval in seconds, `None` if it cannot be read: `"500ms"`, `"2s"`, `"1m"`; a bare number is
    milliseconds.
    """
    found = re.match(r"\s*([\d.]+)\s*(ms|s|m)?\Z", str(text))
    try:
        return float(found[1]) * UNITS[found[2] or ""] if found else None
    except ValueError:
        return None


def js_string(value: object) -> str:
    """Return `String(value)` of JavaScript, for a value that came from JSON."""
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
    """Return `JSON.stringify(value)` of JavaScript."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
