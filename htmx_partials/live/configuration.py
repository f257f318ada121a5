"""The setting `HTMX_PARTIALS_LIVE`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from .backends import Backend
from .forks import after_fork

MEMORY = "htmx_partials.live.memory.MemoryBackend"


@dataclass(frozen=True)
class StreamOptions:
    """The numbers in `OPTIONS` for streams. Times are in seconds."""

    # The age up to which a page may follow its topics.
    MAX_AGE: float = 12 * 60 * 60
    # How long a process remembers changes.
    REMEMBER: float = 15 * 60
    # The interval of comments that keep a silent stream alive.
    KEEPALIVE: float = 15
    # The age at which a stream ends, approximately. The client then connects again.
    STREAM_AGE: float = 10 * 60
    # The interval at which clients poll under WSGI.
    POLL: float = 15
    # How many requests a second the readers of one topic send to a process after a change, in total.
    RATE: float = 100


@dataclass(frozen=True)
class Configuration:
    backend: Backend
    options: StreamOptions


def current_backend() -> Backend:
    return configured().backend


def stream_options() -> StreamOptions:
    return configured().options


@cache
def configured() -> Configuration:
    setting = getattr(settings, "HTMX_PARTIALS_LIVE", {})
    if not isinstance(setting, Mapping):
        raise ImproperlyConfigured(
            f"HTMX_PARTIALS_LIVE is {setting!r}. Write a dict, as of a cache in CACHES: "
            f"{{'BACKEND': 'htmx_partials.live.redis.RedisBackend', 'LOCATION': 'redis://…'}}."
        )
    if unknown := setting.keys() - {"BACKEND", "LOCATION", "OPTIONS"}:
        raise ImproperlyConfigured(
            f"HTMX_PARTIALS_LIVE has {min(unknown, key=str)!r}. It takes BACKEND, LOCATION and OPTIONS."
        )
    options = setting.get("OPTIONS", {})
    if not isinstance(options, Mapping):
        raise ImproperlyConfigured(f"HTMX_PARTIALS_LIVE['OPTIONS'] is {options!r}. Write a dict.")
    backend = backend_class(setting.get("BACKEND", MEMORY))
    of_streams = {field.name for field in fields(StreamOptions)}
    of_backend: frozenset[str] = getattr(backend, "option_names", frozenset())
    if unknown := options.keys() - of_streams - of_backend:
        raise ImproperlyConfigured(
            f"HTMX_PARTIALS_LIVE['OPTIONS'] has {min(unknown, key=str)!r}. There are {listed(of_streams)}, and, for "
            f"{backend.__name__}, {listed(of_backend) or 'no others'}."
        )
    return Configuration(
        backend=backend(setting.get("LOCATION", ""), {name: options[name] for name in options.keys() & of_backend}),
        options=StreamOptions(**{name: positive(name, options[name]) for name in options.keys() & of_streams}),
    )


def backend_class(path: str) -> type[Backend]:
    try:
        found = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"HTMX_PARTIALS_LIVE['BACKEND'] is {path!r}: {error}") from error
    if not (isinstance(found, type) and hasattr(found, "publish") and hasattr(found, "listen")):
        raise ImproperlyConfigured(
            f"HTMX_PARTIALS_LIVE['BACKEND'] is {path!r}, which is no class with publish() and listen(). See "
            f"htmx_partials.live.backends.Backend."
        )
    return found


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def positive(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise ImproperlyConfigured(f"HTMX_PARTIALS_LIVE['OPTIONS'][{name!r}] is {value!r}. Write a number above 0.")
    return value


def forget_configuration(*, setting: str, **kwargs: Any) -> None:
    if setting == "HTMX_PARTIALS_LIVE":
        configured.cache_clear()


setting_changed.connect(forget_configuration)
# A forked process must not share connections.
after_fork(configured.cache_clear)
