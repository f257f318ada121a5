"""The first event for a client: what it follows from now on, and what it has missed."""

from __future__ import annotations

from .configuration import StreamOptions
from .events import event
from .following import Following
from .moments import Moment


def opening(following: Following, cursor: Moment, options: StreamOptions, *, spread: int, poll: bool = False) -> bytes:
    """Return the event `open`, followed by `all` if it is not known what the client has missed."""
    first = event(
        "open",
        cursor=str(cursor),
        refused=following.refused,
        every=int(options.KEEPALIVE * 1000),
        poll=int(options.POLL * 1000) if poll else None,
        spread=spread,
    )
    return first + event("all", cursor=str(cursor), spread=spread) if following.misses_all else first
