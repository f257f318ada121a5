"""The releases of htmx that scenarios are played with: those that django-htmx ships, and the newest ones."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django_htmx

ROOT = Path(__file__).parents[2]
SHIPPED = Path(django_htmx.__file__).parent / "static/django_htmx"
FETCHED = ROOT / ".tools/htmx"
PINNED: dict[str, str] = json.loads((ROOT / "requirements/htmx.json").read_text())


@dataclass(frozen=True)
class Release:
    version: str
    sha256: str
    file: Path

    def __str__(self) -> str:
        return self.version

    @property
    def major(self) -> int:
        return int(self.version[0])

    @property
    def settings(self) -> dict[str, Any]:
        """The settings with which `{% htmx_script %}` and the static files of a site have this release."""
        assert self.script
        return {"HTMX_VERSION": self.major, "STATICFILES_DIRS": [self.file.parents[1]]}

    @property
    def script(self) -> bytes:
        if not self.file.exists():
            raise FileNotFoundError(f"htmx {self.version} is not fetched yet: run scripts/fetch_htmx.py.")
        return self.file.read_bytes()


def shipped(major: int) -> Release:
    file = SHIPPED / f"htmx-{major}.min.js"
    script = file.read_bytes()
    (version,) = set(re.findall(rb"""\bversion[:=]["'`](\d[\w.-]+)""", script))
    return Release(version.decode(), hashlib.sha256(script).hexdigest(), file)


def pinned(version: str) -> Release:
    return Release(version, PINNED[version], FETCHED / version / "django_htmx" / f"htmx-{version[0]}.min.js")


RELEASES = sorted({*map(pinned, PINNED), shipped(2), shipped(4)}, key=lambda release: release.version)
NEWEST = [max((each for each in RELEASES if each.major == major), key=str) for major in (2, 4)]
