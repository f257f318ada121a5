"""Find out from a page's scripts which htmx it loads, and in which release."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

from .parsing import get_attribute
from .selectors import query_all
from .urls import join, path_of

if TYPE_CHECKING:
    from .browser import Browser

HTMX = re.compile(r"/htm(?:x|ax)(?:\.org@|/\d|(?:[-.][^/]*)?\.js(?:\?|\Z))")
IN_URL = re.compile(r"/htmx(?:\.org@|/)(\d+(?:\.\d+)*(?:-[\w.]+)?)|/htm(?:x|ax)-(\d)\.")
IN_SOURCE = re.compile(r"""version\s*[:=]\s*["'](\d+\.\d+\.\d+[\w.-]*)["']""")


def played_release(browser: Browser, releases: Iterable[str]) -> str:
    """
    Return the one of `releases` that the page loads, or the last if it loads another or that is not known.

    Raises `AssertionError` if the page loads another version of htmx than these releases are of.
    """
    *older, newest = releases
    loaded = loaded_release(browser, newest.partition(".")[0])
    return loaded if loaded in older else newest


def loaded_release(browser: Browser, version: str) -> str | None:
    """Return the release of htmx that the page loads, or as much of it as is known."""
    for script in query_all(browser.document, "script[src]"):
        source = join(get_attribute(script, "src") or "", browser.base)
        release = release_of(browser, source) if HTMX.search(source) else None
        if release is not None and release.partition(".")[0] != version:
            raise AssertionError(
                f"The page at {path_of(browser.location)} loads htmx {release} ({path_of(source)}), and the test says "
                f"htmx={version}."
            )
        if release is not None:
            return release
    return None


def release_of(browser: Browser, source: str) -> str | None:
    named = IN_URL.search(source)
    by_name = (named[1] or named[2]) if named else None
    if not browser.network.is_same_origin(source):
        return by_name
    path = urlsplit(source).path
    static = settings.STATIC_URL or ""
    file = finders.find(path.removeprefix(static)) if static and path.startswith(static) else None
    return (release_in_file(str(file)) if file else release_in(browser.network.script(path))) or by_name


@cache
def release_in_file(path: str) -> str | None:
    return release_in(Path(path).read_text(encoding="utf-8"))


def release_in(source: str) -> str | None:
    found = IN_SOURCE.search(source)
    return found[1] if found else None
