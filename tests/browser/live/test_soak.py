"""A short run of the soak, in a process of its own: `python -m tests.browser.live.soak` takes longer."""

import subprocess
import sys

import pytest

from tests.browser.live.processes import ROOT
from tests.live.servers import INITDB, REDIS

RUN = [sys.executable, "-m", "tests.browser.live.soak"]


@pytest.mark.browser
@pytest.mark.skipif(not REDIS, reason="redis-server is not installed")
def test_no_change_is_missed_whatever_goes_wrong_with_redis() -> None:
    subprocess.run([*RUN, "redis", "--changes", "40", "--faults", "7", "--seed", "1"], cwd=ROOT, check=True)


@pytest.mark.browser
@pytest.mark.skipif(not INITDB, reason="Postgres is not installed")
def test_no_change_is_missed_whatever_goes_wrong_with_postgres() -> None:
    subprocess.run([*RUN, "postgres", "--changes", "20", "--faults", "2", "--seed", "1"], cwd=ROOT, check=True)
