"""`make demo`: the servers and the worker, which end together."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen

import pytest
from django.db import connection

from scripts.demo import free_port_after
from scripts.serving import free_port
from tests.versions import needs_django_6

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    needs_django_6(reason="the example project is for Django 6"),
]


@pytest.fixture
def port() -> int:
    return free_port()


@contextmanager
def demo(port: int) -> Iterator[Popen[str]]:
    """The script in a process group of its own, like a command in a terminal."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "addressbook.settings",
        "DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "scripts/demo.py", f"127.0.0.1:{port}"]
    with Popen(
        command, cwd=ROOT, env=environment, stdout=PIPE, stderr=STDOUT, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            if is_alive(process.pid):
                os.killpg(process.pid, signal.SIGKILL)


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_all_run(process: Popen[str]) -> None:
    """Read the output until each process says that it starts."""
    assert process.stdout is not None
    waited_for = {"Starting worker", "Quit the server", "Uvicorn running"}
    output = ""
    while line := process.stdout.readline():
        output += line
        waited_for -= {words for words in waited_for if words in line}
        if not waited_for:
            return
    raise AssertionError(f"The demo has ended before all of it ran:\n{output}")


@pytest.mark.parametrize(
    ("number", "send"),
    [(signal.SIGTERM, os.kill), (signal.SIGINT, os.killpg)],
    ids=["SIGTERM", "Ctrl-C"],
)
def test_servers_and_worker_end_when_the_demo_is_told_to(
    port: int, number: int, send: Callable[[int, int], None]
) -> None:
    with demo(port) as process:
        wait_until_all_run(process)
        send(process.pid, number)
        assert process.wait(20) == 0
        assert not is_alive(process.pid)


def test_the_worker_ends_where_the_server_cannot_start(port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with demo(port) as process:
            assert process.wait(60) == 1
            assert not is_alive(process.pid)
            assert process.stdout is not None
            assert "address already in use" in process.stdout.read()


def test_the_second_server_takes_no_port_that_a_connection_has() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as server, socket.socket() as client:
        taken = free_port()
        client.bind(("127.0.0.1", taken))
        client.connect(server.getsockname())
        assert free_port_after("127.0.0.1", taken - 1) != str(taken)


def test_an_address_that_this_machine_does_not_have_is_an_error() -> None:
    with pytest.raises(OSError, match="assign"):
        free_port_after("192.0.2.1", 8000)
