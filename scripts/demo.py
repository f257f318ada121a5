"""
Run the server and the worker of the example project: `demo.py HOST:PORT`.

Both end when one of them does, and on Ctrl-C, SIGTERM and SIGHUP.
"""

import signal
import subprocess
import sys
from threading import Event
from time import monotonic, sleep

MANAGE = [sys.executable, "example_project/manage.py"]
SECONDS_TO_END = 2


def run(address: str) -> int:
    told_to_end = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: told_to_end.set())
    commands = [["runserver", "--noreload", address], ["db_worker", "--no-reload", "--interval", "0.5"]]
    processes = [subprocess.Popen([*MANAGE, *command]) for command in commands]  # noqa: S603
    while not told_to_end.wait(0.2) and all(process.poll() is None for process in processes):
        pass
    end(processes)
    return 0 if told_to_end.is_set() else 1


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    # The worker takes the first signal as a wish to end once the file is imported, the second one as an order.
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
