"""What htmx keeps of an element: its listeners and timers, and whether it is boosted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .events import Listener, Timer, listen, unlisten
from .parsing import Element, descendants


@dataclass
class State:
    """The state of an element, kept as `element.state`. Each version of htmx adds what it needs."""

    listening: list[tuple[Element, str, Listener]] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    scripts: list[tuple[Element, str, Listener]] = field(default_factory=list)
    initialized: bool = False
    boosted: dict[str, Any] | None = None

    def listen(self, target: Element, kind: str, listener: Listener, *, is_script: bool = False) -> None:
        (self.scripts if is_script else self.listening).append((target, kind, listener))
        listen(target, kind, listener)

    def cut(self) -> None:
        """Remove the listeners and timers."""
        self.cut_scripts()
        while self.listening:
            unlisten(*self.listening.pop())
        while self.timers:
            self.timers.pop().cancelled = True

    def cut_scripts(self) -> None:
        while self.scripts:
            unlisten(*self.scripts.pop())


def is_boosted(element: Element) -> bool:
    return element.state is not None and element.state.boosted is not None


def with_descendants(element: Element) -> list[Element]:
    return [element, *descendants(element)]
