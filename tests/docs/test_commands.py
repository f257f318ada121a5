"""
The commands that the docs name are there: targets of the Makefile, the package with its extras, modules.

Continuous integration runs those of the Makefile, and `make package` those of the README.
"""

import re
import shlex
from importlib.metadata import metadata
from importlib.util import find_spec

import pytest
from packaging.requirements import Requirement

from tests.docs.blocks import PAGES, ROOT, blocks_of

EXECUTED = [block for page in PAGES for block in blocks_of(page) if block.language in ("sh", "console")]
COMMANDS = [line for block in EXECUTED for line in block.text.splitlines()]
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
EXTRAS = metadata("htmx-partials").get_all("Provides-Extra")


@pytest.mark.parametrize("command", dict.fromkeys(COMMANDS))
def test_a_command_of_the_docs_is_there(command: str):
    match shlex.split(command, comments=True):
        case ["make", target, *_]:
            assert target in TARGETS
        case ["python", "-m", "pip", "install", package]:
            requirement = Requirement(package)
            assert requirement.name == "htmx-partials"
            assert requirement.extras <= set(EXTRAS or [])
        case ["python", "-m", module, *_]:
            assert find_spec(module)
        case other:
            pytest.fail(f"Nothing says what {other} runs.")
