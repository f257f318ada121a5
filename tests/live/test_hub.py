from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from htmx_partials.live import hub as hub_module
from htmx_partials.live.backends import Backend
from htmx_partials.live.configuration import StreamOptions
from htmx_partials.live.hub import Hub, current_hub
from htmx_partials.live.messages import LOST, changed_messages, ended_message
from htmx_partials.live.moments import Change, Moment, process

ANNA = Change("anna", 1)


class Scripted(Backend):
    """A backend that does what a test says: what is put into `said` is heard, raised, or ends it."""

    def __init__(self) -> None:
        super().__init__("", {})
        self.said: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.begun = threading.Semaphore(0)

    def publish(self, message: str) -> None:
        self.said.put(message)

    def listen(self) -> Iterator[str | None]:
        self.begun.release()
        while True:
            match self.said.get(timeout=10):
                case Exception() as error:
                    raise error
                case False:
                    return
                case message:
                    yield message


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    monkeypatch.setattr(hub_module, "FIRST", 0.001)
    monkeypatch.setattr(hub_module, "LONGEST", 0.002)
    return Scripted()


@pytest.fixture
def hub(backend: Scripted) -> Iterator[Hub]:
    """A hub that listens to the backend."""
    hub = Hub(backend, StreamOptions())
    hub.start()
    backend.said.put(None)
    assert hub.is_listening.wait(10)
    yield hub
    hub.close()
    backend.said.put(None)
    assert hub.thread
    hub.thread.join(10)
    assert not hub.thread.is_alive()


def comes(is_so: Callable[[], object]) -> bool:
    """Does it become so before long?"""
    pause = threading.Event()
    return any(is_so() or pause.wait(0.005) for _ in range(2000))


def say(backend: Scripted, *topics: str) -> None:
    for message in changed_messages(topics, ANNA):
        backend.said.put(message)


def test_what_is_heard_is_remembered(hub: Hub, backend: Scripted) -> None:
    say(backend, "a", "b")
    assert comes(lambda: list(hub.history.changes) == ["a", "b"])


def test_a_process_has_one_listener(hub: Hub, backend: Scripted) -> None:
    thread = hub.thread
    hub.start()
    assert hub.thread is thread
    assert backend.begun.acquire(timeout=1)
    assert not backend.begun.acquire(blocking=False)


def test_many_that_start_it_at_once_start_one_listener(backend: Scripted) -> None:
    hub = Hub(backend, StreamOptions())
    with hub.lock:
        threads = [threading.Thread(target=hub.start) for _ in range(5)]
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()
    assert backend.begun.acquire(timeout=10)
    assert not backend.begun.acquire(blocking=False)
    hub.close()
    backend.said.put(None)


def test_a_connection_that_is_lost_is_a_gap_after_which_it_listens_again(
    hub: Hub, backend: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    cursor = hub.history.cursor()
    say(backend, "a")
    backend.said.put(ConnectionResetError("gone"))
    assert comes(lambda: not hub.is_listening.is_set())
    backend.said.put(None)
    assert comes(hub.is_listening.is_set)
    assert not hub.history.changes
    assert not hub.history.remembers(Moment(cursor.at - 1, process.name))
    assert caplog.messages == [
        "Live partials: nothing is heard of changes (ConnectionResetError: gone). Streams end until the server is back."
    ]


def test_a_backend_that_ends_is_a_gap_as_well(hub: Hub, backend: Scripted) -> None:
    assert backend.begun.acquire(timeout=10)
    backend.said.put(False)
    assert backend.begun.acquire(timeout=10)


def test_what_another_program_says_is_passed_over_with_a_warning(
    hub: Hub, backend: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    backend.said.put("hello")
    say(backend, "a")
    assert comes(lambda: "a" in hub.history.changes)
    assert caplog.messages == [
        "Live partials: 'hello' is no message of live partials. Does another program send to its channel?"
    ]


def test_the_end_of_a_session_is_remembered(hub: Hub, backend: Scripted) -> None:
    backend.said.put(ended_message("anna"))
    assert comes(lambda: "anna" in hub.history.ended)


def test_what_was_lost_by_who_sent_it_is_a_gap(hub: Hub, backend: Scripted) -> None:
    say(backend, "a")
    assert comes(lambda: hub.history.changes)
    backend.said.put(LOST)
    assert comes(lambda: not hub.history.changes)


def test_an_event_loop_that_is_closed_is_forgotten(hub: Hub, backend: Scripted) -> None:
    async def room() -> Any:
        return hub.room()

    first = asyncio.run(room())
    say(backend, "a")
    assert comes(lambda: "a" in hub.history.changes)

    async def rooms() -> bool:
        return hub.room() is hub.room() is not first and len(hub.rooms) == 1

    assert asyncio.run(rooms())


def test_another_setting_is_another_hub_and_the_old_one_listens_no_more(settings: Settings) -> None:
    settings.HTMX_PARTIALS_LIVE = {}
    hub = current_hub()
    settings.HTMX_PARTIALS_LIVE = {}
    assert hub.is_closed.is_set()
    assert current_hub() is not hub
    current_hub.cache_clear()
    settings.HTMX_PARTIALS_LIVE = {}


def test_a_closed_hub_does_not_come_back(backend: Scripted) -> None:
    hub = Hub(backend, StreamOptions())
    hub.start()
    backend.said.put(None)
    assert hub.is_listening.wait(10)
    hub.close()
    backend.said.put(ConnectionResetError("gone"))
    assert hub.thread
    hub.thread.join(10)
    assert not hub.thread.is_alive()
