"""The drawings of docs/design.md name modules that there are."""

import re

from tests.docs.blocks import DOCS, ROOT, blocks_of

EXECUTED = [block for block in blocks_of(DOCS / "design.md") if "▶" in block.text]
PACKAGE = ROOT / "htmx_partials"
MODULES = {path.stem for path in PACKAGE.glob("[!_]*.py")} | {
    path.parent.name for path in PACKAGE.glob("*/__init__.py")
}
WAY, IMPORTS = (block.text for block in EXECUTED)


def test_the_way_of_a_request_leads_through_modules():
    names = [name for line in WAY.splitlines() for name in re.findall(r"[a-z_]+", re.split(" {2,}", line.strip())[0])]

    assert {*names} - MODULES == {"request", "response", "the", "view"}


def test_the_order_of_imports_names_modules_once():
    names = re.findall(r"[a-z_]+", IMPORTS)

    assert len(names) == len(set(names))
    assert {*names} <= MODULES
