"""Listens for changes in one process, for all its streams."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from threading import Event, Lock, Thread

from django.core.signals import setting_changed

from .backends import Backend
from .configuration import StreamOptions, current_backend, stream_options
from .forks import after_fork
from .history import History
from .messages import Changed, Ended, Message, read_message
from .streams import Room

logger = logging.getLogger("htmx_partials.live")

# Seconds before it tries to listen again: the first pause, and the longest.
FIRST, LONGEST = 0.5, 15.0


class Hub:
    """
    Listens to the backend in its own thread, and tells the rooms, one for each event loop.

    While `is_listening` is set, its history has all changes since it began.
    """

    def __init__(self, backend: Backend, options: StreamOptions) -> None:
        self.backend = backend
        self.options = options
        self.history = History(options.REMEMBER, options.MAX_AGE)
        self.is_listening = Event()
        self.is_closed = Event()
        self.lock = Lock()
        self.thread: Thread | None = None
        self.rooms: dict[asyncio.AbstractEventLoop, Room] = {}

    def start(self) -> None:
        """Start to listen, unless it already does."""
        if self.thread is None:
            with self.lock:
                if self.thread is None:
                    self.thread = Thread(target=self.run, name="htmx_partials.live listener", daemon=True)
                    self.thread.start()

    def room(self) -> Room:
        """Return the room of the running event loop."""
        loop = asyncio.get_running_loop()
        with self.lock:
            for other in [other for other in self.rooms if other.is_closed()]:
                del self.rooms[other]
            return self.rooms.setdefault(loop, Room(loop, self.history.number, self.options))

    def run(self) -> None:
        pause = FIRST
        while not self.is_closed.is_set():
            try:
                for text in self.backend.listen():
                    if self.is_closed.is_set():
                        return
                    if not self.is_listening.is_set():
                        self.history.begin()
                        self.is_listening.set()
                        pause = FIRST
                    if text is not None:
                        self.receive(text)
            except Exception as error:  # noqa: BLE001
                logger.error(
                    "Live partials: nothing is heard of changes (%s: %s). Streams end until the server is back.",
                    type(error).__name__,
                    error,
                )
            self.is_listening.clear()
            self.end_streams()
            self.is_closed.wait(pause)
            pause = min(pause * 2, LONGEST)

    def receive(self, text: str) -> None:
        try:
            message = read_message(text)
        except ValueError as error:
            logger.warning("Live partials: %s Does another program send to its channel?", error)
            return
        self.hear(message)

    def hear(self, message: Message) -> None:
        match message:
            case Changed(topics, change):
                heard = self.history.add(topics, change)
                self.tell(lambda room: room.deliver(topics, change, heard))
            case Ended(reader):
                self.history.end_session(reader)
                self.tell(lambda room: room.end_session(reader))
            case _:
                self.history.begin()
                self.end_streams()

    def tell(self, what: Callable[[Room], None]) -> None:
        """Call a function with each room, in the event loop of the room."""
        for loop, room in tuple(self.rooms.items()):
            with suppress(RuntimeError):  # the loop has been closed
                loop.call_soon_threadsafe(what, room)

    def end_streams(self) -> None:
        self.tell(Room.end_all)

    def close(self) -> None:
        """Stop listening, and end all streams."""
        self.is_closed.set()
        self.end_streams()


@cache
def current_hub() -> Hub:
    return Hub(current_backend(), stream_options())


def forget_hub(*, setting: str, **kwargs: object) -> None:
    if setting == "HTMX_PARTIALS_LIVE":
        if current_hub.cache_info().currsize:
            current_hub().close()
        current_hub.cache_clear()


setting_changed.connect(forget_hub)
after_fork(current_hub.cache_clear)
