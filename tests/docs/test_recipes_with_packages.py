"""Plays the recipes that are about other packages in processes with these installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RECIPES = Path(__file__).parent / "recipes"
CASES = set(RECIPES.glob("*/cases.py"))
OF_COMPONENTS = {RECIPES / "components" / "cases.py"}

pytestmark = pytest.mark.processes


@pytest.mark.parametrize(
    ("settings", "cases"), [("with_components", OF_COMPONENTS), ("with_packages", CASES - OF_COMPONENTS)]
)
def test_recipes_with_other_packages(settings: str, cases: set[Path]):
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--tb=short"),
            *(
                "-p",
                "no:randomly",
                "-p",
                "no:xdist",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:cov",
                "-p",
                "no:hypothesispytest",
            ),
            "--nomigrations",
            *("--ds", f"tests.docs.recipes.{settings}", *sorted(map(str, cases))),
        ],
        cwd=RECIPES.parents[2],
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
