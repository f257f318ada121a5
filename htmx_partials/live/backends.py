"""What carries a message from the process that changed something to all that have streams."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured

# The extra that brings a package.
EXTRAS = {"redis": "redis", "psycopg": "postgres"}


class Backend(ABC):
    """
    Carries messages between processes; the base of your own, too.

    `location` and `options` are `LOCATION` of the setting `HTMX_PARTIALS_LIVE`, and those of
    its `OPTIONS` that are in `option_names`. Both methods are called from several threads, may block, and
    raise whatever they like when the server is away: that is logged and tried again.
    """

    # The names in `OPTIONS` that this backend understands.
    option_names: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, location: str, options: Mapping[str, Any]) -> None:
        self.location = location
        self.options = options

    @abstractmethod
    def publish(self, message: str) -> None:
        """Hand a message, ASCII text of at most 7,500 characters, to every process that listens."""

    @abstractmethod
    def listen(self) -> Iterator[str | None]:
        """
        Yield what is published, by this process or another.

        `None` comes first, as soon as nothing that is published from then on is missed,
        and then about once a second of silence. It raises where the connection is lost,
        rather than connect again: what was missed nobody knows.
        """


def needs(module: str, backend: type[Backend]) -> None:
    """Raise `ImproperlyConfigured` where a package is not installed, without importing it."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(
            f"{backend.__name__} needs the package {module!r}: install htmx-partials[{EXTRAS[module]}]."
        )
