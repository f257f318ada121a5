from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from htmx_partials.live import publishing
from htmx_partials.live.backends import Backend
from htmx_partials.live.messages import LOST
from htmx_partials.live.publishing import Publisher, current_publisher


class Server(Backend):
    """A server that can be away, and notes by which thread it was sent what."""

    def __init__(self) -> None:
        super().__init__("", {})
        self.is_away = False
        self.messages: list[str] = []
        self.threads: set[threading.Thread] = set()
        self.attempts = threading.Semaphore(0)
        self.came = threading.Condition()

    def publish(self, message: str) -> None:
        self.attempts.release()
        if self.is_away:
            raise ConnectionRefusedError("away")
        with self.came:
            self.messages.append(message)
            self.threads.add(threading.current_thread())
            self.came.notify_all()

    def listen(self) -> Iterator[str | None]:
        yield None

    def has(self, *messages: str) -> bool:
        """Do these messages come, and no others?"""
        with self.came:
            return self.came.wait_for(lambda: self.messages == list(messages), 10)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(publishing, "FIRST", 0.001)
    monkeypatch.setattr(publishing, "LONGEST", 0.002)
    return Server()


def done(publisher: Publisher) -> bool:
    thread = publisher.thread
    if thread:
        thread.join(10)
    return publisher.thread is None


def test_a_message_is_sent_at_once_by_whoever_sends_it(server: Server) -> None:
    publisher = Publisher(server)
    publisher.publish(["a", "b"])
    assert (server.messages, server.threads) == (["a", "b"], {threading.current_thread()})
    assert publisher.thread is None


def test_what_cannot_be_sent_is_sent_when_the_server_is_back(server: Server) -> None:
    publisher = Publisher(server)
    server.is_away = True
    publisher.publish(["a", "b"])
    publisher.publish(["c"])
    for _ in range(4):
        assert server.attempts.acquire(timeout=10)
    assert server.messages == []
    server.is_away = False
    assert server.has("a", "b", "c")
    assert done(publisher)
    publisher.publish(["d"])
    assert server.has("a", "b", "c", "d")


def test_where_the_server_goes_in_between_nothing_is_sent_twice(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = Publisher(server)
    publish = server.publish

    def publish_one(message: str) -> None:
        publish(message)
        server.is_away = message == "a"

    monkeypatch.setattr(server, "publish", publish_one)
    publisher.publish(["a", "b"])
    assert server.attempts.acquire(timeout=10)
    assert server.attempts.acquire(timeout=10)
    server.is_away = False
    assert server.has("a", "b")


def test_while_it_is_away_nobody_waits_for_it(server: Server) -> None:
    publisher = Publisher(server)
    server.is_away = True
    publisher.publish(["a"])
    here = threading.current_thread()
    publisher.publish(["b"])
    server.is_away = False
    assert server.has("a", "b")
    assert here not in server.threads


def test_an_event_loop_is_not_kept_waiting(server: Server) -> None:
    publisher = Publisher(server)

    async def publish() -> None:
        publisher.publish(["a"])

    asyncio.run(publish())
    assert server.has("a")
    assert threading.current_thread() not in server.threads
    assert done(publisher)


def test_if_too_much_waits_only_that_something_was_lost_is_said(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MOST", 3)
    publisher = Publisher(server)
    server.is_away = True
    publisher.publish(["a", "b"])
    publisher.publish(["c", "d"])
    server.is_away = False
    assert server.has(LOST)
    assert done(publisher)


def test_what_is_lost_while_something_is_sent_is_not_taken_for_sent(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MOST", 2)
    publisher = Publisher(server)
    publish = server.publish

    def publish_while_more_comes(message: str) -> None:
        if message == "a":
            publisher.leave(["b", "c"])
        publish(message)

    monkeypatch.setattr(server, "publish", publish_while_more_comes)
    publisher.leave(["a"])
    assert server.has("a", LOST)
    assert done(publisher)


def test_the_failures_are_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    publisher = Publisher(server)
    server.is_away = True
    publisher.publish(["a"])
    server.is_away = False
    assert server.has("a")
    assert set(caplog.messages) == {
        "Live partials: a change could not be sent (ConnectionRefusedError: away). It is sent when the server is back."
    }


def test_a_process_that_ends_tries_once_more(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    at_exit: list[Callable[[], Any]] = []
    monkeypatch.setattr(atexit, "register", at_exit.append)
    monkeypatch.setattr(publishing, "FIRST", 1000.0)
    publisher = Publisher(server)
    server.is_away = True
    publisher.publish(["a"])
    assert server.attempts.acquire(timeout=10)
    assert server.attempts.acquire(timeout=10)
    server.is_away = False
    for hook in at_exit:
        hook()
    assert server.has("a")
    publisher.closed.set()


def test_another_setting_is_another_publisher_and_the_old_one_gives_up(
    settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HTMX_PARTIALS_LIVE = {}
    publisher = current_publisher()
    monkeypatch.setattr(publisher, "backend", server)
    monkeypatch.setattr(publishing, "FIRST", 1000.0)
    server.is_away = True
    publisher.publish(["a"])
    thread = publisher.thread
    assert thread
    settings.HTMX_PARTIALS_LIVE = {}
    thread.join(10)
    assert not thread.is_alive()
    assert current_publisher() is not publisher


def test_another_setting_before_the_first_message_is_nothing_special(settings: Settings) -> None:
    current_publisher.cache_clear()
    settings.HTMX_PARTIALS_LIVE = {}
    settings.OTHER = {}
