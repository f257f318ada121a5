"""
Random requests to a site behind a cache, and the kind of answer that each must have.

The client of a sequence stores answers as browsers do: one for each URL, which it validates whatever the kind of the
next request is.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tests.caches.site import VIEWS

HTMX = {"HX-Request": "true"}
HTMX_4 = HTMX | {"HX-Request-Type": "partial"}

ASKS: dict[str, dict[str, str]] = {
    "page": {},
    "rows": HTMX | {"HX-Target": "rows"},
    "rows, htmx 4": HTMX_4 | {"HX-Target": "ul#rows"},
    "count": HTMX | {"HX-Target": "count"},
    "boosted": HTMX | {"HX-Boosted": "true"},
    "boosted, htmx 4": HTMX | {"HX-Boosted": "true", "HX-Request-Type": "full", "HX-Target": "body"},
    "boosted to content": HTMX | {"HX-Boosted": "true", "HX-Target": "content"},
    "history": HTMX | {"HX-History-Restore-Request": "true"},
}
WHOLE = {"page", "boosted", "boosted, htmx 4", "history"}


def kind_wanted(view: str, ask: str) -> str:
    """Return the right kind of answer, found by rules that are independent of the library."""
    match view:
        case "missing":
            return "404" if ask in WHOLE else "404 for the body"
        case "moved":
            return "redirect" if ask in WHOLE else "client redirect"
        case "hand" | "tagged-hand":
            return "hand" if ask in ("page", "boosted, htmx 4", "history") else "hand with companion"
        case "either" if ask in ("page", "history"):
            return "page"
        case "either":
            return "hand" if ask == "boosted, htmx 4" else "hand with companion"
        case "undecorated" if ask != "boosted to content":
            return "page"
    if ask in WHOLE:
        return "page"
    return {"rows": "rows", "rows, htmx 4": "rows", "count": "count", "boosted to content": "content"}[ask]


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: str


NAV = r"(<nav hx-swap-oob=\"true\" id='nav'>nav</nav>|<hx-partial hx-target=\"#nav\".*</hx-partial>)"
KINDS = {
    "page": r"<!doctype html>.*<h1>page {n}</h1>.*<li>rows {n}</li>.*",
    "rows": rf"<li>rows {{n}}</li>{NAV}",
    "count": rf"<b id='count'>count {{n}}</b>{NAV}",
    "content": rf"<h1>page {{n}}</h1>.*<li>rows {{n}}</li>.*</b>{NAV}",
    "hand": "<p>hand {n}</p>",
    "hand with companion": rf"<p>hand {{n}}</p>{NAV}",
}


def kind_seen(answer: Answer, n: int) -> str:
    """Return the kind of this answer, and the number that was requested."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status == 404:
        return "404 for the body" if headers.get("hx-retarget") == "body" else "404"
    if answer.status == 302:
        return "redirect" if headers["location"].endswith(f"/decorated/?n={n}") else "redirect elsewhere"
    if "hx-redirect" in headers:
        return "client redirect" if headers["hx-redirect"].endswith(f"/decorated/?n={n}") else "redirect elsewhere"
    for kind, pattern in KINDS.items():
        if re.fullmatch(pattern.replace("{n}", str(n)), answer.body, re.DOTALL):
            return kind
    return f"unknown: {answer.status} {answer.body[:80]!r}"


class Asked(NamedTuple):
    view: str
    ask: str
    n: int
    tells_tag: bool


def sequence(seed: int, length: int) -> Iterator[Asked]:
    chance = random.Random(seed)
    for _ in range(length):
        yield Asked(
            chance.choice([*VIEWS]), chance.choice([*ASKS]), chance.randrange(2), tells_tag=chance.random() < 0.7
        )


class Count:
    """The numbers of answers, by kind: all of them, those that were validated, and those of a wrong kind."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.validated: Counter[str] = Counter()
        self.mixed_up: list[tuple[Asked, str]] = []

    def table(self, cache: str) -> str:
        lines = [f"{cache:34}{'answers':>9}{'304':>9}{'mixed up':>10}"]
        mixed_up = Counter(kind_wanted(asked.view, asked.ask) for asked, _ in self.mixed_up)
        lines += [
            f"  {kind:32}{count:9}{self.validated[kind]:9}{mixed_up[kind]:10}"
            for kind, count in sorted(self.answers.items())
        ]
        total = f"{self.answers.total():9}{self.validated.total():9}{len(self.mixed_up):10}"
        return "\n".join([*lines, f"  {'all':32}{total}"])


def play(
    fetch: Callable[[str, dict[str, str]], Answer], asked: Iterator[Asked], prefix: str = "", *, forgets: int = 50
) -> Count:
    """Send these requests as a browser that stores one answer for each URL, and sometimes empties its cache."""
    count = Count()
    kept: dict[str, Answer] = {}
    for number, each in enumerate(asked):
        if number % forgets == 0:
            kept.clear()
        url = f"/{prefix}{each.view}/?n={each.n}"
        headers = dict(ASKS[each.ask])
        if each.tells_tag and url in kept and (tag := kept[url].headers.get("ETag")):
            headers["If-None-Match"] = tag
        answer = fetch(url, headers)
        kind = kind_wanted(each.view, each.ask)
        if answer.status == 304:
            count.validated[kind] += 1
            answer = kept[url]
        else:
            kept[url] = answer
        count.answers[kind] += 1
        if kind_seen(answer, each.n) != kind:
            count.mixed_up.append((each, kind_seen(answer, each.n)))
    return count
