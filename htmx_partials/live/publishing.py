"""Send messages. A failure never breaks the code that has changed something."""

from __future__ import annotations

import asyncio
import atexit
import logging
from collections.abc import Iterable
from functools import cache
from threading import Event, Lock, Thread

from django.core.signals import setting_changed

from .backends import Backend
from .configuration import current_backend
from .forks import after_fork
from .messages import LOST

logger = logging.getLogger("htmx_partials.live")

# How many messages may wait for a server that is away.
MOST = 1000

# Seconds between attempts: the first pause, and the longest.
FIRST, LONGEST = 1.0, 30.0


class Publisher:
    """
    Sends messages in their order.

    Messages that cannot be sent at once wait until the server is back. In an event loop, which
    must not be blocked, they wait for a thread that sends them.
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.lock = Lock()
        self.waiting: list[str] = []
        self.thread: Thread | None = None
        self.closed = Event()

    def publish(self, messages: Iterable[str]) -> None:
        messages = list(messages)
        if not self.waiting and not in_event_loop():
            try:
                while messages:
                    self.backend.publish(messages[0])
                    del messages[0]
            except Exception as error:  # noqa: BLE001
                log_failure(error)
        if messages:
            self.leave(messages)

    def leave(self, messages: list[str]) -> None:
        """Leave messages to a thread, which ends when all are sent."""
        with self.lock:
            self.waiting += messages
            if len(self.waiting) > MOST:
                self.waiting[:] = [LOST]
            if self.thread is None:
                atexit.register(self.send_waiting)
                self.thread = Thread(target=self.send_until_done, name="htmx_partials.live publisher", daemon=True)
                self.thread.start()

    def send_until_done(self) -> None:
        pause = FIRST
        while not self.is_done():
            try:
                self.send_waiting()
            except Exception as error:  # noqa: BLE001
                log_failure(error)
                if self.closed.wait(pause):
                    return
                pause = min(pause * 2, LONGEST)

    def is_done(self) -> bool:
        with self.lock:
            if self.waiting:
                return False
            self.thread = None
            atexit.unregister(self.send_waiting)
            return True

    def send_waiting(self) -> None:
        while self.waiting:
            message = self.waiting[0]
            self.backend.publish(message)
            with self.lock:
                if self.waiting and self.waiting[0] is message:
                    del self.waiting[0]


def log_failure(error: Exception) -> None:
    logger.error(
        "Live partials: a change could not be sent (%s: %s). It is sent when the server is back.",
        type(error).__name__,
        error,
    )


def in_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@cache
def current_publisher() -> Publisher:
    return Publisher(current_backend())


def forget_publisher(*, setting: str, **kwargs: object) -> None:
    if setting == "HTMX_PARTIALS_LIVE":
        if current_publisher.cache_info().currsize:
            current_publisher().closed.set()
        current_publisher.cache_clear()


setting_changed.connect(forget_publisher)
after_fork(current_publisher.cache_clear)
