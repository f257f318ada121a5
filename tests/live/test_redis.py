"""What RedisBackend makes of its client, without a server; tests/live/test_servers.py has one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from htmx_partials.live.redis import RedisBackend


class Subscription:
    """The part of `redis.client.PubSub` that is used."""

    def __init__(self, messages: list[dict[str, Any] | None]) -> None:
        self.messages = messages
        self.done: list[str] = []

    def subscribe(self, channel: str) -> None:
        self.done.append(f"subscribe {channel}")

    def ping(self) -> None:
        self.done.append("ping")

    def get_message(self, timeout: float) -> dict[str, Any] | None:
        clock.at += timeout
        return self.messages.pop(0) if self.messages else None

    def close(self) -> None:
        self.done.append("close")


class Client:
    """The part of `redis.Redis` that is used."""

    def __init__(self, url: str, **options: Any) -> None:
        self.url = url
        self.options = options
        self.published: list[tuple[str, str]] = []
        self.subscription = Subscription([])
        self.is_closed = False

    def publish(self, channel: str, message: str) -> None:
        self.published.append((channel, message))

    def pubsub(self) -> Subscription:
        return self.subscription

    def close(self) -> None:
        self.is_closed = True


class Clock:
    at = 0.0


clock = Clock()
SUBSCRIBED = {"type": "subscribe", "data": 1}


def said(data: bytes | str) -> dict[str, Any]:
    return {"type": "message", "data": data}


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> list[Client]:
    """The clients that are made, in order."""
    made: list[Client] = []

    def from_url(url: str, **options: Any) -> Client:
        made.append(Client(url, **options))
        return made[-1]

    monkeypatch.setattr(redis.Redis, "from_url", from_url)
    monkeypatch.setattr(time, "monotonic", lambda: clock.at)
    return made


def heard(clients: list[Client], *messages: dict[str, Any] | None) -> Iterator[str | None]:
    backend = RedisBackend("redis://localhost", {})
    client = backend.client(retries=0)
    client.subscription.messages = list(messages)  # type: ignore[attr-defined]
    return backend.heard(client.subscription)  # type: ignore[attr-defined]


def test_messages_are_published_to_the_channel_over_one_client(clients: list[Client]) -> None:
    backend = RedisBackend("redis://localhost", {"CHANNEL": "shop", "CLIENT": {"socket_timeout": 9, "db": 3}})
    backend.publish("a")
    backend.publish("b")
    [client] = clients
    assert client.published == [("shop", "a"), ("shop", "b")]
    assert client.url == "redis://localhost"
    assert client.options.pop("retry").get_retries() == 1
    assert client.options == {"socket_timeout": 9, "socket_connect_timeout": 2.0, "db": 3}


def test_who_listens_never_connects_again_by_itself(clients: list[Client]) -> None:
    messages = RedisBackend("redis://localhost", {}).listen()
    with pytest.raises(ConnectionError, match="does not answer"):
        next(messages)
    [client] = clients
    assert client.options["retry"].get_retries() == 0
    assert client.subscription.done == ["subscribe htmx_partials", "ping", "close"]
    assert client.is_closed


def test_nothing_is_said_before_the_server_confirms(clients: list[Client]) -> None:
    messages = heard(clients, None, None, SUBSCRIBED, said(b"a"), said("b"), None, said(b"\xff"))
    assert [next(messages) for _ in range(5)] == [None, "a", "b", None, "\ufffd"]


def test_a_client_that_has_subscribed_anew_has_missed_something(clients: list[Client]) -> None:
    messages = heard(clients, SUBSCRIBED, said(b"a"), SUBSCRIBED)
    assert [next(messages), next(messages)] == [None, "a"]
    with pytest.raises(ConnectionError, match="has connected again"):
        next(messages)


def test_a_silent_server_is_asked_and_given_up_where_it_does_not_answer(clients: list[Client]) -> None:
    messages = heard(clients, SUBSCRIBED)
    with pytest.raises(ConnectionError, match="does not answer"):
        list(messages)
    assert clients[0].subscription.done == ["ping"]


def test_a_server_that_answers_may_be_silent(clients: list[Client]) -> None:
    pong = {"type": "pong", "data": b""}
    silence: list[dict[str, Any] | None] = [*[None] * 17, pong] * 3
    messages = heard(clients, SUBSCRIBED, *silence, said(b"a"))
    assert [message for _, message in zip(range(len(silence) + 2), messages, strict=False) if message] == ["a"]
    assert clients[0].subscription.done == ["ping"] * 3
