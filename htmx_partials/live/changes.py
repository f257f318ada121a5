"""`changed()`: say what has changed, when the transaction commits."""

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
    Say that these have changed, so that pages which follow them ask for their partials.

    A topic is a text of at most 200 characters, an instance of a model (its model's
    topic, too), or a model's class or label, after `update()` or `bulk_create()`, say
    (that is any of its rows, too). It is sent when the transaction commits, once, and
    not where it is rolled back; at once where there is none. `using` is the alias of the
    database whose transaction that is: by default an instance's own, else `"default"`.

    Raises `TypeError` for what is no topic, `ValueError` for a text that is empty or too
    long and an instance without a primary key. A server that is away breaks nothing: that
    is logged, and sent later.

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
    """The last that is sent at the commit, if it is rolled back with what is changed now, and with nothing else."""
    for savepoints, hook, _ in reversed(connection.run_on_commit):
        if isinstance(hook, Sending):
            return hook if savepoints == set(connection.savepoint_ids) else None
    return None


class Sending:
    """Topics that are sent at a commit, those of one transaction and savepoint together."""

    def __init__(self, topics: dict[str, None], change: Change) -> None:
        self.topics = topics
        self.change = change

    def add(self, topics: dict[str, None], change: Change) -> None:
        self.topics |= topics
        self.change = change

    def __call__(self) -> None:
        current_publisher().publish(changed_messages(self.topics, self.change))


def end_session(request: HttpRequest | None, **kwargs: Any) -> None:
    """Let no page of this session follow anything any more. For Django's signal `user_logged_out`."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME) if request else None
    if session:
        message = ended_message(reader_of(session))
        connection: Any = connections[DEFAULT_DB_ALIAS]
        if connection.in_atomic_block:
            connection.on_commit(lambda: current_publisher().publish([message]))
        else:
            current_publisher().publish([message])
