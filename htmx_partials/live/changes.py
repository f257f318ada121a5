"""`changed()`: tell what has changed, when the transaction commits."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.http import HttpRequest

from .messages import changed_messages, ended_message
from .moments import Change, own_changes
from .publishing import current_publisher
from .tokens import reader_of
from .topics import changed_topics

logger = logging.getLogger("htmx_partials.live")

type Topic = str | Model | type[Model]


def changed(*topics: Topic, using: str | None = None) -> None:
    """
    Tell pages that these topics have changed, so that the pages which follow them refetch their partials.

    A topic is a string of at most 200 characters, an instance of a model, or a model as its
    class or label. An instance changes its own topic and that of its model. A model, after
    `update()` or `bulk_create()` for example, also changes the topics of all its rows.

    The topics are sent once, when the transaction commits, and not at all if it is rolled
    back. Without a transaction they are sent at once. `using` is the alias of the database of
    that transaction, by default that of an instance, or else `"default"`.

    Raises `TypeError` for something that is not a topic, and `ValueError` for a string that is
    empty or too long and for an instance without a primary key. If the server of the backend
    is away, that is logged, and the topics are sent later.

    See `transaction.on_commit()` in Django's documentation.
    """
    by_alias: dict[str, dict[str, None]] = {}
    for topic in topics:
        found = dict.fromkeys(changed_topics(topic))
        alias = using or (isinstance(topic, Model) and topic._state.db) or DEFAULT_DB_ALIAS
        by_alias.setdefault(alias, {}).update(found)
    for alias, found in by_alias.items():
        send_at_commit(found, alias)


def send_at_commit(topics: dict[str, None], using: str) -> None:
    change = own_changes().next()
    connection: Any = connections[using]
    if connection.in_atomic_block:
        waiting = sending_at_commit(connection)
        if waiting and waiting.change.by == change.by:
            waiting.add(topics, change)
        else:
            connection.on_commit(Sending(topics, change))
        return
    if connection.connection and not connection.autocommit:
        logger.warning(
            "Live partials: changed() was called with autocommit off on %r, where nothing tells when the transaction "
            "commits: pages may ask before. Use transaction.atomic().",
            using,
        )
    Sending(topics, change)()


def sending_at_commit(connection: Any) -> Sending | None:
    """Return what will be sent at the commit, if a rollback would drop it exactly when it drops the current change."""
    for savepoints, hook, _ in reversed(connection.run_on_commit):
        if isinstance(hook, Sending):
            return hook if savepoints == set(connection.savepoint_ids) else None
    return None


class Sending:
    """Topics that are sent together at a commit: those of one transaction and savepoint."""

    def __init__(self, topics: dict[str, None], change: Change) -> None:
        self.topics = topics
        self.change = change

    def add(self, topics: dict[str, None], change: Change) -> None:
        self.topics |= topics
        self.change = change

    def __call__(self) -> None:
        current_publisher().publish(changed_messages(self.topics, self.change))


def end_session(request: HttpRequest | None, **kwargs: Any) -> None:
    """Stop all pages of this session from following anything. Handles Django's signal `user_logged_out`."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME) if request else None
    if session:
        message = ended_message(reader_of(session))
        connection: Any = connections[DEFAULT_DB_ALIAS]
        if connection.in_atomic_block:
            connection.on_commit(lambda: current_publisher().publish([message]))
        else:
            current_publisher().publish([message])
