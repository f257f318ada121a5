"""Redis and Postgres of one's own, on ports of their own; they can be stopped, killed and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

from scripts.serving import free_port

REDIS = shutil.which("redis-server")
INITDB = shutil.which("initdb") or next(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), None)


class Server:
    """A server in a process of its own. It has the same port each time that it is started."""

    def __init__(self, location: str, command: list[str], answers: Callable[[], object]) -> None:
        self.location = location
        self.command = command
        self.answers = answers
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers. After it was killed, what is left of it may forbid that at first."""
        for _ in range(300):
            if self.process is None or self.process.poll() is not None:
                self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                self.answers()
            except (redis.ConnectionError, psycopg.OperationalError):
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(f"{self.command[0]} does not answer")

    def stop(self) -> None:
        """Stop it at once, with all of its connections."""
        assert self.process
        self.process.send_signal(signal.SIGINT)  # for Postgres: with all connections

        self.process.wait(20)
        self.process = None

    def kill(self) -> None:
        """End it without a word."""
        assert self.process
        self.process.kill()
        self.process.wait(20)
        self.process = None


@contextmanager
def redis_running() -> Iterator[Server]:
    """A Redis of one's own: `location` is its URL."""
    with tempfile.TemporaryDirectory(prefix="htmx-partials-redis-") as folder:
        port = free_port()
        server = Server(
            f"redis://127.0.0.1:{port}/0",
            [str(REDIS), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            lambda: ping(port),
        )
        yield from started(server)


def ping(port: int) -> None:
    with redis.Redis(port=port) as client:
        client.ping()


@contextmanager
def postgres_running() -> Iterator[Server]:
    """A Postgres of one's own: `location` is what `psycopg.connect()` takes. It does not run as root."""
    with tempfile.TemporaryDirectory(prefix="htmx-partials-postgres-") as folder:
        other = []
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
            other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        port = free_port()
        data = f"{folder}/data"
        subprocess.run(
            [*other, str(INITDB), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--encoding=UTF8"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        location = f"host=127.0.0.1 port={port} user=postgres dbname=postgres"
        server = Server(
            location,
            [
                *other,
                str(Path(str(INITDB)).with_name("postgres")),
                "-D",
                data,
                "-p",
                str(port),
                "-k",
                folder,
                "-F",
                "-h",
                "127.0.0.1",
            ],
            lambda: psycopg.connect(location).close(),
        )
        yield from started(server)


def started(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        if server.process:
            server.stop()
