"""Two processes of a real ASGI server, with a real Redis or Postgres between them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from htmx_partials.live.moments import Moment
from scripts.serving import free_port
from tests.live.harness import key_of, tokens_of, wish
from tests.live.servers import INITDB, REDIS, Server, postgres_running, redis_running

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]

# The last that Postgres was asked by what listens: now and then it asks whether the server is there.
LISTENS = "(query LIKE 'LISTEN%' OR query = 'SELECT 1')"

# Seconds in which what is awaited has to come.
LONG = 30.0


UVICORN = ("uvicorn", "tests.live.served:application", "--port")

# Three workers, forked from a process that has loaded the site.
GUNICORN = (
    "gunicorn",
    "django.core.wsgi:get_wsgi_application()",
    "--preload",
    "--workers",
    "3",
    "--threads",
    "2",
    "-b",
)


class Process:
    """A server that serves the site, at a port of its own."""

    def __init__(self, location: str, command: tuple[str, ...] = UVICORN) -> None:
        self.port = free_port()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command, f":{self.port}" if command is GUNICORN else str(self.port)],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.live.served",
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'example_project'}",
                "LIVE": location,
            },
            stdout=self.log,
            stderr=self.log,
        )

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read().decode()

    def get(self, url: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        try:
            connection.request("GET", url)
            response = connection.getresponse()
            body = response.read().decode()
            assert response.status == 200, self.said()
            return body
        finally:
            connection.close()

    def wait(self) -> None:
        end = time.monotonic() + LONG
        while True:
            try:
                self.get("/")
            except ConnectionRefusedError:
                assert self.process.poll() is None, self.said()
                assert time.monotonic() < end, "the server does not answer"
                time.sleep(0.05)
            else:
                return

    def tokens(self) -> list[str]:
        return tokens_of(self.get("/"))

    def end(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.wait(LONG)


class Stream:
    """A page that follows, over a socket."""

    def __init__(self, process: Process, body: bytes) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=LONG)
        self.connection.request("POST", "/live/", body, {"Content-Type": "application/json"})
        self.response = self.connection.getresponse()
        self.status = self.response.status

    def next(self) -> tuple[str, Any]:
        """The next event, and its data; `""` where the connection is lost."""
        try:
            lines = iter(self.response.readline, b"")
            for line in lines:
                if line.startswith(b"event: "):
                    return line.decode().split()[1], json.loads(next(lines).decode().removeprefix("data: "))
        except (http.client.IncompleteRead, ConnectionResetError):
            pass
        return "", None

    def event(self, name: str) -> Any:
        """The data of the next event, which has this name. A process that has begun just now may say `all` before."""
        found, data = self.next()
        while found == "all" != name:
            found, data = self.next()
        assert found == name, (found, data)
        return data

    def hear(self, token: str, *, or_all: bool = False) -> None:
        """Hear that this element has changed, perhaps after others, or that all may have."""
        while True:
            name, data = self.next()
            assert name in ("changed", "all"), (name, data)
            if name == "changed" and key_of(token) in data["keys"]:
                return
            if name == "all" and or_all:
                return


@contextmanager
def following(process: Process, body: bytes) -> Iterator[Stream]:
    stream = Stream(process, body)
    try:
        yield stream
    finally:
        stream.connection.close()


@contextmanager
def until_listening(process: Process, tokens: list[str], since: str) -> Iterator[tuple[Stream, Any]]:
    """A page that comes again until the process listens."""
    end = time.monotonic() + LONG
    while True:
        with following(process, wish(followed=tokens, since=since)) as stream:
            if stream.status == 200:
                yield stream, stream.event("open")
                return
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module", params=["redis", "postgres"])
def between(request: pytest.FixtureRequest) -> Iterator[Server]:
    """What is between the processes."""
    if not (REDIS if request.param == "redis" else INITDB):
        pytest.skip(f"Found no server of {request.param}: install it.")
    with redis_running() if request.param == "redis" else postgres_running() as server:
        yield server


@pytest.fixture(scope="module")
def two(between: Server) -> Iterator[list[Process]]:
    """Two processes."""
    with serving(between, 2) as processes:
        yield processes


@contextmanager
def serving(between: Server, number: int, command: tuple[str, ...] = UVICORN) -> Iterator[list[Process]]:
    processes = [Process(between.location, command) for _ in range(number)]
    try:
        for process in processes:
            process.wait()
        yield processes
    finally:
        for process in processes:
            process.process.terminate()  # so that gunicorn ends its workers
            process.process.wait(LONG)
            process.log.close()


def cut_listeners(between: Server) -> None:
    """End the connections of all that listen."""
    if between.location.startswith("redis"):
        with redis.Redis.from_url(between.location) as client:
            client.client_kill_filter(_type="pubsub")
        return
    with psycopg.connect(between.location, autocommit=True) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {LISTENS}")


def test_a_change_in_one_process_reaches_a_page_of_the_other(two: list[Process]) -> None:
    here, there = two
    contacts, stock = here.tokens()
    with following(here, wish([contacts, stock])) as stream:
        stream.event("open")
        there.get("/change/?topic=stock")
        stream.hear(stock)


def test_a_page_of_one_process_may_connect_to_the_other(two: list[Process]) -> None:
    here, there = two
    contacts, stock = here.tokens()
    here.get("/change/?topic=contacts")
    with following(there, wish([contacts, stock])) as stream:
        stream.event("open")
        stream.hear(contacts, or_all=True)  # all, if that process listens only since the change


def test_a_transaction_is_told_after_its_commit_and_never_when_it_is_rolled_back(two: list[Process]) -> None:
    here, there = two
    with following(here, wish(here.tokens())) as stream:
        before = Moment.read(stream.event("open")["cursor"]).number
        assert there.get("/store/?topic=contacts&fail=1") == "rolled back"
        assert there.get("/store/?topic=stock") == "stored"
        after = before
        while after == before:  # of what changed before
            after = Moment.read(stream.event("changed")["cursor"]).number
        assert after == before + 1


def test_an_async_view_reaches_the_pages(two: list[Process]) -> None:
    here, there = two
    contacts, stock = here.tokens()
    with following(here, wish([contacts, stock])) as stream:
        stream.event("open")
        there.get("/change-in-loop/")
        stream.hear(contacts)


def test_what_listens_may_lose_its_connection(between: Server, two: list[Process]) -> None:
    here, there = two
    tokens = here.tokens()
    with following(here, wish(tokens)) as stream:
        stream.event("open")
        cut_listeners(between)
        since = stream.event("end")["cursor"]
    with until_listening(here, tokens, since) as (stream, opened):
        assert not opened["refused"]
        stream.event("all")
        there.get("/change/?topic=stock")
        stream.event("changed")


def test_the_server_between_may_be_killed_and_started_again(between: Server, two: list[Process]) -> None:
    here, there = two
    contacts, stock = here.tokens()
    with following(here, wish([contacts, stock])) as stream:
        stream.event("open")
        between.kill()
        since = stream.event("end")["cursor"]
    began = time.monotonic()
    there.get("/change/?topic=stock")
    assert time.monotonic() - began < 10
    with following(here, wish([contacts, stock])) as refused:
        assert refused.status == 503
    between.start()
    with until_listening(here, [contacts, stock], since) as (stream, _):
        stream.event("all")
        there.get("/change/?topic=contacts")
        stream.hear(contacts)


def test_a_page_of_a_process_that_is_killed_misses_nothing(between: Server) -> None:
    with serving(between, 2) as (here, there):
        contacts, stock = there.tokens()
        with following(there, wish()):  # so that it listens
            pass
        with following(here, wish([contacts, stock])) as stream:
            cursor = stream.event("open")["cursor"]
            here.end(signal.SIGKILL)
            assert stream.event("") is None
        there.get("/change/?topic=stock")
        with following(there, wish(followed=[contacts, stock], since=cursor)) as stream:
            stream.event("open")
            stream.hear(stock)


def test_open_streams_do_not_keep_a_server_from_ending(between: Server) -> None:
    with serving(between, 1) as [process], ExitStack() as streams:
        opened = [streams.enter_context(following(process, wish(process.tokens()))) for _ in range(5)]
        for stream in opened:
            stream.event("open")
        process.end(signal.SIGTERM)
        for stream in opened:
            assert 500 <= stream.event("end")["after"] <= 1000
            assert stream.event("") is None


def test_who_leaves_leaves_nothing_in_the_server_between(between: Server, two: list[Process]) -> None:
    process = two[0]
    for _ in range(10):
        with following(process, wish(process.tokens())) as stream:
            stream.event("open")
    end = time.monotonic() + LONG
    while listeners(between) != 2:  # one for each process; those of processes that have ended go soon
        assert time.monotonic() < end
        time.sleep(0.05)


def test_pages_of_workers_that_were_forked_hear_by_coming_again(between: Server) -> None:
    with serving(between, 1, GUNICORN) as [process]:
        tokens = process.tokens()
        since = poll(process, wish(tokens))["open"]["cursor"]
        for _ in range(20):
            process.get("/change/?topic=stock")
            answer = poll(process, wish(followed=tokens, since=since))
            end = time.monotonic() + LONG
            while not {"changed", "all"} & answer.keys():  # a message may still be on its way to another worker
                assert time.monotonic() < end
                answer = poll(process, wish(followed=tokens, since=since))
            since = answer["open"]["cursor"]


def poll(process: Process, body: bytes) -> dict[str, Any]:
    """Return what a server without streams answers: the data of its events."""
    found: dict[str, Any] = {}
    with following(process, body) as stream:
        while (event := stream.next())[0]:
            found[event[0]] = event[1]
    return found


def listeners(between: Server) -> int:
    if between.location.startswith("redis"):
        with redis.Redis.from_url(between.location) as client:
            return len(client.client_list(_type="pubsub"))
    with psycopg.connect(between.location) as connection:
        row = connection.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {LISTENS}").fetchone()
        assert row
        return int(row[0])
