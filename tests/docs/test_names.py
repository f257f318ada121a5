"""The files and folders that the docs name are there."""

import re

import pytest

from tests.docs.blocks import PAGES, ROOT

FOLDERS = "benchmarks|docs|example_project|requirements|scripts|tests"
NAMED = {
    (str(page.relative_to(ROOT)), name)
    for page in PAGES
    for name in re.findall(rf"`((?:{FOLDERS})/[\w/.-]*)`", page.read_text())
    if not name.startswith("docs/_build")
}


@pytest.mark.parametrize(("page", "name"), sorted(NAMED))
def test_a_file_that_a_page_names_is_there(page: str, name: str):
    assert (ROOT / name).exists()
