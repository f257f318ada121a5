"""
Measure what live partials cost a process: `python -m benchmarks.live`.

One process of uvicorn holds the streams, and this one plays their clients. Where Postgres is
installed, it is the database, and carries the changes, so that connections can be counted.
"""

import http.client
import json
import os
import random
import select
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median

import psycopg

from htmx_partials.live.streams import GATHERED
from scripts.serving import free_port
from tests.live.harness import tokens_of, wish
from tests.live.servers import INITDB, postgres_running

ROOT = Path(__file__).parents[1]
STEPS = [1, 10, 100, 500, 1000, 2000]
CHANGES = 10

MEMORY_GOAL = 15.0  # KB for each stream
LAST_GOAL = 250.0  # milliseconds until the last stream hears of a change


class Server:
    """A process of uvicorn, and what it takes."""

    def __init__(self, location: str) -> None:
        self.location = location
        self.port = free_port()
        command = [sys.executable, "-m", "uvicorn", "tests.live.served:application", "--port", str(self.port)]
        paths = os.pathsep.join([str(ROOT), str(ROOT / "example_project")])
        settings = {"DJANGO_SETTINGS_MODULE": "tests.live.served", "PYTHONPATH": paths, "LIVE": location}
        self.process = subprocess.Popen([*command, "--log-level", "error"], env=os.environ | settings, cwd=ROOT)
        while True:
            try:
                self.get("/")
                break
            except ConnectionRefusedError:
                time.sleep(0.1)

    def get(self, url: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", url)
        body = connection.getresponse().read().decode()
        connection.close()
        return body

    def status(self, name: str) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))

    def database_connections(self) -> int:
        if not self.location:
            return 0
        with psycopg.connect(self.location) as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
            return int(connection.execute(query).fetchall()[0][0])

    def cpu(self) -> float:
        """Milliseconds of CPU time that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


class Streams:
    """The clients of streams: sockets, and what came over them."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.poll = select.epoll()
        self.sockets: dict[int, socket.socket] = {}
        contacts, _ = tokens_of(server.get("/"))
        body = wish([contacts])
        head = (
            f"POST /live/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        )
        self.request = f"{head}\r\n\r\n".encode() + body

    def open_until(self, number: int) -> None:
        while len(self.sockets) < number:
            new = [self.open() for _ in range(min(100, number - len(self.sockets)))]
            waiting = {each.fileno() for each in new}
            while waiting:
                waiting -= {file for file, data, _ in self.received() if b"event: open" in data}

    def open(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.server.port))
        opened.sendall(self.request)
        opened.setblocking(False)
        self.sockets[opened.fileno()] = opened
        self.poll.register(opened.fileno(), select.EPOLLIN)
        return opened

    def received(self, seconds: float = 10.0) -> Iterator[tuple[int, bytes, float]]:
        """What has come: by which socket, what, and when."""
        for file, _ in self.poll.poll(seconds):
            data = self.sockets[file].recv(65536)
            yield file, data, time.perf_counter()

    def change(self) -> tuple[float, float, int]:
        """Milliseconds from the request that changes a topic to the first and the last stream, and the spread."""
        connection = socket.create_connection(("127.0.0.1", self.server.port))
        began = time.perf_counter()
        connection.sendall(b"GET /store/?topic=contacts HTTP/1.1\r\nHost: localhost\r\n\r\n")
        waiting = set(self.sockets)
        times: list[float] = []
        spread = 0
        while waiting:
            for file, data, at in self.received():
                if b"event: changed" in data:
                    waiting.discard(file)
                    times.append((at - began) * 1000)
                    spread = json.loads(data.split(b"data: ", 1)[1].split(b"\n", 1)[0])["spread"]
        connection.close()
        return times[0], times[-1], spread

    def close(self) -> None:
        for each in self.sockets.values():
            each.close()


def count_events(seconds: float, streams: Streams) -> int:
    """Wait for so long, and count the changes that streams are told of."""
    end = time.monotonic() + seconds
    found = 0
    while (left := end - time.monotonic()) > 0:
        found += sum(data.count(b"event: changed") for _, data, _ in streams.received(left))
    return found


def hold(server: Server, streams: Streams) -> tuple[bool, dict[int, int]]:
    """Open more and more streams. Returns whether the goals are met, and the spread by the number of readers."""
    print("streams  memory, MB  KB a stream  threads  database connections  first, ms  last, ms  CPU, ms")
    before = (server.status("VmRSS"), server.status("Threads"), server.database_connections())
    spreads: dict[int, int] = {}
    for number in STEPS:
        streams.open_until(number)
        memory = (server.status("VmRSS") - before[0]) / number
        threads, connections = server.status("Threads"), server.database_connections()
        changes = []
        cpu = 0.0
        for _ in range(CHANGES):
            count_events(GATHERED + 0.1, streams)
            cpu -= server.cpu()
            changes.append(streams.change())
            cpu += server.cpu()
        first, last = (median(each[at] for each in changes) for at in (0, 1))
        spreads[number] = changes[-1][2]
        print(
            f"{number:7}  {server.status('VmRSS') / 1024:10.1f}  {memory:11.1f}  {threads:7}  {connections:20}  "
            f"{first:9.1f}  {last:8.1f}  {cpu / CHANGES:7.1f}"
        )
    more_threads, more_connections = threads - before[1], connections - before[2]
    print(
        f"Goals: {MEMORY_GOAL:.0f} KB a stream; the last hears of a change within {LAST_GOAL:.0f} ms (medians of "
        f"{CHANGES} changes); streams hold no thread and no database connection (they hold {more_threads} and "
        f"{more_connections})."
    )
    return memory <= MEMORY_GOAL and last <= LAST_GOAL and more_threads <= 0 and more_connections <= 0, spreads


def gather(server: Server, streams: Streams) -> None:
    """Change one topic a hundred times in a second, and count what each stream is told."""
    count_events(GATHERED + 0.1, streams)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    began = time.perf_counter()
    events = 0
    for number in range(100):
        connection.request("GET", "/store/?topic=contacts")
        connection.getresponse().read()
        events += count_events(max(0.0, began + number / 100 - time.perf_counter()), streams)
    took = time.perf_counter() - began
    events += count_events(GATHERED + 0.5, streams)
    connection.close()
    print(
        f"\n100 changes to one topic in {took:.2f} s: {events / len(streams.sockets):.2f} events to each of "
        f"{len(streams.sockets)} streams."
    )


def show_spread(spreads: dict[int, int]) -> None:
    print("\nreaders of one topic  spread, ms  refetches in the busiest second (drawn at random)")
    for number, spread in spreads.items():
        seconds = Counter(int(random.uniform(0, spread) / 1000) for _ in range(number))
        print(f"{number:20}  {spread:10}  {max(seconds.values()):10}")


@contextmanager
def serving() -> Iterator[Server]:
    with postgres_running() if INITDB else nullcontext() as database:
        server = Server(database.location if database else "")
        try:
            yield server
        finally:
            server.process.terminate()
            server.process.wait()


def main() -> bool:
    load = os.getloadavg()[0]
    print(f"One process of uvicorn, {os.cpu_count()} cores, load {load:.1f}; the clients are one more process.")
    with serving() as server:
        streams = Streams(server)
        passed, spreads = hold(server, streams)
        streams.close()
        few = Streams(server)
        few.open_until(10)
        gather(server, few)
        few.close()
    show_spread(spreads)
    return passed


if __name__ == "__main__":
    sys.exit(not main())
