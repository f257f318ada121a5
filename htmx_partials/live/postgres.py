"""Live partials across processes with Postgres. Needs psycopg 3, the extra `htmx-partials[postgres]`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

from .backends import Backend, needs

if TYPE_CHECKING:
    from psycopg import Connection

# Parameters of libpq with which a connection notices that the server is gone.
LIVELY = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}

# Seconds of silence after which the connection is tested.
ASK = 15.0


class PostgresBackend(Backend):
    """
    Sends `NOTIFY`, and holds one connection for each process that has streams, for `LISTEN`.

    `LOCATION` is an alias in `DATABASES`, by default `"default"`. `OPTIONS` may have `CHANNEL`,
    the name of the channel, by default `htmx_partials`. `LISTEN` is a dict of arguments for
    `psycopg.connect()` that differ for the listening connection. If the alias leads to a
    PgBouncer in transaction mode, it needs the `host` and `port` of the server itself.

    See `LISTEN` and `NOTIFY` in the documentation of PostgreSQL.
    """

    option_names = frozenset({"CHANNEL", "LISTEN"})

    def __init__(self, location: str, options: Mapping[str, Any]) -> None:
        super().__init__(location, options)
        needs("psycopg", type(self))
        self.alias = location or DEFAULT_DB_ALIAS
        if self.alias not in settings.DATABASES or connections[self.alias].vendor != "postgresql":
            raise ImproperlyConfigured(
                f"HTMX_PARTIALS_LIVE['LOCATION'] is {self.alias!r}. PostgresBackend needs the alias of a PostgreSQL "
                f"database in DATABASES."
            )
        self.channel: str = options.get("CHANNEL", "htmx_partials")

    def publish(self, message: str) -> None:
        """
        Notify at once, and never at the commit of a transaction, which would lock the whole server.

        After a commit, this can use Django's own connection.
        """
        connection = self.idle_connection()
        if connection is not None:
            notify(connection, self.channel, message)
            return
        with self.connect() as own:
            notify(own, self.channel, message)

    def idle_connection(self) -> Connection[Any] | None:
        """Return the connection of this thread, if it is open and not in a transaction."""
        from psycopg import Connection

        django: Any = connections[self.alias]
        is_idle = isinstance(django.connection, Connection) and django.autocommit and not django.in_atomic_block
        return django.connection if is_idle else None

    def connect(self, **differing: Any) -> Connection[Any]:
        import psycopg

        parameters: dict[str, Any] = connections[self.alias].get_connection_params()
        return psycopg.connect(**{**LIVELY, **parameters, **differing}, autocommit=True)

    def listen(self) -> Iterator[str | None]:
        from psycopg import sql

        with self.connect(**self.options.get("LISTEN", {})) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self.channel)))
            yield None
            asked = time.monotonic()
            while True:
                for notification in connection.notifies(timeout=1.0):
                    yield notification.payload
                yield None
                if time.monotonic() - asked > ASK:
                    connection.execute("SELECT 1")
                    asked = time.monotonic()


def notify(connection: Connection[Any], channel: str, message: str) -> None:
    connection.execute("SELECT pg_notify(%s, %s)", [channel, message])
