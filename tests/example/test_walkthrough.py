from pathlib import Path

from scripts.count_sprawl import table

WALKTHROUGH = (Path(__file__).parents[2] / "docs/walkthrough.md").read_text()


def test_the_counts_are_those_of_the_script() -> None:
    assert table() in WALKTHROUGH


def test_the_usual_version_has_nothing_of_this_package() -> None:
    usual = Path(__file__).parents[2] / "example_project/usual"
    files = [file for file in usual.rglob("*") if file.suffix in (".py", ".html")]
    assert len(files) > 30
    assert [
        file.name for file in files if "partialdef" in file.read_text() or "htmx_partials" in file.read_text()
    ] == []
