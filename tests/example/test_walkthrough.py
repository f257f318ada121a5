import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WALKTHROUGH = (ROOT / "docs/walkthrough.md").read_text()
QUOTATIONS = [
    part for block in re.findall(r"```(?:python|html)\n(.*?)```", WALKTHROUGH, re.DOTALL) for part in block.split("…\n")
]


def without_indentation(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


SOURCES = [
    without_indentation(path.read_text())
    for path in (ROOT / "example_project").rglob("*")
    if path.suffix in {".py", ".html"}
]


@pytest.mark.parametrize("quotation", QUOTATIONS, ids=range(len(QUOTATIONS)))
def test_the_walkthrough_quotes_the_example_word_for_word(quotation: str) -> None:
    assert any(without_indentation(quotation) in source for source in SOURCES)
