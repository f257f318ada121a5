"""The streams of one event loop, by what they follow. Everything here is called in that loop."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from .configuration import StreamOptions
from .events import COMMENT, Signal, changed_event, event, spread_of
from .moments import CURSOR, Change, Moment, process

type Message = dict[str, Any]
type Send = Callable[[Message], Awaitable[None]]

# Seconds between two events, in which signals are gathered.
GATHERED = 0.5

# Seconds that a client may take to read the end of its stream, for which the server may be waiting.
LAST = 5.0

# The minimum number of milliseconds over which clients spread their requests, after their streams had to end.
PAUSE = 1000


class Stream:
    """
    The stream of one page.

    `keys` are the keys of its elements, by topic. A task writes what there is to send, and
    ends when it is sent. `last` is the event that ends the stream.
    """

    __slots__ = (
        "comment",
        "deadline",
        "first",
        "gathering",
        "has_comment",
        "is_gone",
        "keys",
        "last",
        "reader",
        "room",
        "send",
        "signal",
        "told",
        "unread",
        "writer",
    )

    def __init__(self, room: Room, send: Send, keys: dict[str, list[str]], reader: str) -> None:
        self.room = room
        self.send = send
        self.keys = keys
        self.reader = reader
        self.first: list[Message] = []
        self.last: bytes | None = None
        self.signal: Signal | None = None
        self.told = float("-inf")
        self.gathering: asyncio.TimerHandle | None = None
        self.writer: asyncio.Task[None] | None = None
        self.unread: asyncio.Task[None] | None = None
        self.has_comment = False
        self.is_gone = False
        self.deadline = asyncio.timeout(room.options.STREAM_AGE * random.uniform(0.9, 1.1))  # noqa: S311
        self.comment = room.loop.call_later(room.options.KEEPALIVE, self.keep_alive)

    def notice(self, signal: Signal) -> None:
        """Let the client refetch these elements: now, or with others that are gathered for the next event."""
        if self.signal:
            self.signal.merge(signal)
        else:
            self.signal = signal
        if self.gathering:
            return
        wait = self.told + GATHERED - self.room.loop.time()
        if wait > 0:
            self.gathering = self.room.loop.call_later(wait, self.gathered)
        else:
            self.write_soon()

    def keep_alive(self) -> None:
        """Send a comment. End the stream if the client has read nothing since the last one."""
        if self.writer and self.writer is self.unread:
            self.writer.cancel()
            self.give_up()
            return
        self.unread = self.writer
        self.comment = self.room.loop.call_later(self.room.options.KEEPALIVE, self.keep_alive)
        self.has_comment = True
        self.write_soon()

    def write_soon(self) -> None:
        if self.writer is None and self.last is None:
            task = asyncio.Task(self.write(), loop=self.room.loop, eager_start=True)
            self.writer = None if task.done() else task

    async def write(self) -> None:
        try:
            await self.write_all()
        except Exception:  # noqa: BLE001 - each server reports a client that is gone in its own way
            self.give_up()
        finally:
            self.writer = None

    async def write_all(self) -> None:
        while message := self.next_message():
            await self.send(message)

    def next_message(self) -> Message | None:
        """Return the next message to send, `None` if there is none."""
        if self.first:
            return self.first.pop(0)
        if self.signal and self.gathering is None:
            signal, self.signal = self.signal, None
            self.told = self.room.loop.time()
            self.has_comment = False
            return body(changed_event(signal, self.room.cursor, self.room.spread_of(signal)))
        if self.has_comment:
            self.has_comment = False
            return body(COMMENT)
        return None

    def gathered(self) -> None:
        self.gathering = None
        self.write_soon()

    def finish(self, last: bytes) -> None:
        """End the stream with this event."""
        if self.last is None:
            self.last = last
            self.end_now()

    def give_up(self) -> None:
        """End the stream without a word to the client, which does not read."""
        self.is_gone = True
        self.end_now()

    def end_now(self) -> None:
        with suppress(RuntimeError):  # it is already ending
            self.deadline.reschedule(self.room.loop.time())

    async def run(self, receive: Callable[[], Awaitable[Any]]) -> None:
        """Run until the client disconnects or the stream is ended."""
        try:
            async with self.deadline:
                self.write_soon()
                while (await receive())["type"] != "http.disconnect":
                    pass
                self.is_gone = True
        except TimeoutError:
            if not self.is_gone:
                await self.say_last()

    async def say_last(self) -> None:
        """Send what is left, and the last event, whose cursor covers it."""
        self.last = self.last or self.room.end_event(0)
        with suppress(Exception):  # as in write()
            async with asyncio.timeout(LAST):
                if self.writer:
                    await self.writer
                self.stop_gathering()
                await self.write_all()
                await self.send(body(self.last, more=False))

    def stop_gathering(self) -> None:
        if self.gathering:
            self.gathering.cancel()
            self.gathering = None

    def close(self) -> None:
        """Cancel all tasks and timers."""
        self.comment.cancel()
        self.stop_gathering()
        if self.writer:
            self.writer.cancel()


def body(data: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": data, "more_body": more}


class Room:
    """The streams of an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, heard: int, options: StreamOptions) -> None:
        self.loop = loop
        self.options = options
        self.hear(heard)
        self.followers: dict[str, set[Stream]] = {}
        self.readers: dict[str, set[Stream]] = {}

    def hear(self, heard: int) -> None:
        """Note up to which change its streams have been told, now."""
        self.heard = heard
        self.cursor = str(Moment(process.now(), process.name, CURSOR, heard))

    def add(self, stream: Stream) -> None:
        self.readers.setdefault(stream.reader, set()).add(stream)
        for topic in stream.keys:
            self.followers.setdefault(topic, set()).add(stream)

    def discard(self, stream: Stream) -> None:
        stream.close()
        leave(self.readers, stream.reader, stream)
        for topic in stream.keys:
            leave(self.followers, topic, stream)

    def deliver(self, topics: Iterable[str], change: Change, heard: int) -> None:
        """Tell all streams that follow one of these topics about a change, whose number in this process is `heard`."""
        self.hear(heard)
        signals: dict[Stream, Signal] = {}
        for topic in topics:
            followers = self.followers.get(topic, ())
            for stream in followers:
                signals.setdefault(stream, Signal()).add(stream.keys[topic], change, len(followers))
        for stream, signal in signals.items():
            stream.notice(signal)

    def end_session(self, reader: str) -> None:
        for stream in self.readers.get(reader, ()):
            stream.finish(event("bye", cursor=self.cursor))

    def end_all(self) -> None:
        """End all streams, so that the clients come back, spread over some time."""
        pause = self.pause()
        for stream in [stream for streams in self.readers.values() for stream in streams]:
            stream.finish(self.end_event(random.randint(PAUSE // 2, pause)))  # noqa: S311

    def end_event(self, after: int) -> bytes:
        self.hear(self.heard)
        return event("end", cursor=self.cursor, after=after)

    def pause(self) -> int:
        """Return the milliseconds over which all clients spread their requests."""
        return max(PAUSE, spread_of(sum(map(len, self.readers.values())), self.options.RATE))

    def readers_of(self, topics: Iterable[str]) -> int:
        """Return the number of readers of the most followed of these topics."""
        return max(len(self.followers[topic]) for topic in topics)

    def spread_of(self, signal: Signal) -> int:
        return spread_of(signal.readers, self.options.RATE)


def leave(members: dict[str, set[Stream]], name: str, stream: Stream) -> None:
    members[name].discard(stream)
    if not members[name]:
        del members[name]
