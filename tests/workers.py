"""The worker of the example project, in the process of a test or in its own."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from unittest.mock import patch

from django.db import connection
from django_tasks_db.management.commands.db_worker import Worker

MANAGE = Path(__file__).parents[1] / "example_project/manage.py"


def work() -> None:
    """Run all waiting tasks."""
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )
    with patch(f"{Worker.__module__}.close_old_connections"):  # which the test still needs
        worker.run()


@contextmanager
def worker_process() -> Iterator[Popen[bytes]]:
    """
    Run `manage.py db_worker` with the settings of the example and the database of the tests, and kill it in the end.
    """
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "addressbook.settings",
        "DATABASE": str(connection.settings_dict["NAME"]),
    }
    command = [sys.executable, str(MANAGE), "db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.1"]
    with Popen(command, env=environment, stdout=DEVNULL, stderr=DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()
