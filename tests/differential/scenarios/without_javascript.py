"""``htmx=None``: a browser in which JavaScript is off."""

# ruff: noqa: E501 - markup is easier to read on one line

from django.http import HttpResponse, HttpResponseRedirect

from tests.differential.playing import Scenario, attach, back, check, choose, click, fill, submit, uncheck
from tests.differential.scenarios.sending import FIELDS
from tests.differential.site import echo, page

NO = (None,)


def shown(request) -> str:
    return page(f"<p>{echo(request)}</p>", title="Shown")


SCENARIOS = [
    Scenario(
        "a link that htmx would take",
        {"/": '<a href="/x" hx-get="/no">go</a><noscript><p>off</p></noscript>', "/x": shown},
        (click("a"), back()),
        NO,
    ),
    *[
        Scenario(
            f"every kind of field, by {method} without JavaScript",
            {"/": f'<form method="{method}" action="/x" hx-post="/no">{FIELDS}</form>', "/x": shown},
            (
                fill("[name=text]", "ä b&c=~d*"),
                fill("textarea", "three\nfour"),
                check("[name=on]"),
                choose("[name=many]", "o"),
                uncheck("[name=box][value='1']"),
                click("[name=press]"),
            ),
            NO,
        )
        for method in ("get", "post")
    ],
    Scenario(
        "files without JavaScript",
        {
            "/": '<form method="post" action="/x" enctype="multipart/form-data"><input name="a" value="1"><input type="file" name="f" multiple><button>go</button></form>',
            "/x": shown,
        },
        (attach("[name=f]", ("ä.txt", b"x", "text/plain")), click("button")),
        NO,
    ),
    Scenario(
        "a redirect after a form",
        {
            "/": '<form method="post" action="/x#p"><input name="a" value="1"><button>go</button></form>',
            "/x": lambda request: HttpResponseRedirect("/done"),
            "/done": page("done", "Done"),
        },
        (click("button"), back()),
        NO,
    ),
    Scenario(
        "a form that is not valid stays",
        {"/": '<form action="/x"><input name="a" required><button>go</button></form>', "/x": shown},
        (submit("form"), fill("input", "a"), submit("form")),
        NO,
    ),
    Scenario(
        "a details opens and closes",
        {"/": "<details><summary>more</summary>text</details>"},
        (click("summary"), click("summary")),
        NO,
    ),
    Scenario(
        "an answer with nothing leaves the page",
        {"/": '<a href="/x">go</a>', "/x": lambda request: HttpResponse(status=204)},
        (click("a"),),
        NO,
    ),
    Scenario(
        "an answer that is text is shown",
        {"/": '<a href="/x">go</a>', "/x": lambda request: HttpResponse("a < b", content_type="text/plain")},
        (click("a"),),
        NO,
    ),
]
