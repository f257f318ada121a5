from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.functional import SimpleLazyObject

from contacts.models import Contact
from htmx_partials.live.topics import changed_topics, followed_topic, heard_topics
from tests.live.models import Child, Parent, Proxy


@pytest.mark.parametrize(
    ("thing", "topic"),
    [
        ("contacts", "contacts"),
        ("ü 🦄 '\"<", "ü 🦄 '\"<"),
        ("x" * 200, "x" * 200),
        (Contact, "contacts.Contact"),
        ("contacts.Contact", "contacts.Contact"),
        ("contacts.contact", "contacts.Contact"),
        ("contacts.CONTACT", "contacts.Contact"),
        ("contacts.nobody", "contacts.nobody"),
        ("a.b.c", "a.b.c"),
        (Contact(pk=5), "contacts.Contact:5"),
        (SimpleLazyObject(lambda: User(pk=3)), "auth.User:3"),
        (Proxy(pk=7), "live_tests.Parent:7"),
        (Proxy, "live_tests.Parent"),
        (Child(pk=8), "live_tests.Child:8"),
    ],
)
def test_what_is_followed_has_a_topic(thing: Any, topic: str) -> None:
    assert followed_topic(thing) == topic


@pytest.mark.parametrize(
    ("thing", "topics"),
    [
        ("contacts", ["contacts"]),
        (Contact(pk=5), ["contacts.Contact:5", "contacts.Contact"]),
        (Contact, ["contacts.Contact", "contacts.Contact:*"]),
        ("contacts.Contact", ["contacts.Contact", "contacts.Contact:*"]),
        (Child(pk=8, id=8), ["live_tests.Child:8", "live_tests.Child", "live_tests.Parent:8", "live_tests.Parent"]),
        (Child, ["live_tests.Child", "live_tests.Child:*", "live_tests.Parent", "live_tests.Parent:*"]),
        (Proxy(pk=7), ["live_tests.Parent:7", "live_tests.Parent"]),
        (Parent, ["live_tests.Parent", "live_tests.Parent:*"]),
    ],
)
def test_what_changes_has_its_own_topic_and_those_that_contain_it(thing: Any, topics: list[str]) -> None:
    assert changed_topics(thing) == topics


@pytest.mark.parametrize(
    ("topic", "heard"),
    [
        ("contacts", ["contacts"]),
        ("contacts.Contact", ["contacts.Contact"]),
        ("contacts.Contact:5", ["contacts.Contact:5", "contacts.Contact:*"]),
        ("room:5", ["room:5"]),
    ],
)
def test_a_row_hears_that_all_rows_of_its_model_have_changed(topic: str, heard: list[str]) -> None:
    assert heard_topics(topic) == heard


@pytest.mark.parametrize("topic_of", [followed_topic, changed_topics])
@pytest.mark.parametrize(
    ("thing", "error", "message"),
    [
        ("", ValueError, "A topic is empty: is the variable that holds it there?"),
        ("x" * 201, ValueError, f"A topic has 201 characters, and may have 200: '{'x' * 40}'…"),
        (5, TypeError, "5 is no topic. A topic is a text, an instance of a model, or a model's class or label "),
        (None, TypeError, "None is no topic."),
        (int, TypeError, "<class 'int'> is no topic."),
        (["a"], TypeError, "['a'] is no topic."),
        (
            Contact(first_name="Ada", last_name="Lovelace"),
            ValueError,
            "<Contact: Ada Lovelace> has no primary key, so nothing says which row it is. Name it after save() and ",
        ),
    ],
)
def test_what_is_no_topic_is_told(topic_of: Any, thing: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        topic_of(thing)
    assert str(raised.value).startswith(message)
