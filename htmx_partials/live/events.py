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
    "Content-Encoding": "identity",  # so that no proxy compresses it, and buffers it for that
    "X-Accel-Buffering": "no",
}

COMMENT = b": \n\n"


class Signal:
    """The keys of elements to refetch, the changes that caused it, and how many readers were told."""

    def __init__(self) -> None:
        self.keys: dict[str, None] = {}
        self.changes: dict[str, int] = {}
        self.readers = 0

    def add(self, keys: Iterable[str], change: Change, readers: int) -> None:
        self.keys.update(dict.fromkeys(keys))
        if len(self.changes) < 2:  # two are enough to know that the changes are not those of one request
            self.changes[change.by] = max(change.number, self.changes.get(change.by, 0))
        self.readers = max(self.readers, readers)

    def merge(self, other: Signal) -> None:
        for change in other.changes.items():
            self.add(other.keys, Change(*change), other.readers)


def event(name: str, **data: Any) -> bytes:
    """Return an event with its data in one line of JSON."""
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def changed_event(signal: Signal, cursor: str, spread: int) -> bytes:
    own = [[by, int_to_base36(number)] for by, number in signal.changes.items()]
    return event(
        "changed",
        cursor=cursor,
        keys=list(signal.keys),
        spread=spread,
        own=own[0] if len(own) == 1 else None,
    )


def spread_of(readers: int, rate: float) -> int:
    """Return the milliseconds over which this many readers spread their requests, to send `rate` of them a second."""
    return int((readers - 1) * 1000 / rate) if readers > 1 else 0
