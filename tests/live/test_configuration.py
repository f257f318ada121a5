from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from htmx_partials.live import backends
from htmx_partials.live.configuration import current_backend, stream_options
from htmx_partials.live.memory import MemoryBackend
from htmx_partials.live.postgres import PostgresBackend
from htmx_partials.live.redis import RedisBackend

REDIS = "htmx_partials.live.redis.RedisBackend"
POSTGRES = "htmx_partials.live.postgres.PostgresBackend"


def test_a_site_that_says_nothing_has_the_backend_of_one_process() -> None:
    assert type(current_backend()) is MemoryBackend
    assert (stream_options().POLL, stream_options().KEEPALIVE) == (15, 15)


def test_options_are_those_of_streams_and_those_of_the_backend(settings: Settings) -> None:
    settings.HTMX_PARTIALS_LIVE = {
        "BACKEND": REDIS,
        "LOCATION": "redis://localhost:1",
        "OPTIONS": {"POLL": 5, "CHANNEL": "shop"},
    }
    backend = current_backend()
    assert isinstance(backend, RedisBackend)
    assert (stream_options().POLL, backend.location, backend.channel) == (5, "redis://localhost:1", "shop")


OPTIONS = "KEEPALIVE, MAX_AGE, POLL, RATE, REMEMBER, STREAM_AGE"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("redis://localhost", " is 'redis://localhost'. Write a dict, as of a cache in CACHES: {'BACKEND': 'htmx_par"),
        ({"URL": "x"}, " has 'URL'. It takes BACKEND, LOCATION and OPTIONS."),
        ({"OPTIONS": [1]}, "['OPTIONS'] is [1]. Write a dict."),
        ({"BACKEND": "nowhere.Backend"}, "['BACKEND'] is 'nowhere.Backend': No module named 'nowhere'"),
        (
            {"BACKEND": "datetime.date"},
            "['BACKEND'] is 'datetime.date', which is no class with publish() and listen(). ",
        ),
        ({"BACKEND": "datetime.UTC"}, "['BACKEND'] is 'datetime.UTC', which is no class with publish() and listen(). "),
        (
            {"OPTIONS": {"POL": 5}},
            f"['OPTIONS'] has 'POL'. There are {OPTIONS}, and, for MemoryBackend, no others.",
        ),
        (
            {"BACKEND": REDIS, "LOCATION": "redis://x", "OPTIONS": {"LISTEN": {}}},
            f"['OPTIONS'] has 'LISTEN'. There are {OPTIONS}, and, for RedisBackend, CHANNEL, CLIENT.",
        ),
        *(
            ({"OPTIONS": {"POLL": value}}, f"['OPTIONS']['POLL'] is {value!r}. Write a number above 0.")
            for value in (0, -1, "15", None, True, float("inf"))
        ),
        *(
            (
                {"BACKEND": REDIS, "LOCATION": location},
                f"['LOCATION'] is {location!r}. RedisBackend needs a URL: 'redis://localhost:6379/0'.",
            )
            for location in ("", "localhost", "http://localhost", None)
        ),
        *(
            (
                {"BACKEND": POSTGRES, "LOCATION": location},
                f"['LOCATION'] is {location or 'default'!r}. PostgresBackend needs the alias of a PostgreSQL database",
            )
            for location in ("", "default", "other", "postgres://localhost")
        ),
    ],
)
def test_a_mistake_in_the_setting_is_told(settings: Settings, setting: Any, message: str) -> None:
    settings.HTMX_PARTIALS_LIVE = setting
    with pytest.raises(ImproperlyConfigured) as raised:
        current_backend()
    assert str(raised.value).startswith(f"HTMX_PARTIALS_LIVE{message}")


class OwnBackend:
    """A backend that knows nothing of this library."""

    def __init__(self, location: str, options: Mapping[str, Any]) -> None:
        self.given = (location, options)

    def publish(self, message: str) -> None:
        """Send nothing."""

    def listen(self) -> Iterator[str | None]:
        yield None


def test_a_backend_may_be_any_class_with_publish_and_listen(settings: Settings) -> None:
    settings.HTMX_PARTIALS_LIVE = {"BACKEND": f"{__name__}.OwnBackend", "LOCATION": "x", "OPTIONS": {"POLL": 5}}
    backend: object = current_backend()
    assert isinstance(backend, OwnBackend)
    assert backend.given == ("x", {})


@pytest.mark.parametrize(
    ("backend", "message"),
    [
        (RedisBackend, "RedisBackend needs the package 'redis': install htmx-partials[redis]."),
        (PostgresBackend, "PostgresBackend needs the package 'psycopg': install htmx-partials[postgres]."),
    ],
)
def test_a_package_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, backend: type[backends.Backend], message: str
) -> None:
    monkeypatch.setattr(backends, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured) as raised:
        backend("redis://localhost", {})
    assert str(raised.value) == message
