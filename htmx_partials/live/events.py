"""Events of a stream, as text/event-stream."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.utils.http import int_to_base36

from .moments import Change

HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "Content-Encoding": "identity",  # so that nobody on the way packs it, and holds it back
    "X-Accel-Buffering": "no",
}

COMMENT = b": \n\n"


class Signal:
    """Elements that are to be asked for, by their keys, because of whose changes, and how many readers were told."""

    def __init__(self) -> None:
        self.keys: dict[str, None] = {}
        self.changes: dict[str, int] = {}
        self.readers = 0

    def add(self, keys: Iterable[str], change: Change, readers: int) -> None:
        self.keys.update(dict.fromkeys(keys))
        if len(self.changes) < 2:  # whose they are matters while they are one's
            self.changes[change.by] = max(change.number, self.changes.get(change.by, 0))
        self.readers = max(self.readers, readers)

    def merge(self, other: Signal) -> None:
        for change in other.changes.items():
            self.add(other.keys, Change(*change), other.readers)


def event(name: str, **data: Any) -> bytes:
    """An event with its data in one line of JSON."""
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def changed_event(signal: Signal, cursor: object, spread: int) -> bytes:
    own = [[by, int_to_base36(number)] for by, number in signal.changes.items()]
    return event(
        "changed",
        cursor=str(cursor),
        keys=list(signal.keys),
        spread=spread,
        own=own[0] if len(own) == 1 else None,
    )


def spread_of(readers: int, rate: float) -> int:
    """Over how many milliseconds so many readers ask, so that `rate` of them come in a second."""
    return int((readers - 1) * 1000 / rate) if readers > 1 else 0
