"""The scenarios pass after each step of the walkthrough, and the page shows what crosses the wire."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.measure_walkthrough import all_taken
from scripts.serving import ROOT
from scripts.walkthrough import FOLDER, STEPS, project_after
from tests.versions import needs_django_6

pytestmark = pytest.mark.processes  # these start servers, tests, and a Chromium of their own


@pytest.mark.parametrize("count", range(1, len(STEPS)), ids=STEPS[:-1])
def test_the_scenarios_pass_after_each_step(tmp_path: Path, count: int) -> None:
    """But for the one about forms, whose URLs change from step to step."""
    project = project_after(count, tmp_path)
    plugins = ("-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider")
    path = ("-o", f"pythonpath={ROOT} {project}")
    kit = ("tests/example/test_actions_in_kit.py", "-k", "usual and not htmx4 and not looking_without_a_permission")
    played = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, *path, *kit],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_", "FORBID_"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stdout
    assert "50 passed" in played.stdout


@needs_django_6(reason="The servers of the walkthrough take their content security policy from Django 6.")
def test_what_crosses_the_wire_is_what_was_measured() -> None:
    """If it has changed: `python -m scripts.measure_walkthrough`."""
    measured = {taken.name: taken.wire for taken in all_taken()}
    assert measured == {name: (FOLDER / f"{name}.txt").read_text() for name in measured}
    assert {f"{name}.txt" for name in measured} == {file.name for file in FOLDER.glob("*.txt")}
