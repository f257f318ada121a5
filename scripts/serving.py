"""Run a copy of the example project with a fresh database and its thousand contacts, for a while."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from random import SystemRandom
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "example_project"
MANAGE = [sys.executable, "-m", "django"]
SECONDS_TO_START = 60


@contextmanager
def served(settings: str = "addressbook.settings", project: Path = EXAMPLE) -> Iterator[str]:
    """Return the URL at which `project` runs with `settings`, for a `with`."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "addressbook.sqlite3")
        database.write_bytes(filled_database(settings))
        address = f"127.0.0.1:{free_port()}"
        with subprocess.Popen(  # noqa: S603
            server_of(project, settings.partition(".")[0], address),
            env=environment_of(settings, project, database),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                wait_for(f"http://{address}/contacts/", server)
                yield f"http://{address}"
            finally:
                server.terminate()


@cache
def filled_database(settings: str) -> bytes:
    """The file of a database with the tables of the example project and its thousand contacts."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "addressbook.sqlite3")
        environment = environment_of(settings, EXAMPLE, database)
        for command in (["migrate", "--verbosity", "0"], ["seed"]):
            subprocess.run([*MANAGE, *command], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return database.read_bytes()


def environment_of(settings: str, project: Path, database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE": str(database),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": f"{project}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def server_of(project: Path, package: str, address: str) -> list[str]:
    """Return the command of a server: one for ASGI, where a package has an application for it, or else `runserver`."""
    if (project / package / "asgi.py").exists():
        host, port = address.split(":")
        ends_at_once = ("--timeout-graceful-shutdown", "1")
        return [
            sys.executable,
            "-m",
            "uvicorn",
            f"{package}.asgi:application",
            "--host",
            host,
            "--port",
            port,
            *ends_at_once,
        ]
    return [*MANAGE, "runserver", "--noreload", address]


def free_port() -> int:
    """Return a port at which nothing listens. It is below those that a system gives to connections by itself."""
    while True:
        port = SystemRandom().randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = monotonic() + SECONDS_TO_START
    while server.poll() is None and monotonic() < deadline:
        try:
            urlopen(url, timeout=SECONDS_TO_START).close()  # noqa: S310
            return
        except URLError:
            sleep(0.1)
    raise RuntimeError(f"The example project does not answer at {url}.")
