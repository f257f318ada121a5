"""A page that follows, as the server sees it: without a browser, without a socket."""

from __future__ import annotations

import asyncio
import functools
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

from django.test import Client

MEMORY = "htmx_partials.live.memory.MemoryBackend"

TOKEN = re.compile(r'data-live="([^"]*)"')

# Seconds in which what is awaited has to come.
LONG = 10.0


def in_loop[**P](test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """A test that runs in an event loop of its own, at the end of which no task may be left."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def whole() -> None:
            await asyncio.wait_for(test(*args, **kwargs), LONG)
            assert asyncio.all_tasks() == {asyncio.current_task()}

        asyncio.run(whole())

    return run


def tokens_of(html: str) -> list[str]:
    return TOKEN.findall(html)


def key_of(token: str) -> str:
    return token.rsplit(".", 2)[0]


def rendered_tokens(client: Client | None = None, url: str = "/") -> list[str]:
    """The tokens of the two elements of the page: of "contacts" and "notes", and of "stock"."""
    return tokens_of((client or Client()).get(url).content.decode())


def wish(fresh: Iterable[str] = (), followed: Iterable[str] = (), since: str | None = None) -> bytes:
    return json.dumps({"fresh": list(fresh), "followed": list(followed), "since": since}).encode()


class Page:
    """One connection to an ASGI application, and what came of it."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.received: asyncio.Queue[Any] = asyncio.Queue()
        self.events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.comments = 0
        self.body = b""
        self.is_complete = asyncio.Event()
        # Cleared, it lets the server wait as for a client that does not read.
        self.reads = asyncio.Event()
        self.reads.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        assert self.status, "the body came before the start"
        assert not self.is_complete.is_set(), "the response was complete"
        self.body += message["body"]
        for block in message["body"].decode().split("\n\n"):
            if block.startswith("event: "):
                name, data = block.removeprefix("event: ").split("\ndata: ")
                self.events.put_nowait((name, json.loads(data)))
            elif block == ": ":
                self.comments += 1
        if not message.get("more_body"):
            self.is_complete.set()

    async def event(self, name: str) -> Any:
        """The data of the next event, which has this name."""
        found, data = await asyncio.wait_for(self.events.get(), LONG)
        assert found == name, (found, data)
        return data

    def leave(self) -> None:
        self.received.put_nowait({"type": "http.disconnect"})


@asynccontextmanager
async def opened(
    application: Any,
    body: bytes = b"",
    *,
    path: str = "/live/",
    method: str = "POST",
    cookie: str = "",
    headers: Iterable[tuple[bytes, bytes]] = ((b"content-type", b"application/json"),),
    **scope: Any,
) -> AsyncIterator[Page]:
    """A request to the application, which runs until it has answered or the block ends and the page leaves."""
    page = Page()
    page.received.put_nowait({"type": "http.request", "body": body, "more_body": False})
    cookies = [(b"cookie", cookie.encode())] if cookie else []
    asked = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [*headers, *cookies, (b"host", b"testserver")],
        **scope,
    }
    task = asyncio.create_task(application(asked, page.received.get, page.send))
    try:
        yield page
    finally:
        page.leave()
        await asyncio.wait_for(task, LONG)
