"""Each code block of the docs is quoted from a file that the tests run, or is run by a test itself."""

import pytest

from scripts import check_package
from tests.docs import test_checks_page, test_commands, test_design_page
from tests.docs.blocks import PAGES, ROOT, Block, blocks_of, is_code, quoted_from
from tests.example import test_regions

README = ROOT / "README.md"
CODE = [block for page in PAGES for block in blocks_of(page) if is_code(block)]

# The steps of the README are what `make package` does in a project of its own.
STEPS = {block for block in blocks_of(README) if block.text in check_package.blocks(README.read_text())}
TESTS = (test_checks_page, test_commands, test_design_page, test_regions)
EXECUTED = STEPS.union(*(test.EXECUTED for test in TESTS))
QUOTED = {block for block in CODE if block not in EXECUTED and quoted_from(block)}


@pytest.mark.parametrize("block", CODE, ids=str)
def test_a_block_is_executed_or_quoted(block: Block):
    assert block in EXECUTED | QUOTED, f"No file that the tests run has this:\n{block.text}"
