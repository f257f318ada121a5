"""Print what the checks find when each partial of the example is misspelt in turn: `python -m tests.checks`."""

import os
import sys
from pathlib import Path

import django

sys.path.append(str(Path("example_project").resolve()))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.checks.misspelling import main  # noqa: E402

main()
