"""The topics of an element, as a text that the server signs and the client sends back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from .moments import Moment, process

SALT = "htmx_partials.live"


class Token(NamedTuple):
    """Topics that a page names, their key for its reader, and when the page was rendered."""

    key: str
    topics: tuple[str, ...]
    moment: Moment


def write_token(topics: Iterable[str], session: str, moment: Moment) -> str:
    """
    Return the token of an element: `<key>.<moment>.<signature>`.

    `session` is the value of the session cookie, `""` if there is none. The key is the same for
    the same topics and reader.
    """
    named = urlsafe_base64_encode(json.dumps(list(topics), separators=(",", ":")).encode())
    return signer().sign(f"{named}.{reader_of(session)}.{moment}")


def read_token(text: str, session: str, max_age: float) -> Token | None:
    """Return the token, or `None` if it is forged, of another session, or older than `max_age` seconds."""
    try:
        key, _, moment = signer().unsign(text).rpartition(".")
        named, _, reader = key.partition(".")
        token = Token(key, tuple(json.loads(urlsafe_base64_decode(named))), Moment.read(moment))
    except (BadSignature, ValueError):
        return None
    if process.now() - token.moment.at > max_age * 1000 or not is_reader(reader, session):
        return None
    return token


def key_of(text: str) -> str:
    """Return the key of a token that may not be valid."""
    return text.rsplit(".", 2)[0]


def reader_of(session: str) -> str:
    """Return a name for the reader with this session, which does not reveal the session."""
    return reader_by(settings.SECRET_KEY, session)


def is_reader(reader: str, session: str) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(reader, reader_by(secret, session)) for secret in secrets)


# A page has many tokens, of one reader.
@lru_cache(maxsize=128)
def reader_by(secret: str | bytes, session: str) -> str:
    digest = salted_hmac(f"{SALT}.session", session, secret=secret, algorithm="sha256").digest()
    return urlsafe_base64_encode(digest[:12])


def signer() -> Signer:
    return signer_with(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=1)
def signer_with(secret: str | bytes, fallbacks: tuple[str | bytes, ...]) -> Signer:
    return Signer(key=secret, fallback_keys=[*fallbacks], salt=SALT, sep=".")
