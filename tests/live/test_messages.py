from __future__ import annotations

import pytest

from htmx_partials.live.messages import LOST, Changed, Ended, Lost, changed_messages, ended_message, read_message
from htmx_partials.live.moments import Change


def test_a_change_is_one_message() -> None:
    change = Change("anna", 3)
    [message] = changed_messages(["a", "ü"], change)
    assert read_message(message) == Changed(("a", "ü"), change)


def test_many_topics_are_several_messages_that_postgres_can_carry() -> None:
    topics = [f"{number:03}" + "🦄" * 197 for number in range(20)]
    messages = list(changed_messages(topics, Change("anna", 3)))
    assert all(len(message) <= 7500 and message.isascii() for message in messages)
    read = [read_message(message) for message in messages]
    assert [topic for message in read if isinstance(message, Changed) for topic in message.topics] == topics


def test_the_end_of_a_session_is_a_message() -> None:
    assert read_message(ended_message("abc")) == Ended("abc")


def test_that_something_was_lost_is_a_message() -> None:
    assert read_message(LOST) == Lost()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "5",
        '{"a": 1}',
        '{"topics": "a", "by": "b", "number": 1}',
        '{"topics": [1], "by": "b", "number": 1}',
        '{"topics": ["a"], "by": 5, "number": 1}',
        '{"ended": 5}',
    ],
)
def test_what_another_program_sends_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_message(text)
