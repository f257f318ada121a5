"""What a page is told when it comes: what it follows from now on, and what it has missed."""

from __future__ import annotations

from .configuration import StreamOptions
from .events import event
from .following import Following
from .moments import Moment


def opening(following: Following, cursor: Moment, options: StreamOptions, *, spread: int, poll: bool = False) -> bytes:
    """The event `open`, and `all` where nobody knows what was missed."""
    first = event(
        "open",
        cursor=str(cursor),
        refused=following.refused,
        every=int(options.KEEPALIVE * 1000),
        poll=int(options.POLL * 1000) if poll else None,
        spread=spread,
    )
    return first + event("all", cursor=str(cursor), spread=spread) if following.misses_all else first
