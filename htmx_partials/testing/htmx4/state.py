"""What htmx 4 keeps of an element (`#htmxProp`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import state
from ..parsing import Element

if TYPE_CHECKING:
    from .requests import RequestQueue
    from .wiring import Listening


@dataclass
class State(state.State):
    """What htmx 4 keeps of an element: its request queue, and the triggers that it listens to."""

    queue: RequestQueue | None = None
    triggers: list[Listening] = field(default_factory=list)
    changed_values: dict[int, str] = field(default_factory=dict)


def state_of(element: Element) -> State:
    if not isinstance(element.state, State):
        element.state = State()
    return element.state


def clean_up(element: Element, *, force: bool = False) -> None:
    """Remove the listeners and timers (`#cleanup`). With `force` the elements can be initialized again."""
    for place in state.with_descendants(element):
        if place.state is not None:
            place.state.cut()
            if force:
                place.state = None
