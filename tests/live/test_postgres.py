"""What PostgresBackend makes of its connections, without a server; tests/live/test_servers.py has one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from htmx_partials.live import postgres
from htmx_partials.live.postgres import LIVELY, PostgresBackend

PARAMETERS = {"dbname": "shop", "host": "bouncer", "connect_timeout": 9}
PUBLISH = "SELECT pg_notify(%s, %s)"


class Connection(psycopg.Connection[Any]):
    """A connection that only notes what it is asked to do."""

    def __init__(self, **parameters: Any) -> None:
        self.parameters = parameters
        self.executed: list[Any] = []
        self.batches: list[list[str]] = []
        self.left = False

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        self.executed.append((query if isinstance(query, str) else query.as_string(), params))

    def notifies(self, *, timeout: float | None = None, stop_after: int | None = None) -> Any:
        clock.at += timeout or 0
        return [SimpleNamespace(payload=payload) for payload in (self.batches.pop(0) if self.batches else [])]

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *args: object) -> None:
        self.left = True

    def __del__(self, *args: object) -> None:
        pass


class Clock:
    at = 0.0


clock = Clock()


@pytest.fixture
def django(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Django's connection of this thread."""
    connection = SimpleNamespace(
        vendor="postgresql",
        connection=None,
        autocommit=True,
        in_atomic_block=False,
        get_connection_params=lambda: dict(PARAMETERS),
    )
    monkeypatch.setattr(postgres, "connections", {"default": connection})
    return connection


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    """The connections that are made, in order."""
    connections: list[Connection] = []

    def connect(**parameters: Any) -> Connection:
        connections.append(Connection(**parameters))
        return connections[-1]

    monkeypatch.setattr(psycopg, "connect", connect)
    monkeypatch.setattr(time, "monotonic", lambda: clock.at)
    return connections


def test_djangos_connection_notifies_after_the_commit(django: Any, made: list[Connection]) -> None:
    django.connection = Connection()
    PostgresBackend("", {"CHANNEL": "shop"}).publish("a")
    assert django.connection.executed == [(PUBLISH, ["shop", "a"])]
    assert made == []


@pytest.mark.parametrize(
    "state",
    [{"connection": None}, {"autocommit": False}, {"in_atomic_block": True}, {"connection": "of another driver"}],
)
def test_where_that_is_busy_another_notifies_and_is_closed(
    django: Any, made: list[Connection], state: dict[str, Any]
) -> None:
    django.connection = Connection()
    vars(django).update(state)
    PostgresBackend("default", {}).publish("a")
    [own] = made
    assert own.executed == [(PUBLISH, ["htmx_partials", "a"])]
    assert own.left
    assert own.parameters == LIVELY | PARAMETERS | {"autocommit": True}


def test_who_listens_may_go_past_a_pool(django: Any, made: list[Connection]) -> None:
    backend = PostgresBackend("", {"CHANNEL": 'shop"', "LISTEN": {"host": "direct"}})
    messages: Iterator[Any] = backend.listen()
    assert next(messages) is None
    [own] = made
    assert own.parameters["host"] == "direct"
    assert own.executed == [('LISTEN "shop"""', None)]
    own.batches = [["a", "b"], [], ["c"]]
    assert [next(messages) for _ in range(6)] == ["a", "b", None, None, "c", None]


def test_a_silent_server_is_asked_now_and_then(django: Any, made: list[Connection]) -> None:
    messages = PostgresBackend("", {}).listen()
    for _ in range(40):
        next(messages)
    assert made[0].executed[1:] == [("SELECT 1", None)] * 2
