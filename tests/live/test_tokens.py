from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.signing import Signer
from django.utils.http import urlsafe_base64_encode
from pytest_django import Settings

from htmx_partials.live.following import Wish, follow
from htmx_partials.live.history import History
from htmx_partials.live.moments import Moment, process
from htmx_partials.live.tokens import key_of, read_token, reader_of, write_token
from tests.live.harness import wish

DAY = 24 * 60 * 60


def now(ago: float = 0) -> Moment:
    return Moment(process.now() - int(ago * 1000), process.name)


def test_a_token_says_topics_and_when_it_was_rendered() -> None:
    moment = Moment(process.now(), "another", "anna", 36)
    token = read_token(write_token(["contacts", "ü" * 200], "of-anna", moment), "of-anna", DAY)
    assert token is not None
    assert (token.topics, token.moment) == (("contacts", "ü" * 200), moment)


def test_a_token_can_stand_in_an_attribute_and_in_a_url() -> None:
    token = write_token(["<\"'&🦄>"], "x", Moment(process.now(), "abc", "def", 5))
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    assert token.count(".") == 3


def test_the_key_is_that_of_the_topics_and_the_reader() -> None:
    first = write_token(["a"], "of-anna", now(ago=5))
    assert key_of(first) == key_of(write_token(["a"], "of-anna", now()))
    assert key_of(first) != key_of(write_token(["a"], "of-bert", now()))
    assert key_of(first) != key_of(write_token(["a", "b"], "of-anna", now()))


def test_nobody_can_tell_a_session_by_a_token() -> None:
    assert "of-anna" not in write_token(["a"], "of-anna", now())


@pytest.mark.parametrize(
    ("session", "of_request"), [("of-anna", "of-bert"), ("of-anna", ""), ("", "of-anna"), ("of-anna", "of-ann")]
)
def test_another_sessions_token_is_refused(session: str, of_request: str) -> None:
    token = write_token(["a"], session, now())
    assert read_token(token, session, DAY)
    assert read_token(token, of_request, DAY) is None


def test_an_expired_token_is_refused() -> None:
    token = write_token(["a"], "", now(ago=100))
    assert read_token(token, "", 101)
    assert read_token(token, "", 99) is None


def swapped(token: str, place: int, part: str) -> str:
    parts = token.split(".")
    parts[place] = part
    return ".".join(parts)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: swapped(token, 0, urlsafe_base64_encode(b'["secrets"]')),
        lambda token: swapped(token, 1, "AAAAAAAAAAAAAAAA"),
        lambda token: swapped(token, 2, str(now())),
        lambda token: swapped(token, 3, "A" * 43),
        lambda token: token[:-1],
        lambda token: token.rpartition(".")[0],
        lambda token: token + "=",
        lambda token: "." + token,
        lambda token: Signer(sep=".").sign(token.rpartition(".")[0]),
        lambda token: Signer(salt="htmx_partials.live", sep=".", key="guessed").sign(token.rpartition(".")[0]),
        lambda token: "",
        lambda token: "...",
        lambda token: "\ud800",
        lambda token: "ü.ü.ü.ü",
    ],
)
def test_a_forged_token_is_refused(forge: Any) -> None:
    token = write_token(["a"], "of-anna", now(ago=1))
    assert read_token(forge(token), "of-anna", DAY) is None


def test_a_token_of_a_key_that_has_been_rotated_holds_until_it_is_forgotten(settings: Settings) -> None:
    settings.SECRET_KEY = "old"
    token = write_token(["a"], "of-anna", now())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert read_token(token, "of-anna", DAY)
    assert read_token(token, "of-bert", DAY) is None
    settings.SECRET_KEY_FALLBACKS = []
    assert read_token(token, "of-anna", DAY) is None


def test_a_session_that_ended_has_ended_for_tokens_of_an_older_key_as_well(settings: Settings) -> None:
    settings.SECRET_KEY = "old"
    token = write_token(["a"], "of-anna", now())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    history = History(remember=60, max_age=60)
    history.end_session(reader_of("of-anna"))
    assert follow(Wish(wish([token])), "of-anna", history, 60).refused == [key_of(token)]


def test_the_longest_topic_makes_no_long_token() -> None:
    assert len(write_token(["x" * 200], "s" * 32, Moment(process.now(), "p" * 8, "b" * 8, 10**6))) < 400
    assert len(json.dumps(["🦄" * 200])) < 2500
