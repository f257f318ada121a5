"""The versions of htmx that are played, each in a package of its own."""

from __future__ import annotations

from .browser import Htmx
from .htmx2 import Htmx2
from .htmx4 import Htmx4

VERSIONS: dict[int, type[Htmx]] = {2: Htmx2, 4: Htmx4}
