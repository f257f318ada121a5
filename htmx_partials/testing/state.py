"""What htmx keeps of an element: its listeners and timers, and whether it is boosted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .events import Listener, Timer, listen, unlisten
from .parsing import Element, descendants


@dataclass
class State:
    """Kept on `element.state`. Each version of htmx adds what it needs."""

    listening: list[tuple[Element, str, Listener]] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    scripts: list[tuple[Element, str, Listener]] = field(default_factory=list)
    initialized: bool = False
    boosted: dict[str, Any] | None = None

    def listen(self, target: Element, kind: str, listener: Listener) -> None:
        self.listening.append((target, kind, listener))
        listen(target, kind, listener)

    def listen_for_script(self, target: Element, kind: str, listener: Listener) -> None:
        self.scripts.append((target, kind, listener))
        listen(target, kind, listener)

    def cut(self) -> None:
        """Take the listeners and timers away."""
        self.cut_scripts()
        for target, kind, listener in self.listening:
            unlisten(target, kind, listener)
        for timer in self.timers:
            timer.cancelled = True
        self.listening, self.timers = [], []

    def cut_scripts(self) -> None:
        for target, kind, listener in self.scripts:
            unlisten(target, kind, listener)
        self.scripts = []


def is_boosted(element: Element) -> bool:
    return element.state is not None and element.state.boosted is not None


def with_descendants(element: Element) -> list[Element]:
    return [element, *descendants(element)]
