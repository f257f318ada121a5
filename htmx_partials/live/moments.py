"""When a page was rendered, and which changes its own request had made before."""

from __future__ import annotations

import itertools
import time
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.http import base36_to_int, int_to_base36

from .forks import after_fork

# How much the clocks of two servers may differ, in milliseconds. The delay of a signal counts as well.
MARGIN = 5000

# The key for the start of a request, in the scope of ASGI or the environ of WSGI.
START = "htmx_partials.live"

# The value of `by` in a cursor.
CURSOR = "cursor"

NAME = "abcdefghijklmnopqrstuvwxyz0123456789"


def new_name() -> str:
    return get_random_string(8, NAME)


class Process:
    """This process: its name, and a clock that never goes back."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.name = new_name()
        self.last = 0

    def now(self) -> int:
        """Return the time in milliseconds since 1970."""
        self.last = max(self.last, time.time_ns() // 1_000_000)
        return self.last


process = Process()
after_fork(process.begin)


class Own:
    """The changes of one request or task: their common name, and their number."""

    def __init__(self) -> None:
        self.name = new_name()
        self.count = 0
        self.counter = itertools.count(1)

    def next(self) -> Change:
        self.count = next(self.counter)
        return Change(self.name, self.count)


class Change(NamedTuple):
    """A change: the name of its request or task, and its number there."""

    by: str
    number: int


own: ContextVar[Own | None] = ContextVar("htmx_partials.live.own", default=None)
# A process that was forked changes things of its own.
after_fork(lambda: own.set(None))


def begin_own() -> Own:
    """Start a new request or task: tell its changes from those of others."""
    changes = Own()
    own.set(changes)
    return changes


def own_changes() -> Own:
    return own.get() or begin_own()


class Moment(NamedTuple):
    """
    A time in milliseconds, by the clock of a process.

    `by` and `number` are those of the last change that the request itself had made before. In
    a cursor, `number` is that of the last change that the process had heard of.
    """

    at: int
    process: str
    by: str = ""
    number: int = 0

    def __str__(self) -> str:
        parts = [int_to_base36(self.at), self.process]
        return "-".join([*parts, self.by, int_to_base36(self.number)] if self.number else parts)

    @classmethod
    def read(cls, text: str) -> Moment:
        """Parse a moment. Raises `ValueError` for other texts."""
        at, process, *rest = text.split("-")
        by, number = rest or ("", "0")
        return cls(base36_to_int(at), process, by, base36_to_int(number))

    def earliest(self) -> int:
        """Return the earliest time that this may be by the clock of this process."""
        return self.at if self.process == process.name else self.at - MARGIN


def note_start(environ: Any = None, scope: Any = None, **kwargs: Any) -> None:
    """Note when a request began, before its view reads anything. Handles Django's signal `request_started`."""
    noted = scope if environ is None else environ
    if noted is not None:  # others may send this signal without a request
        noted[START] = process.now()


def moment_of(request: HttpRequest) -> Moment:
    """Return the moment of rendering for this request. All changes before it are shown."""
    noted = getattr(request, "scope", request.META)
    changes = own.get()
    return Moment(
        noted.get(START, process.now() - MARGIN),
        process.name,
        *((changes.name, changes.count) if changes and changes.count else ()),
    )
