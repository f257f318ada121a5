"""What htmx 2 keeps of an element (`getInternalData`)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import state
from ..events import Timer
from ..parsing import Element

if TYPE_CHECKING:
    from .requests import PendingRequest


@dataclass
class State(state.State):
    """
    What htmx 2 keeps of an element.

    `markup` are the attributes that htmx saw last. `waiting` are the requests to send when the pending one is done.
    """

    markup: object = None
    once_done: bool = False
    loaded: bool = False
    stopped_polling: bool = False
    delayed: Timer | None = None
    throttled: bool = False
    last_button: Element | None = None
    under_way: PendingRequest | None = None
    abortable: bool = False
    waiting: deque[Callable[[], object]] = field(default_factory=deque)


def state_of(element: Element) -> State:
    if not isinstance(element.state, State):
        element.state = State()
    return element.state


def clean_up(element: Element) -> None:
    """Remove the listeners and timers of an element and those inside it (`cleanUpElement`)."""
    for place in state.with_descendants(element):
        deinitialize(place)


def deinitialize(element: Element) -> None:
    """Reset an element, except for what is done once (`deInitNode`)."""
    if element.state is not None:
        element.state.cut()
        element.state = State(initialized=element.state.initialized)
