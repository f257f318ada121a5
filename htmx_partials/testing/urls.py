"""Resolve and write URLs as browsers do, by the URL standard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit, urlunsplit

import ada_url

ORIGIN = re.compile(r"https?://[^/?#]+")


def join(link: str, base: str) -> str:
    """
    Return the absolute URL of a link on a page at `base`. For `?` that is the page without its query.

    Raises `AssertionError` for an invalid URL, which a browser ignores.
    """
    try:
        return ada_url.join_url(base, link)
    except ValueError:
        raise AssertionError(f"{link!r} is no URL. The page is at {base}.") from None


def path_of(url: str) -> str:
    """Return path, query and fragment of an http or https URL, and any other URL as it is."""
    return ORIGIN.sub("", url, count=1) or "/"


def path_and_query(url: str) -> str:
    """Return `location.pathname + location.search` of JavaScript."""
    return path_of(url).partition("#")[0].removesuffix("?")


def with_query(url: str, query: str) -> str:
    """Return the URL with its query replaced, as for a form with the method GET."""
    rest, hash_, fragment = url.partition("#")
    return f"{rest.partition('?')[0]}?{query}{hash_}{fragment}"


def with_parameters(url: str, entries: Sequence[tuple[str, Any]]) -> str:
    """Return the URL with these entries in its query, in place of those with the same names: `URLSearchParams`."""
    if not entries:
        return url
    names = {name for name, _ in entries}
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in names]
    return urlunsplit(parts._replace(query=urlencode_as_form([*kept, *entries])))


def urlencode_as_form(entries: Sequence[tuple[str, Any]]) -> str:
    """Return the entries as forms and `URLSearchParams` encode them."""
    return "&".join(f"{plus(name)}={plus(file_name_of(value))}" for name, value in entries)


def urlencode_as_component(entries: Sequence[tuple[str, Any]]) -> str:
    """Return the entries as `encodeURIComponent` of JavaScript encodes them."""
    return "&".join(f"{component(name)}={component(file_name_of(value))}" for name, value in entries)


def file_name_of(value: Any) -> str:
    """Return the text of a form's entry. For a file that is its name."""
    return value if isinstance(value, str) else value.name.rpartition("/")[2]


def plus(text: str) -> str:
    return quote_plus(text, safe="*").replace("~", "%7E")


def component(text: str) -> str:
    return quote(text, safe="!*'()")
