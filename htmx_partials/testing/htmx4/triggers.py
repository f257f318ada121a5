"""`hx-trigger` of htmx 4."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..javascript import interval
from . import hcon

EVERY = re.compile(r"^\s*every\s+(\S+?)\s*(\[[^\]]*\])")


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
    prevent: bool = False
    origin: str | None = None
    target: str | None = None


@cache
def parse_triggers(text: str, *, is_beta: bool = False) -> tuple[Trigger, ...]:
    """Parse `hx-trigger` (`#parseTriggerSpecs`)."""
    triggers = []
    for part in hcon.split(text):
        if not is_beta:
            part = EVERY.sub(r"every\2 \1", part)
        found = re.match(r"\s*(\S+\[[^\]]*\]|\S+)\s*(.*?)\s*\Z", part, re.DOTALL)
        if not found:
            continue
        name, rest = found.groups()
        named = re.match(r"([^\[]*)\[([^\]]*)\]", name)
        modifiers = hcon.parse(rest)
        every = None
        if (named[1] if named else name) == "every":
            every = interval(next(iter(modifiers), ""))
            modifiers = {}
        halt = bool(modifiers.get("halt"))
        triggers.append(
            Trigger(
                event=named[1] if named else name,
                condition=named[2] if named else None,
                every=every,
                delay=seconds(modifiers.get("delay")),
                throttle=seconds(modifiers.get("throttle")),
                changed=bool(modifiers.get("changed")),
                once=bool(modifiers.get("once")),
                stop=halt or bool(modifiers.get("stop")) or bool(modifiers.get("consume")),
                prevent=halt or bool(modifiers.get("prevent")),
                origin=modifiers.get("from"),
                target=modifiers.get("target"),
            )
        )
    return tuple(triggers)


def seconds(given: object) -> float:
    return (interval(given) or 0) if given else 0
