from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.sessions.backends.cache import SessionStore
from django.db import connections, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact
from htmx_partials.live import changed
from htmx_partials.live.messages import Changed, Ended, read_message
from htmx_partials.live.moments import begin_own
from htmx_partials.live.publishing import current_publisher
from htmx_partials.live.tokens import reader_of


def topics_of(sent: list[str]) -> list[tuple[str, ...]]:
    return [message.topics for message in map(read_message, sent) if isinstance(message, Changed)]


def changes_of(sent: list[str]) -> list[int]:
    return [message.change.number for message in map(read_message, sent) if isinstance(message, Changed)]


def test_without_a_database_it_is_sent_at_once(sent: list[str]) -> None:
    changed("contacts", "stock", "contacts")
    assert topics_of(sent) == [("contacts", "stock")]


def test_an_instance_is_its_row_and_its_model(sent: list[str]) -> None:
    changed(Contact(pk=5), Contact(pk=6))
    assert topics_of(sent) == [("contacts.Contact:5", "contacts.Contact", "contacts.Contact:6")]


def test_a_model_is_all_of_its_rows(sent: list[str]) -> None:
    changed(Contact)
    assert topics_of(sent) == [("contacts.Contact", "contacts.Contact:*")]


def test_nothing_is_sent_of_nothing(sent: list[str]) -> None:
    changed()
    assert sent == []


def test_what_is_no_topic_is_told_where_it_is_said_and_nothing_is_sent(sent: list[str]) -> None:
    with pytest.raises(ValueError, match="A topic is empty"):
        changed("contacts", "")
    with pytest.raises(TypeError, match="7 is no topic"):
        changed("contacts", 7)  # type: ignore[arg-type]
    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_it_is_sent_at_once_and_no_database_is_asked(sent: list[str]) -> None:
    with CaptureQueriesContext(connections["default"]) as queries:
        changed("contacts")
    assert topics_of(sent) == [("contacts",)]
    assert not queries.captured_queries


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_it_is_sent_when_that_commits_once(sent: list[str]) -> None:
    begin_own()
    with transaction.atomic():
        changed("a")
        changed("b")
        changed("a")
        assert sent == []
    assert topics_of(sent) == [("a", "b")]
    assert changes_of(sent) == [3]


@pytest.mark.django_db(transaction=True)
def test_where_the_transaction_is_rolled_back_nothing_is_sent(sent: list[str]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        changed("a")
        raise RuntimeError
    with transaction.atomic():
        changed("b")
    assert topics_of(sent) == [("b",)]


@pytest.mark.django_db(transaction=True)
def test_an_inner_block_waits_for_the_outer_one(sent: list[str]) -> None:
    with transaction.atomic():
        changed("a")
        with transaction.atomic():
            changed("b")
            changed("c")
        changed("d")
        assert sent == []
    assert topics_of(sent) == [("a",), ("b", "c"), ("d",)]


@pytest.mark.django_db(transaction=True)
def test_of_an_inner_block_that_is_rolled_back_nothing_is_sent(sent: list[str]) -> None:
    with transaction.atomic():
        changed("a")
        with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
            changed("b")
            raise RuntimeError
        changed("c")
        with transaction.atomic(savepoint=False):
            changed("d")
    assert topics_of(sent) == [("a", "c"), ("d",)]


@pytest.mark.django_db(transaction=True)
def test_other_hooks_of_the_transaction_run_as_ever(sent: list[str]) -> None:
    ran: list[Any] = []
    with transaction.atomic():
        changed("a")
        transaction.on_commit(lambda: ran.append(topics_of(sent)))
        changed("b")
    assert ran == [[("a", "b")]]


@pytest.mark.django_db(transaction=True)
def test_changes_of_two_tasks_in_one_transaction_stay_apart(sent: list[str]) -> None:
    with transaction.atomic():
        changed("a")
        begin_own()
        changed("b")
    assert topics_of(sent) == [("a",), ("b",)]


@pytest.fixture
def other() -> Iterator[str]:
    """The alias of another database, in which no transaction runs."""
    connections.settings["other"] = connections.settings["default"] | {"ENGINE": "django.db.backends.dummy"}
    yield "other"
    del connections["other"], connections.settings["other"]


@pytest.mark.django_db(transaction=True)
def test_using_says_whose_transaction_it_is(sent: list[str], other: str) -> None:
    with transaction.atomic():
        changed("of-default")
        changed("of-other", using=other)
        assert topics_of(sent) == [("of-other",)]
    assert topics_of(sent) == [("of-other",), ("of-default",)]


@pytest.mark.django_db(transaction=True)
def test_an_instance_is_of_the_database_that_it_was_read_from(sent: list[str], other: str) -> None:
    contact = Contact(pk=5)
    contact._state.db = other
    with transaction.atomic():
        changed(contact, "of-default")
        assert topics_of(sent) == [("contacts.Contact:5", "contacts.Contact")]
    assert topics_of(sent)[1:] == [("of-default",)]


@pytest.mark.django_db(transaction=True)
def test_with_autocommit_off_it_is_sent_with_a_warning(sent: list[str], caplog: pytest.LogCaptureFixture) -> None:
    transaction.set_autocommit(False)
    try:
        changed("a")
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)
    assert topics_of(sent) == [("a",)]
    [message] = caplog.messages
    assert message == (
        "Live partials: changed() was called with autocommit off on 'default', where nothing tells when the "
        "transaction commits: pages may ask before. Use transaction.atomic()."
    )


@pytest.mark.django_db(transaction=True)
def test_in_an_event_loop_no_database_is_needed(sent: list[str]) -> None:
    async def change() -> None:
        changed("a")

    asyncio.run(change())
    assert topics_of(sent) == [("a",)]


def signed_in(rf: RequestFactory, cookie: str | None = "of-anna") -> Any:
    request: Any = rf.get("/")
    if cookie:
        request.COOKIES["sessionid"] = cookie
    request.session = SessionStore()
    request.user = User(pk=1, username="anna")
    return request


@pytest.mark.django_db
def test_who_signs_out_follows_nothing_any_more(
    rf: RequestFactory, sent: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        logout(signed_in(rf))
        assert sent == []
    assert list(map(read_message, sent)) == [Ended(reader_of("of-anna"))]


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_that_is_said_at_once(rf: RequestFactory, sent: list[str]) -> None:
    logout(signed_in(rf))
    assert list(map(read_message, sent)) == [Ended(reader_of("of-anna"))]


def test_who_has_no_session_has_none_to_end(rf: RequestFactory, sent: list[str]) -> None:
    logout(signed_in(rf, cookie=None))
    assert sent == []


def test_a_server_that_is_away_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publisher = current_publisher()
    monkeypatch.setattr(publisher, "leave", lambda messages: None)
    monkeypatch.setattr(publisher.backend, "publish", lambda message: 1 / 0)
    with caplog.at_level(logging.ERROR):
        changed("a")
    [message] = caplog.messages
    assert message == (
        "Live partials: a change could not be sent (ZeroDivisionError: division by zero). It is sent when the server "
        "is back."
    )
