"""Live partials across processes with Redis or Valkey. Needs the extra `htmx-partials[redis]`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from .backends import Backend, needs

if TYPE_CHECKING:
    from redis import Redis
    from redis.client import PubSub

# Seconds that the server may take to answer.
PATIENCE = 2.0

# Seconds of silence after which the server is pinged, and after which the connection counts as lost.
ASK, GIVE_UP = 15.0, 25.0


class RedisBackend(Backend):
    """
    Publishes to one channel, and subscribes to it with one connection for each process.

    `LOCATION` is a URL for `redis.Redis.from_url()`: `redis://`, `rediss://`, `unix://`.
    `OPTIONS` may have `CHANNEL`, the name of the channel, by default `htmx_partials`. Sites that
    share a server need different channels, even with different databases in the URL. `CLIENT`
    is a dict of arguments for `from_url()`.
    """

    option_names = frozenset({"CHANNEL", "CLIENT"})

    def __init__(self, location: str, options: Mapping[str, Any]) -> None:
        super().__init__(location, options)
        needs("redis", type(self))
        if not str(location).startswith(("redis://", "rediss://", "unix://")):
            raise ImproperlyConfigured(
                f"HTMX_PARTIALS_LIVE['LOCATION'] is {location!r}. RedisBackend needs a URL: 'redis://localhost:6379/0'."
            )
        self.channel: str = options.get("CHANNEL", "htmx_partials")

    def publish(self, message: str) -> None:
        self.publisher.publish(self.channel, message)

    @cached_property
    def publisher(self) -> Redis:
        return self.client(retries=1)  # a connection that has been idle for long may be gone

    def listen(self) -> Iterator[str | None]:
        # The client must not reconnect by itself: it would not be known which messages were missed.
        with closing(self.client(retries=0)) as client, closing(pubsub(client)) as subscription:
            subscription.subscribe(self.channel)
            yield from self.heard(subscription)

    def client(self, retries: int) -> Redis:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return Redis.from_url(
            self.location,
            **{
                "socket_timeout": PATIENCE,
                "socket_connect_timeout": PATIENCE,
                **self.options.get("CLIENT", {}),
                "retry": Retry(NoBackoff(), retries),
            },
        )

    def heard(self, subscription: PubSub) -> Iterator[str | None]:
        is_subscribed = is_asked = False
        last = time.monotonic()
        while True:
            message = subscription.get_message(timeout=1.0)
            if message is not None:
                last, is_asked = time.monotonic(), False
                if message["type"] == "subscribe":
                    if is_subscribed:
                        raise ConnectionError("The client has connected again.")
                    is_subscribed = True
            elif time.monotonic() - last > GIVE_UP:
                raise ConnectionError("The server does not answer.")
            elif time.monotonic() - last > ASK and not is_asked:
                subscription.ping()
                is_asked = True
            if is_subscribed:
                yield text_of(message)


def pubsub(client: Redis) -> PubSub:
    subscription: PubSub = client.pubsub()  # type: ignore[no-untyped-call]
    return subscription


def text_of(message: dict[str, Any] | None) -> str | None:
    if message is None or message["type"] != "message":
        return None
    data: bytes | str = message["data"]
    return data.decode(errors="replace") if isinstance(data, bytes) else data
