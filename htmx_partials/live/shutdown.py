"""Streams end when the server is told to: it would wait for them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

from .hub import Hub

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class EndStreams:
    """Handles a signal: ends the streams, and leaves the rest to whoever handled it before."""

    def __init__(self, before: Callable[[int, FrameType | None], object], hub: Hub) -> None:
        self.before = before
        self.hub = hub

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.hub.end_streams()
        self.before(number, frame)


def end_streams_at_signals(hub: Hub) -> None:
    """
    End the streams when this process gets a signal that a server handles.

    Only the main thread can see to that. A signal that nobody handles ends the process anyway.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in SIGNALS:
        handler = signal.getsignal(number)
        if isinstance(handler, EndStreams):
            handler.hub = hub
        elif callable(handler):
            signal.signal(number, EndStreams(handler, hub))
