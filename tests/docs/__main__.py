"""Count the code blocks of the docs: `python -m tests.docs`."""

import os
import sys

import django

from tests.docs.blocks import ROOT

sys.path.append(str(ROOT / "example_project"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.docs.test_blocks import CODE, EXECUTED, QUOTED  # noqa: E402

print(f"{len(CODE)} code blocks: {len(EXECUTED)} executed, {len(QUOTED)} quoted from files that the tests run.")
sys.exit(len(CODE) != len(EXECUTED | QUOTED))
