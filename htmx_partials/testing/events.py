"""Events, and the clock of timers."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .parsing import Element

type Listener = Callable[["Event"], object]


@dataclass(eq=False)
class Event:
    """
    Something that happened to an element.

    `properties` are what JavaScript finds on the event, such as `key` and `ctrlKey`. `notes` are what htmx notes on it.
    """

    type: str
    target: Element
    detail: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    submitter: Element | None = None
    bubbles: bool = True
    cancelled: bool = False
    stopped: bool = False
    current_target: Element | None = None
    notes: dict[str, Any] = field(default_factory=dict)


def listen(target: Element, kind: str, listener: Listener) -> None:
    if target.listeners is None:
        target.listeners = {}
    target.listeners.setdefault(kind, []).append(listener)


def unlisten(target: Element, kind: str, listener: Listener) -> None:
    (target.listeners or {})[kind].remove(listener)


@dataclass(order=True)
class Timer:
    due: float
    order: int
    run: Callable[[], object] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)


class Clock:
    """Time as the page sees it. It stands still until `tick()`."""

    def __init__(self) -> None:
        self.now = 0.0
        self._timers: list[Timer] = []
        self._order = count()

    def after(self, seconds: float, run: Callable[[], object]) -> Timer:
        timer = Timer(self.now + seconds, next(self._order), run)
        heapq.heappush(self._timers, timer)
        return timer

    def clear(self) -> None:
        self._timers.clear()

    def tick(self, seconds: float, settle: Callable[[], object]) -> None:
        """Let time pass, and call `settle` after each timer that is due."""
        end = self.now + seconds
        while self._timers and self._timers[0].due <= end + 1e-9:
            timer = heapq.heappop(self._timers)
            self.now = max(self.now, timer.due)
            if not timer.cancelled:
                timer.run()
                settle()
        self.now = end
