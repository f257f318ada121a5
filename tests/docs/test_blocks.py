"""Each code block of the docs is quoted from a file that the tests run, or is run by a test itself."""

import pytest

from tests.docs import test_checks_page, test_commands, test_design_page
from tests.docs.blocks import PAGES, Block, blocks_of, is_code, quoted_from
from tests.example import test_regions

CODE = [block for page in PAGES for block in blocks_of(page) if is_code(block)]
EXECUTED = {
    block for test in (test_checks_page, test_commands, test_design_page, test_regions) for block in test.EXECUTED
}
QUOTED = {block for block in CODE if block not in EXECUTED and quoted_from(block)}


@pytest.mark.parametrize("block", CODE, ids=str)
def test_a_block_is_executed_or_quoted(block: Block):
    assert block in EXECUTED | QUOTED, f"No file that the tests run has this:\n{block.text}"
