"""A backend for a single process, which needs no server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from queue import Empty, SimpleQueue
from typing import Any

from .backends import Backend

# The interval of `None` items during silence, in seconds.
SILENCE = 1.0


class MemoryBackend(Backend):
    """Carries messages inside this process. Changes of other processes do not reach it."""

    def __init__(self, location: str, options: Mapping[str, Any]) -> None:
        super().__init__(location, options)
        self.listeners: list[SimpleQueue[str]] = []

    def publish(self, message: str) -> None:
        for queue in tuple(self.listeners):
            queue.put(message)

    def listen(self) -> Iterator[str | None]:
        queue: SimpleQueue[str] = SimpleQueue()
        self.listeners.append(queue)
        try:
            yield None
            while True:
                try:
                    message = queue.get(timeout=SILENCE)
                except Empty:
                    yield None
                else:
                    yield message
        finally:
            self.listeners.remove(queue)
