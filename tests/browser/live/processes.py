"""The site in processes of uvicorn, and the servers that carry signals between them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_connection
from time import sleep
from urllib.parse import urlencode
from urllib.request import urlopen

from scripts.serving import free_port
from tests.live.servers import Server, postgres_running, redis_running

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "example_project"
RUNNING = {"redis": redis_running, "postgres": postgres_running}


class Process:
    """One process. It has the same port each time that it is started."""

    def __init__(self, htmx: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"HTMX": htmx}
        self.start()

    def start(self) -> None:
        command = "-m uvicorn tests.browser.live.served:application --lifespan off --log-level critical --port".split()
        self.process = subprocess.Popen([sys.executable, *command, str(self.port)], cwd=ROOT, env=self.environment)
        while True:
            assert self.process.poll() is None
            try:
                create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                sleep(0.05)
            else:
                return

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def rename(self, pk: int, first_name: str) -> None:
        """Let a reader without a browser rename a contact."""
        data = {"_action": "rename", "contact": pk, "first_name": first_name}
        urlopen(self.address, urlencode(data).encode()).read()


@contextmanager
def prepared(backend: str) -> Iterator[Server | None]:
    """Set Django up for a site with a new database, in this process and those that it starts; the server, if any."""
    with ExitStack() as stack:
        server = stack.enter_context(RUNNING[backend]()) if backend in RUNNING else None
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.browser.live.served",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
            "PYTHONPATH": str(EXAMPLE),
            "DATABASE": stack.enter_context(tempfile.TemporaryDirectory()) + "/site.sqlite3",
            "LIVE": server.location if server else "",
        }
        sys.path.append(str(EXAMPLE))

        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield server


@contextmanager
def serving(*releases: str) -> Iterator[list[Process]]:
    """A process for each of these releases of htmx."""
    processes = [Process(release) for release in releases]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
