"""Backends carry messages from the process that changed something to all processes with streams."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured

# The extra that installs a package.
EXTRAS = {"redis": "redis", "psycopg": "postgres"}


class Backend(ABC):
    """
    Carries messages between processes. This is also the base class for your own backend.

    `location` is `LOCATION` in the setting `HTMX_PARTIALS_LIVE`, and `options` are those of
    its `OPTIONS` that are in `option_names`. Both methods are called from several threads and
    may block. Any exception means that the server is away: it is logged, and the method is
    called again later.
    """

    # The names in `OPTIONS` that this backend understands.
    option_names: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, location: str, options: Mapping[str, Any]) -> None:
        self.location = location
        self.options = options

    @abstractmethod
    def publish(self, message: str) -> None:
        """Send a message to every process that listens. It is ASCII text of at most 7,500 characters."""

    @abstractmethod
    def listen(self) -> Iterator[str | None]:
        """
        Yield what is published, by this process or another.

        The first item is `None`, as soon as all later messages will be received. `None` follows
        about once for each second of silence. If the connection is lost, this raises an exception
        instead of connecting again, because nobody knows which messages were missed.
        """


def needs(module: str, backend: type[Backend]) -> None:
    """Raise `ImproperlyConfigured` if a package is not installed, without importing it."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(
            f"{backend.__name__} needs the package {module!r}: install htmx-partials[{EXTRAS[module]}]."
        )
