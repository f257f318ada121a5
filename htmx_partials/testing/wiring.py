"""What htmx keeps of an element: its listeners and timers, whether it is boosted, the request under way."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from htmx_partials.testing.events import Listener, Timer, listen, unlisten
from htmx_partials.testing.parsing import Element, descendants


@dataclass
class Wiring:
    """Kept on ``element.wiring``."""

    listening: list[tuple[Element, str, Listener]] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    scripts: list[tuple[Element, str, Listener]] = field(default_factory=list)
    initialized: bool = False
    boosted: dict[str, Any] | None = None
    once_done: bool = False
    loaded: bool = False
    stopped_polling: bool = False
    markup: object = None
    delayed: Timer | None = None
    throttled: bool = False
    last_button: Element | None = None
    under_way: Any = None
    abortable: bool = False
    waiting: deque[Any] = field(default_factory=deque)

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


def wiring_of(element: Element) -> Wiring:
    if element.wiring is None:
        element.wiring = Wiring()
    return element.wiring


def is_boosted(element: Element) -> bool:
    return element.wiring is not None and element.wiring.boosted is not None


def with_descendants(element: Element) -> list[Element]:
    return [element, *descendants(element)]
