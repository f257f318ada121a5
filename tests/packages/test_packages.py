"""Run the tests of each group of packages in a process with these packages installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("group", ["tags", "cotton", "components"])
def test_fragments_of_pages_with_other_packages(group: str):
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--tb=short"),
            *("-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:cov", "--nomigrations"),
            *("--ds", f"tests.packages.{group}.settings", str(HERE / group / "cases.py")),
        ],
        cwd=HERE.parents[1],
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
