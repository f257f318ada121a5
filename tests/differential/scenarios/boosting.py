"""``hx-boost``, and URLs that are pushed and replaced."""

# ruff: noqa: E501 - markup is easier to read on one line

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tests.differential.playing import Scenario, back, click, fill, forward, submit
from tests.differential.site import echo, page

OTHER = page('<h1>Other</h1><a href="/">home</a>', title="Other")


def boosted(
    name: str, body: str, *steps, versions: tuple[int, ...] = (2, 4), routes: Mapping[str, Any] = MappingProxyType({})
) -> Scenario:
    start = f'<div hx-boost="true" hx-boost:inherited="true">{body}</div><div id="out">out</div>'
    return Scenario(
        name,
        {"/": start, "/other": OTHER, "/x": lambda request: page(echo(request), title="X"), **routes},
        steps,
        versions=versions,
    )


SCENARIOS = [
    boosted("a link", '<a href="/other">go</a>', click("a")),
    boosted("a link with a query and a place", '<a id="l" href="/other?a=1#p">go</a>', click("a")),
    boosted("a link to a place in the page", '<a href="#out">go</a>', click("a")),
    boosted("a link that is not boosted", '<a href="/other" hx-boost="false">go</a>', click("a")),
    boosted("a link with a target", '<a href="/other" hx-target="#out" hx-swap="innerHTML">go</a>', click("a")),
    boosted("a link with a part selected", '<a href="/other" hx-target="#out" hx-select="h1">go</a>', click("a")),
    boosted("a link that pushes nothing", '<a href="/other" hx-push-url="false">go</a>', click("a")),
    boosted("a link that replaces the URL", '<a href="/other" hx-replace-url="true">go</a>', click("a")),
    boosted("a link, and back, and forward", '<a href="/other">go</a>', click("a"), back(), forward()),
    boosted("a link, another, and back", '<a href="/other">go</a>', click("a"), click("a"), back(), back()),
    boosted(
        "a form by GET",
        '<form action="/x?old=1"><input name="q"><button name="b" value="1">go</button></form>',
        fill("input", "find me"),
        click("button"),
    ),
    boosted(
        "a form by POST",
        '<form action="/x?old=1" method="post"><input name="q"><button name="b" value="1">go</button></form>',
        fill("input", "find me"),
        click("button"),
    ),
    boosted(
        "a form without an action",
        '<form><input name="q"><button>go</button></form>',
        fill("input", "x"),
        submit("form"),
    ),
    boosted(
        "a button with an action of its own",
        '<form action="/no"><input name="q" value="1"><button formaction="/x" formmethod="post">go</button></form>',
        click("button"),
    ),
    boosted(
        "a form that is a dialog's",
        '<dialog open><form method="dialog"><button>close</button></form></dialog>',
        click("button"),
    ),
    boosted("a page that is not there", '<a href="/gone">go</a>', click("a")),
    boosted(
        "a boost with words of version 4",
        '<a href="/other" hx-boost="target:#out swap:beforeend select:h1">go</a>',
        click("a"),
        versions=(4,),
    ),
    boosted(
        "a link inside what came",
        '<a href="/part" hx-target="#out">go</a>',
        click("a"),
        click("#out a"),
        routes={"/part": '<a href="/other" hx-boost="true">on</a>'},
    ),
    *[
        Scenario(
            f"{attribute}={said!r}",
            {
                "/": f'<button hx-get="/x?a=1" {attribute}="{said}" hx-target="#out">go</button><div id="out">out</div>',
                "/x": "<b>x</b>",
                "/named": page("named"),
            },
            (click("button"),),
        )
        for attribute in ("hx-push-url", "hx-replace-url")
        for said in ("true", "false", "/named?b=2")
    ],
    Scenario(
        "a pushed URL with values",
        {
            "/": '<form hx-get="/x" hx-push-url="true" hx-target="#out"><input name="q"><button>go</button></form><div id="out">out</div>',
            "/x": echo,
        },
        (fill("input", "ä b"), click("button"), fill("input", "c"), click("button")),
    ),
    Scenario(
        "links as they are",
        {"/": '<a id="a" href="/other?x=y">go</a><a id="b" href="#b">here</a>', "/other": OTHER},
        (click("#b"), click("#a"), click("a"), back()),
    ),
    Scenario(
        "forms as they are",
        {
            "/": """<form id="g" action="/x?gone=1"><input name="a" value="1 2"><button name="b" value="x">get</button></form>
            <form id="p" action="/x?kept=1" method="post"><textarea name="t">a
b</textarea><button>post</button></form>
            <form id="m" action="/x" method="post" enctype="multipart/form-data"><input name="a" value="ä"><input type="file" name="f"><button>post</button></form>""",
            "/x": lambda request: page(echo(request), title="X"),
        },
        (click("#g button"), back(), click("#p button"), back(), click("#m button")),
    ),
]
