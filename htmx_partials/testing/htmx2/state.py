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
    """`markup` are the attributes as htmx last saw them, `waiting` what is asked when the request under way is done."""

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
    """Take the listeners and timers away (`cleanUpElement`)."""
    for place in state.with_descendants(element):
        deinitialize(place)


def deinitialize(element: Element) -> None:
    """Begin anew with the element, but for what is done once (`deInitNode`)."""
    if element.state is not None:
        element.state.cut()
        element.state = State(initialized=element.state.initialized)
