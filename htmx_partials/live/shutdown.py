"""End streams when the server is asked to stop. Otherwise it would wait for them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

from .hub import Hub

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class EndStreams:
    """Handles a signal: ends the streams, and calls the previous handler."""

    def __init__(self, before: Callable[[int, FrameType | None], object], hub: Hub) -> None:
        self.before = before
        self.hub = hub

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.hub.end_streams()
        self.before(number, frame)


def end_streams_at_signals(hub: Hub) -> None:
    """
    End the streams when this process gets a signal that its server handles.

    This works only in the main thread. A signal that no server handles ends the process anyway.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in SIGNALS:
        handler = signal.getsignal(number)
        if isinstance(handler, EndStreams):
            handler.hub = hub
        elif callable(handler) and handler is not signal.default_int_handler:
            signal.signal(number, EndStreams(handler, hub))
