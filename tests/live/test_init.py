from __future__ import annotations

import subprocess
import sys

import pytest

from htmx_partials import live


def test_the_names_are_there() -> None:
    assert (live.changed.__name__, live.watch.__name__) == ("changed", "watch")
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        live.nothing  # noqa: B018


IMPORTED = """
import sys
import django
from django.conf import settings

settings.configure(INSTALLED_APPS={apps})
django.setup()
import {module}
print(*sorted(
    name for name in sys.modules
    if name in {{"redis", "psycopg", "htmx_partials.live"}} or name.startswith("htmx_partials.live.")
))
"""


@pytest.mark.processes
@pytest.mark.parametrize(
    ("apps", "module", "imported"),
    [
        (["django_htmx", "htmx_partials"], "htmx_partials.middleware", ""),
        (["django_htmx"], "htmx_partials.live", "htmx_partials.live"),
    ],
)
def test_what_is_not_used_is_not_imported(apps: list[str], module: str, imported: str) -> None:
    code = IMPORTED.format(apps=apps, module=module)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == imported
