"""The messages that backends carry: topics have changed, or a session has ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .moments import Change

# A notification of Postgres has less than 8,000 bytes.
LONGEST = 7500


class Changed(NamedTuple):
    """These topics have changed, with this change."""

    topics: tuple[str, ...]
    change: Change


class Ended(NamedTuple):
    """The session of this reader has ended."""

    reader: str


class Lost(NamedTuple):
    """Too many messages were waiting to be sent: anything may have changed."""


type Message = Changed | Ended | Lost

LOST = "{}"


def changed_messages(topics: Iterable[str], change: Change) -> Iterator[str]:
    """The messages that these topics have changed, each of at most 7,500 ASCII characters."""
    part: list[str] = []
    size = 0
    for topic in topics:
        length = len(json.dumps(topic)) + 1
        if part and size + length > LONGEST - 100:
            yield changed_message(part, change)
            part, size = [], 0
        part.append(topic)
        size += length
    yield changed_message(part, change)


def changed_message(topics: list[str], change: Change) -> str:
    return json.dumps({"topics": topics, "by": change.by, "number": change.number}, separators=(",", ":"))


def ended_message(reader: str) -> str:
    return json.dumps({"ended": reader})


def read_message(text: str) -> Message:
    """Parse a message. Raises `ValueError` for other texts."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    match data:
        case {"topics": [*topics], "by": str(by), "number": int(number)} if all(isinstance(t, str) for t in topics):
            return Changed(tuple(topics), Change(by, number))
        case {"ended": str(reader)}:
            return Ended(reader)
        case {**nothing} if not nothing:
            return Lost()
    raise ValueError(f"{text[:100]!r} is no message of live partials.")
