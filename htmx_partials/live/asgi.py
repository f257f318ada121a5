"""Answer the stream of live partials before Django."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from .addresses import stream_path
from .answers import opening
from .events import HEADERS
from .following import RefusedError, Wish, check_length, check_request, follow
from .hub import Hub, current_hub
from .moments import begin_own
from .shutdown import end_streams_at_signals
from .streams import Room, Stream, body
from .tokens import reader_of

type Scope = dict[str, Any]
type Receive = Callable[[], Awaitable[Any]]
type Send = Callable[[Any], Awaitable[None]]
type Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Seconds to wait for the listener to start, for the first page.
BEGIN = 2.0


def with_live(application: Application) -> Application:
    """
    Answer the stream of live partials, and pass everything else on to an ASGI application.

    Wrap the result of `get_asgi_application()` in `asgi.py`::

        application = with_live(get_asgi_application())

    Streams are then tasks of the event loop. Django would keep a thread for each. They do not
    pass through middleware. Raises `ImproperlyConfigured` if the URLconf has no
    `path("live/", include("htmx_partials.live.urls"))`.

    See `django.core.asgi`, and the ASGI specification.
    """
    path = stream_path()

    async def live(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        hub = current_hub()
        hub.start()
        end_streams_at_signals(hub)
        if path_info(scope) == path:
            await answer(hub, scope, receive, send)
        else:
            begin_own()
            await application(scope, receive, send)

    return live


def path_info(scope: Scope) -> str:
    """Return the path as URLconfs see it, see `ASGIRequest`."""
    prefix: str = settings.FORCE_SCRIPT_NAME or scope.get("root_path", "")
    path: str = scope["path"]
    return path.removeprefix(prefix.rstrip("/")) if prefix else path


async def answer(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    headers = read_headers(scope)
    # The hub ends the streams of the rooms that it knows when it stops listening: so the room comes first.
    room = hub.room()
    try:
        check_request(scope["method"], headers.get("content-type", ""), headers.get("content-length"))
        wish = Wish(await read_body(receive))
        await listening(hub)
    except RefusedError as error:
        await send({"type": "http.response.start", "status": error.status, "headers": raw(error.headers)})
        await send(body(error.word.encode(), more=False))
        return
    session = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
    del headers  # the stream would keep them for hours
    await hold(hub, room, wish, session, receive, send)


async def hold(hub: Hub, room: Room, wish: Wish, session: str, receive: Receive, send: Send) -> None:
    # No `await` until the room has the stream, so that no signal gets lost in between.
    cursor = hub.history.cursor()
    following = follow(wish, session, hub.history, hub.options.MAX_AGE)
    stream = Stream(room, send, following.keys, reader_of(session))
    room.add(stream)
    try:
        stream.first = [
            {"type": "http.response.start", "status": 200, "headers": raw(HEADERS)},
            body(opening(following, cursor, hub.options, spread=room.pause())),
        ]
        if following.missed.keys:
            following.missed.readers = room.readers_of(following.keys)
            stream.notice(following.missed)
        await stream.run(receive)
    finally:
        room.discard(stream)


async def listening(hub: Hub) -> None:
    """Wait until the process listens for changes, after its start."""
    loop = asyncio.get_running_loop()
    end = loop.time() + BEGIN
    while not hub.is_listening.is_set():
        if loop.time() > end:
            raise RefusedError.away()
        await asyncio.sleep(0.01)


def read_headers(scope: Scope) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        text = value.decode("latin-1")
        # HTTP/2 may send each cookie in its own header.
        headers[key] = f"{headers[key]}; {text}" if key == "cookie" and key in headers else text
    return headers


async def read_body(receive: Receive) -> bytes:
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "The request is not complete.")
        parts += message.get("body", b"")
        check_length(len(parts))
        if not message.get("more_body"):
            return bytes(parts)


def raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
