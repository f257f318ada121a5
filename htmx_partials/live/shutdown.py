"""Streams end when the server is told to: it would wait for them."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from .hub import Hub

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class EndStreams:
    """Handles a signal: ends the streams, and leaves the rest to whoever handled it before."""

    def __init__(self, before: object) -> None:
        self.before = before
        self.hub: Hub | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.hub:
            self.hub.end_streams()
        if callable(self.before):
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
        if callable(handler) and not isinstance(handler, EndStreams):
            handler = EndStreams(handler)
            signal.signal(number, handler)
        if isinstance(handler, EndStreams):
            handler.hub = hub
