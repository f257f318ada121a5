"""The changes of the last few minutes that this process has heard of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from .moments import CURSOR, Change, Moment, process
from .topics import heard_topics

# How many topics, and how many ended sessions, are remembered at most.
MOST = 100_000

# A session counts as open for a page that was rendered at most this long before the process began to listen. In
# milliseconds.
BEFORE = 60_000


class Heard(NamedTuple):
    """
    The last change of a topic: its time and number in this process, and the time of the last change by anybody else.
    """

    at: int
    number: int
    change: Change
    others_at: int


class History:
    """
    The changes of the last `remember` seconds, and the sessions that ended in the last `max_age` seconds.

    One thread writes to it, and others read.
    """

    def __init__(self, remember: float, max_age: float) -> None:
        self.remember = int(remember * 1000)
        self.max_age = int(max_age * 1000)
        self.lock = Lock()
        self.number = 0
        self.changes: OrderedDict[str, Heard] = OrderedDict()
        self.ended: OrderedDict[str, int] = OrderedDict()
        self.begin()

    def begin(self) -> None:
        """Start anew: everything from now on is known, and nothing before."""
        with self.lock:
            self.changes.clear()
            self.complete_since = self.sessions_since = process.now()

    def cursor(self) -> Moment:
        with self.lock:
            return Moment(process.now(), process.name, CURSOR, self.number)

    def add(self, topics: Iterable[str], change: Change) -> int:
        """Remember a change, and return its number in this process."""
        with self.lock:
            now = process.now()
            self.number += 1
            for topic in topics:
                before = self.changes.pop(topic, None)
                others_at = 0
                if before:
                    others_at = before.others_at if before.change.by == change.by else before.at
                self.changes[topic] = Heard(now, self.number, change, others_at)
            while self.changes and len(self.changes) > MOST:
                self.forget_first()
            while self.changes and next(iter(self.changes.values())).at < now - self.remember:
                self.forget_first()
            return self.number

    def forget_first(self) -> None:
        _, heard = self.changes.popitem(last=False)
        self.complete_since = heard.at + 1

    def end_session(self, reader: str) -> None:
        with self.lock:
            now = process.now()
            self.ended[reader] = now
            self.ended.move_to_end(reader)
            while len(self.ended) > MOST:
                self.sessions_since = self.ended.popitem(last=False)[1] + 1
            while next(iter(self.ended.values())) < now - self.max_age:
                self.ended.popitem(last=False)

    def knows_session(self, reader: str, rendered: Moment) -> bool:
        """Return whether the session that a page was rendered for at this time has certainly not ended."""
        return reader not in self.ended and rendered.earliest() >= self.sessions_since - BEFORE

    def remembers(self, moment: Moment) -> bool:
        """Return whether all changes since this moment are known."""
        return moment.earliest() >= self.complete_since

    def since_rendering(self, topics: Iterable[str], rendered: Moment) -> list[Change]:
        """Return the changes of these topics that a rendered page does not show."""
        return [
            heard.change
            for heard in self.heard_of(topics)
            if heard.at >= rendered.earliest() and not is_shown(heard, rendered)
        ]

    def since_cursor(self, topics: Iterable[str], cursor: Moment) -> list[Change]:
        """Return the changes of these topics after a cursor, which may be of another process."""
        return [
            heard.change
            for heard in self.heard_of(topics)
            if (heard.number > cursor.number if cursor.process == process.name else heard.at >= cursor.earliest())
        ]

    def heard_of(self, topics: Iterable[str]) -> list[Heard]:
        with self.lock:
            return [self.changes[heard] for topic in topics for heard in heard_topics(topic) if heard in self.changes]


def is_shown(heard: Heard, rendered: Moment) -> bool:
    """
    Return whether the page shows a change: its own request made it before rendering, and nobody else changed it since.
    """
    change = heard.change
    return change.by == rendered.by and change.number <= rendered.number and heard.others_at < rendered.earliest()
