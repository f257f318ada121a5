"""URLs in short, and what htmx passes over: unknown attributes and settings, targets that are not there."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, back, click, submit
from tests.differential.site import page

OUT = '<div id="out">out</div>'
HEARING = '<b hx-get="/heard" hx-trigger="htmx:oobErrorNoTarget from:body">-</b>'


def missing(name: str, answer: str, *, attributes: str = "", versions: tuple[int, ...] = (2, 4)) -> Scenario:
    go = f'<p id="around"><button hx-get="/x" {attributes or 'hx-target="#out"'}>go</button><i id="in">i</i></p>'
    return Scenario(
        name, {"/": go + OUT + HEARING, "/x": answer, "/heard": "heard"}, (click("button"),), versions=versions
    )


SCENARIOS = [
    *[
        Scenario(
            f"{what} at {link!r}",
            {"/": '<a id="first" href="/q/?a=1#there">q</a>', "/q/": page(f"<p>q</p>{markup.format(link)}{OUT}")},
            (click("#first"), click("#second"), back()),
            versions=versions,
        )
        for link in ("?", "?b=2", "", "#", ".", "../q/?c")
        for what, markup, versions in (
            ("a link", '<a id="second" href="{}">go</a>', (None, 2)),
            (
                "a boosted link",
                '<div hx-boost="true" hx-boost:inherited="true"><a id="second" href="{}">go</a></div>',
                (2, 4),
            ),
            (
                "a request",
                '<button id="second" hx-get="{}" hx-target="#out" hx-select="p" hx-push-url="true">go</button>',
                (2, 4),
            ),
        )
    ],
    *[
        Scenario(
            f"a form with {method} to {action!r}",
            {
                "/": '<a href="/q/?a=1">q</a>',
                "/q/": page(f'<form method="{method}" action="{action}">{field}<button>go</button></form>'),
            },
            (click("a"), submit("form")),
            versions=(None, 2),
        )
        for method, action, field in (
            ("get", "", ""),
            ("get", "?", '<input name="b" value="2">'),
            ("get", "#there", '<input name="b" value="2">'),
            ("post", "?", ""),
        )
    ],
    missing("an element out of band of which there is none", 'main<p id="no" hx-swap-oob="true">1</p>'),
    missing("a selector out of band that matches nothing", 'main<p hx-swap-oob="beforeend:.no">1</p>'),
    missing("nothing but what is out of band and has no target", '<p id="no" hx-swap-oob="true">1</p>'),
    missing("a partial without a target", 'main<hx-partial hx-target="#no"><p>1</p></hx-partial>', versions=(4,)),
    missing(
        "nothing but a partial without a target", '<hx-partial hx-target="#no"><p>1</p></hx-partial>', versions=(4,)
    ),
    missing(
        "a target out of band that the main swap has taken away",
        'main<i id="in" hx-swap-oob="true">new</i>',
        attributes='hx-target="#around"',
    ),
    Scenario(
        "attributes and settings that htmx does not know",
        {
            "/": page(
                f'<button data-hx-mine="x" data-hx-get="/x" data-hx-target="#out">go</button>{OUT}',
                head="""<meta name="htmx-config" content='{"mine": {"a": 1}, "includeIndicatorStyle": false}'>""",
            ),
            "/x": "<b>x</b>",
        },
        (click("button"),),
    ),
    Scenario(
        "inline scripts go first, and may prevent",
        {
            "/": f'<a href="/y" onclick="return false">a</a><a id="b" href="/y" hx-get="/x" hx-target="#out" onclick="event.stopPropagation(); event.preventDefault()">b</a>{OUT}',
            "/x": "<b>x</b>",
            "/y": page("y"),
        },
        (click("a"), click("#b")),
    ),
    Scenario(
        "a link that does nothing",
        {"/": '<a href="javascript:void(0)">a</a>'},
        (click("a"),),
    ),
]
