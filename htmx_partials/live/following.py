"""What a client wants to follow, and what has changed since its last event."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from .events import Signal
from .history import History
from .moments import Moment
from .tokens import key_of, read_token, reader_of
from .topics import heard_topics

# The maximum size of a request's body in bytes. A page with 500 rows sends about 80 KB.
LONGEST_BODY = 512 * 1024

# How many tokens a request may have: reading them keeps all streams waiting.
MOST_TOKENS = 2000

NEVER = Moment(0, "")


class RefusedError(Exception):
    """A request that is not answered with a stream. `status` and `word` say why."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status = status
        self.word = word
        self.headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
        if status == 405:
            self.headers["Allow"] = "POST"

    @classmethod
    def away(cls) -> RefusedError:
        return cls(503, "Nothing is heard of changes just now. Come back later.")


@dataclass
class Following:
    """
    What the page of one reader follows.

    `keys` are the keys of its elements, by the topics whose changes concern them. `missed` is
    what changed since the page was rendered or last told. `misses_all` says that this is not
    known.
    """

    refused: list[str] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)
    missed: Signal = field(default_factory=Signal)
    misses_all: bool = False


class Wish:
    """The body of a request: the tokens of new elements and of those that were followed before, and the cursor."""

    def __init__(self, body: bytes) -> None:
        try:
            match json.loads(body):
                case {"fresh": [*fresh], "followed": [*followed]} as data if all(
                    isinstance(token, str) for token in fresh + followed
                ):
                    check_number(len(fresh) + len(followed))
                    self.fresh = fresh
                    self.followed = followed
                    self.since = read_cursor(data.get("since"))
                    return
        except (ValueError, RecursionError):
            pass
        raise RefusedError(400, 'Send {"fresh": [token, …], "followed": [token, …], "since": cursor} as JSON.')


def read_cursor(text: object) -> Moment:
    try:
        return Moment.read(str(text))
    except ValueError:
        return NEVER


def check_request(method: str | None, content_type: str | None, length: Any) -> None:
    """
    Raise `RefusedError` unless this is a request as the client sends it.

    The content type must be JSON, which other sites cannot send: a browser would ask for
    permission first.
    """
    if method != "POST":
        raise RefusedError(405, "This is the stream of live partials. Pages ask for it by POST.")
    if (content_type or "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, "Send application/json.")
    if str(length).isdecimal():
        check_length(int(length))


def check_length(length: int) -> None:
    if length > LONGEST_BODY:
        raise RefusedError(413, f"This page follows too much: {length} bytes, where {LONGEST_BODY} may be.")


def check_number(tokens: int) -> None:
    if tokens > MOST_TOKENS:
        raise RefusedError(413, f"This page follows too much: {tokens} elements, where {MOST_TOKENS} may be.")


def follow(wish: Wish, session: str, history: History, max_age: float) -> Following:
    """Return what a client follows of what it asks for. `session` is the value of its session cookie."""
    following = Following()
    reader = reader_of(session)
    for text, is_fresh in [*((text, True) for text in wish.fresh), *((text, False) for text in wish.followed)]:
        token = read_token(text, session, max_age)
        if token is None or not history.knows_session(reader, token.moment):
            following.refused.append(key_of(text))
            continue
        for topic in token.topics:
            for heard in heard_topics(topic):
                following.keys.setdefault(heard, []).append(token.key)
        known = token.moment if is_fresh else wish.since
        if not history.remembers(known):
            following.misses_all = True
        find = history.since_rendering if is_fresh else history.since_cursor
        for change in find(token.topics, known):
            following.missed.add([token.key], change, readers=1)
    return following
