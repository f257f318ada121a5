"""The steps of the walkthrough lead from the usual version to the example, and the page shows each of them."""

import re
from pathlib import Path

import pytest

from scripts.count_sprawl import table
from scripts.serving import EXAMPLE, ROOT
from scripts.walkthrough import FILES, FOLDER, STEPS, as_in_the_example, project_after

WALKTHROUGH = (ROOT / "docs/walkthrough.md").read_text()
INCLUDED = re.findall(r"{literalinclude} \.\./(\S+)", WALKTHROUGH)
PICTURES = re.findall(r"!\[[^\]]+\]\((\S+)\)", WALKTHROUGH)
USUAL = [file for file in (EXAMPLE / "usual").rglob("*") if file.suffix in (".py", ".html")]


def test_the_counts_are_those_of_the_script() -> None:
    assert table() in WALKTHROUGH


def test_the_usual_version_has_nothing_of_this_package() -> None:
    assert len(USUAL) > 30
    assert [file for file in USUAL if re.search("partialdef|htmx_partials", file.read_text())] == []


@pytest.fixture(scope="module")
def last_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project with every step taken."""
    return project_after(len(STEPS), tmp_path_factory.mktemp("walkthrough"))


@pytest.mark.parametrize("file", FILES)
def test_the_steps_end_with_the_example(last_project: Path, file: str) -> None:
    """If the example has changed: `python -m scripts.walkthrough`."""
    assert (last_project / file).read_text() == as_in_the_example(file)


def test_the_steps_leave_nothing_but_the_example(last_project: Path) -> None:
    files = {
        file.relative_to(last_project).as_posix() for file in (last_project / "usual").rglob("*") if file.is_file()
    }
    assert files == {*FILES, "usual/__init__.py", "usual/settings.py"}


def test_each_step_is_shown_with_what_crosses_the_wire_and_a_picture() -> None:
    folder = FOLDER.relative_to(ROOT).as_posix()
    files = [f"{step}{end}" for step in STEPS for end in (".diff", ".before.txt", ".after.txt")]
    assert [f"{folder}/{file}" for file in files if file != "7_live.before.txt"] == INCLUDED
    assert [f"images/walkthrough-{step}.png" for step in STEPS] == PICTURES


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_small(picture: str) -> None:
    assert (ROOT / "docs" / picture).stat().st_size <= 60_000
