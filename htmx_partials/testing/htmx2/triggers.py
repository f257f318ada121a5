"""`hx-trigger` of htmx 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..javascript import interval


@dataclass(frozen=True)
class Trigger:
    """One of the triggers in `hx-trigger`. Times are in seconds. `every` is the interval of a poll."""

    event: str
    condition: str | None = None
    every: float | None = None
    delay: float = 0
    throttle: float = 0
    changed: bool = False
    once: bool = False
    stop: bool = False
    origin: str | None = None
    target: str | None = None
    queue: str | None = None


TRIGGER = re.compile(r"\s*(?P<event>[^\s,\[]+)(?:\[(?P<condition>(?:[^\[\]]|\[[^\]]*\])*)\])?")
MODIFIER = re.compile(
    r"\s+(?P<name>[a-z]+)(?::(?P<value>[({][^)}]*[)}]|(?:closest|find|next|previous)\s+(?:[({][^)}]*[)}]|[^\s,]+)|[^\s,]*))?"
)
FLAGS = {"changed": "changed", "once": "once", "consume": "stop"}
TIMES = {"delay": "delay", "throttle": "throttle"}
TEXTS = {"from": "origin", "target": "target", "queue": "queue"}
IGNORED = frozenset(("root", "threshold", "rootMargin", "passive", "capture"))


@cache
def parse_triggers(text: str) -> tuple[Trigger, ...]:
    """
    Parse `hx-trigger` (`parseAndCacheTrigger`).

    Raises `AssertionError` where htmx would log a syntax error.
    """
    triggers = []
    position = 0
    while text[position:].strip():
        start = TRIGGER.match(text, position)
        if not start:
            raise AssertionError(f"hx-trigger={text!r} is not understood at {text[position:]!r}.")
        position = start.end()
        fields: dict[str, Any] = {"event": start["event"], "condition": start["condition"]}
        if start["event"] == "every":
            given = re.compile(r"\s+([\w.]+)(?:\s*\[((?:[^\[\]]|\[[^\]]*\])*)\])?").match(text, position)
            if not given:
                raise AssertionError(f"hx-trigger={text!r} does not say how often.")
            position = given.end()
            fields |= {"every": interval(given[1]), "condition": given[2]}
        while modifier := MODIFIER.match(text, position):
            position = modifier.end()
            fields |= read_modifier(text, modifier["name"], modifier["value"] or "")
        triggers.append(Trigger(**fields))
        rest = re.compile(r"\s*(,|\Z)").match(text, position)
        if not rest:
            raise AssertionError(f"hx-trigger={text!r} is not understood at {text[position:]!r}.")
        position = rest.end()
    return tuple(triggers)


def read_modifier(text: str, name: str, value: str) -> dict[str, Any]:
    if name in FLAGS:
        return {FLAGS[name]: True}
    if name in TIMES:
        return {TIMES[name]: interval(value) or 0}
    if name in TEXTS:
        return {TEXTS[name]: re.sub(r"[({](.*)[)}]\Z", r"\1", value).strip()}
    if name in IGNORED:
        return {}
    raise AssertionError(f"hx-trigger={text!r} has an unknown modifier {name!r}.")
