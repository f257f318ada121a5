"""
Run the example project: `demo.py HOST:PORT`.

This starts its server, the server of its usual version at the next free port, and the worker of both. All of them end
when one does, and on Ctrl-C, SIGTERM and SIGHUP.
"""

import errno
import os
import signal
import socket
import subprocess
import sys
from threading import Event
from time import monotonic, sleep

MANAGE = [sys.executable, "example_project/manage.py"]
# A stream for each open page needs an ASGI server.
UVICORN = [sys.executable, "-m", "uvicorn", "addressbook.asgi:application", "--app-dir", "example_project"]
SECONDS_TO_END = 2


def run(address: str) -> int:
    told_to_end = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: told_to_end.set())
    host, port = address.rsplit(":", 1)
    other_port = free_port_after(host.strip("[]"), int(port))
    processes = [
        start([*UVICORN, "--host", host.strip("[]"), "--port", port], "addressbook.development", other_port),
        start([*MANAGE, "runserver", "--noreload", f"{host}:{other_port}"], "usual.settings", port),
        start([*MANAGE, "db_worker", "--no-reload", "--interval", "0.5"], "addressbook.settings"),
    ]
    while not told_to_end.wait(0.2) and all(process.poll() is None for process in processes):
        pass
    end(processes)
    return 0 if told_to_end.is_set() else 1


def free_port_after(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port + 1, 65_536):
        try:
            socket.create_server((host, number), family=family).close()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return str(number)
    raise OSError(f"There is no free port above {port}.")


def start(command: list[str], settings: str, other_port: str = "") -> subprocess.Popen[bytes]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "OTHER_PORT": other_port}
    return subprocess.Popen(command, env=environment)  # noqa: S603


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    # After the first signal, the worker ends when the file is imported; after the second, it ends at once.
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
        for process in processes:
            process.send_signal(number)
        deadline = monotonic() + SECONDS_TO_END
        while any(process.poll() is None for process in processes) and monotonic() < deadline:
            sleep(0.05)
    for process in processes:
        process.wait()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
