"""The code blocks of the docs: where they stand, and which file each one quotes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")] if DOCS / "_build" not in path.parents)
FENCE = re.compile(
    r"^ *(?P<fence>`{3,})(?P<language>[^`\n]*)\n(?P<text>.*?)^ *(?P=fence)`*$",
    re.DOTALL | re.MULTILINE,
)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
GAP = re.compile(r"(?:# )?…")

# What the tests run: pages quote from here.
TESTED = ["example_project", "tests/docs"]
SUFFIXES = {".py", ".html", ".js", ".css", ".txt"}


class Block(NamedTuple):
    """A fenced block: the page, the line, and the heading that it stands below."""

    page: str
    line: int
    section: str
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page, directives of Sphinx included."""
    text = page.read_text()
    return [
        Block(
            page=str(page.relative_to(ROOT)),
            line=text.count("\n", 0, found.start()) + 1,
            section=["", *HEADING.findall(FENCE.sub("", text[: found.start()]))][-1],
            language=found["language"].strip(),
            text=dedent(found["text"]),
        )
        for found in FENCE.finditer(text)
    ]


def is_code(block: Block) -> bool:
    """Is this code, of a file that is included, too, and no other directive?"""
    return not block.language.startswith("{") or block.language.startswith("{literalinclude}")


def quoted_from(block: Block) -> Path | None:
    """The tested file that a block quotes word for word, with `…` where something is left out."""
    if block.language.startswith("{literalinclude}"):
        path = (ROOT / block.page).parent / block.language.removeprefix("{literalinclude}").strip()
        return path.resolve() if path.is_file() and is_tested(path.resolve()) else None
    parts = [without_indentation(part) for part in GAP.split(block.text)]
    return next((path for path, source in sources().items() if has_in_order(source, parts)), None)


def is_tested(path: Path) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in TESTED)


@cache
def sources() -> dict[Path, str]:
    return {
        path: without_indentation(path.read_text())
        for folder in TESTED
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in SUFFIXES
    }


def without_indentation(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def has_in_order(source: str, parts: list[str]) -> bool:
    place = 0
    for part in parts:
        place = source.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True
