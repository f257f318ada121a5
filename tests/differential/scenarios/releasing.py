"""What releases of one version of htmx do differently."""

# ruff: noqa: E501 - markup is easier to read on one line

from typing import Any

from tests.differential.playing import Scenario, Step, back, check, click, fill, submit, tick, trigger, uncheck
from tests.differential.site import Given, answer, echo, in_turn, late, page

PLACES = '<div id="out">out</div><p id="count">0</p><ul id="list"><li id="first">1</li></ul>'
GO = '<button hx-get="/x" hx-target="#out">go</button>'
HEARING = '<b hx-get="/heard" hx-trigger="htmx:partialErrorNoTarget from:body">-</b>'


def played(
    name: str,
    given: Given = "<b>x</b>",
    *steps: Step,
    go: str = GO,
    head: str = "",
    versions: tuple[int, ...] = (4,),
    **routes: Any,
) -> Scenario:
    return Scenario(
        name,
        {
            "/": page(go + PLACES + HEARING, head=head),
            "/x": given,
            "/y": echo,
            "/heard": "heard",
            **{f"/{path}": route for path, route in routes.items()},
        },
        steps or (click("button"),),
        versions=versions,
    )


def config(text: str) -> str:
    return f"<meta name='htmx-config' content='{text}'>"


IMPLICIT = config('{"implicitInheritance": true}')

PARTIALS = [
    played(f"{where} {name}", main + partial, versions=(2, 4))
    for where, main in (("beside a main part", "main"), ("alone", " "))
    for name, partial in (
        ("a partial", '<hx-partial hx-target="#count"><i>1</i></hx-partial>'),
        ("a partial with a style", '<hx-partial hx-target="#list" hx-swap="beforeend"><li>2</li></hx-partial>'),
        ("a partial with an id", '<hx-partial id="count"><i>1</i></hx-partial>'),
        ("a partial with neither", "<hx-partial><i>1</i></hx-partial>"),
        ("a partial with no target in the page", '<hx-partial hx-target="#no"><i>1</i></hx-partial>'),
        ("a partial in htmx's words", '<hx-partial hx-target="next p"><i>1</i></hx-partial>'),
        ("a partial with data-", '<hx-partial data-hx-target="#list" data-hx-swap="outerHTML"><i>1</i></hx-partial>'),
        ("a partial without an inside", '<hx-partial hx-target="#list"></hx-partial>'),
        (
            "a partial with parts out of band",
            '<hx-partial hx-target="#list"><li>2<p id="count" hx-swap-oob="true">1</p></li></hx-partial>',
        ),
        ("two partials", '<hx-partial hx-target="#count">1</hx-partial><hx-partial hx-target="#list">2</hx-partial>'),
    )
]

SCENARIOS = [
    *PARTIALS,
    played(
        "a partial that its target prevents",
        'main<hx-partial hx-target="#kept"><i>1</i></hx-partial>',
        go=GO + '<p id="kept" hx-on::partial-before-swap="event.preventDefault()">kept</p>',
        versions=(2,),
    ),
    played(
        "a partial of text",
        '<hx-partial hx-target="#list" hx-swap="textContent"><i>1</i></hx-partial>',
        versions=(2, 4),
    ),
    played(
        "a partial that ignores the title",
        '<title>New</title>main<hx-partial hx-target="#list" hx-swap="innerHTML ignoreTitle:true">1</hx-partial>',
    ),
    played(
        "a title that the main swap ignores",
        "<title>New</title>main",
        go=GO.replace(">go", ' hx-swap="innerHTML ignoreTitle:true">go'),
    ),
    played(
        "a request by QUERY",
        echo,
        go='<form hx-query="/x" hx-target="#out"><input name="a" value="1"><button>go</button></form>',
    ),
    played(
        "a method beside a verb",
        echo,
        go='<button name="a" value="1" hx-get="/x" hx-method="post" hx-target="#out">go</button>',
    ),
    played(
        "an action beside a verb",
        echo,
        go='<button hx-action="/x" hx-get="/y" hx-method="post" hx-target="#out">go</button>',
    ),
    *[
        played(
            f"{said} around an element, everything inherited",
            echo,
            go=f'<div {said}="{value}"><button hx-target="#out"{verb}>go</button></div>',
            head=IMPLICIT,
        )
        for said, value, verb in (
            ("hx-post", "/y", ' hx-get="/x"'),
            ("hx-get", "/y", ' hx-post="/x"'),
            ("hx-action", "/y", ' hx-get="/x"'),
            ("hx-method", "post", ' hx-action="/x"'),
            ("hx-vals", "a:1", ' hx-get="/x"'),
        )
    ],
    played(
        "hx-trigger around an element, everything inherited", go=f'<div hx-trigger="mouseup">{GO}</div>', head=IMPLICIT
    ),
    played("hx-trigger around an element, inherited on purpose", go=f'<div hx-trigger:inherited="dblclick">{GO}</div>'),
    played(
        "hx-validate around a form, everything inherited",
        echo,
        submit("form"),
        go='<div hx-validate="false"><form hx-post="/x" hx-target="#out"><input name="a" required></form></div>',
        head=IMPLICIT,
    ),
    played(
        "every with a condition behind it",
        in_turn("1", "2"),
        tick(1.5),
        go='<i hx-get="/x" hx-trigger="every 1s [1 > 2]">-</i>',
    ),
    played(
        "every with a condition that holds behind it",
        in_turn("1", "2"),
        tick(1.5),
        go='<i hx-get="/x" hx-trigger="every 1s [1 < 2]">-</i>',
    ),
    played(
        "a boosted link with a trigger of its own",
        page("y"),
        trigger("a", "go"),
        go='<div hx-boost:inherited="true"><a href="/x" hx-trigger="go">a</a></div>',
    ),
    *[
        played(
            f"a boosted form whose button has {said}",
            echo,
            click("[name=b]"),
            go=f'<div hx-boost:inherited="true target:#out"><form action="/x"><button name="b" {said}>go</button></form></div>',
        )
        for said in ('formaction="/y"', 'formmethod="post"', 'formaction="/y" formmethod="post"')
    ],
    *[
        played(
            f"{what} that asks by {verb} in a form",
            echo,
            click("[name=b]"),
            go=f'<form><input name="a" value="1">{markup.format(verb)}</form>',
        )
        for verb in ("get", "post")
        for what, markup in (
            ("a named button", '<button name="b" value="2" hx-{}="/x" hx-target="#out">go</button>'),
            ("a named input", '<input type="submit" name="b" value="2" hx-{}="/x" hx-target="#out">'),
            (
                "a named button of no form",
                '<button type="button" name="b" value="2" hx-{}="/x" hx-target="#out">go</button>',
            ),
        )
    ],
    Scenario(
        "a request of the body",
        {
            "/": '<!doctype html><html><head><script src="/htmx.js"></script></head><body hx-post="/x" hx-trigger="go" hx-target="#out"><input name="a" value="1"><div id="out">out</div></body></html>',
            "/x": echo,
        },
        (trigger("body", "go"),),
        versions=(4,),
    ),
    played(
        "changed, with a delay",
        echo,
        fill("input", "a"),
        tick(1),
        fill("input", "b"),
        fill("input", "a"),
        tick(1),
        go='<input name="q" hx-get="/x" hx-trigger="input changed delay:500ms" hx-target="#out">',
    ),
    played(
        "changed, once and again",
        echo,
        fill("input", "a"),
        trigger("input", "input"),
        fill("input", "b"),
        go='<input name="q" hx-get="/x" hx-trigger="input changed" hx-target="#out">',
    ),
    played(
        "changed, of a box",
        echo,
        check("input"),
        trigger("input", "change"),
        uncheck("input"),
        go='<input type="checkbox" name="q" hx-get="/x" hx-trigger="change changed" hx-target="#out">',
    ),
    played(
        "changed, of several places",
        in_turn("1", "2", "3"),
        fill("#a", "x"),
        fill("#b", "x"),
        trigger("#a", "input"),
        go='<input id="a"><input id="b"><i hx-get="/x" hx-trigger="input changed from:input" hx-target="#out">-</i>',
    ),
    played(
        "a trigger after another that is delayed",
        in_turn("1", "2"),
        trigger("i", "one"),
        trigger("i", "two"),
        tick(2),
        go='<i hx-get="/x" hx-trigger="one delay:1s, two" hx-target="#out">-</i>',
    ),
    played(
        "a trigger after another that is held back",
        in_turn("1", "2", "3"),
        trigger("i", "one"),
        trigger("i", "one"),
        trigger("i", "two"),
        tick(2),
        go='<i hx-get="/x" hx-trigger="one throttle:1s, two" hx-target="#out">-</i>',
    ),
    played(
        "a click that comes from further in",
        page("y"),
        click("b"),
        go='<a href="/y" hx-get="/x" hx-trigger="click from:self" hx-target="#out"><b>b</b></a>',
    ),
    *[
        played(f"out of band with {said!r}", f'main<i hx-swap-oob="{said}">new</i>', versions=(2, 4))
        for said in (
            "innerHTML:ul li",
            "innerHTML:next p",
            "innerHTML:find b",
            "delete:#list > li",
        )
    ],
    *[
        played(
            f"{answer_!r} by {swap} with {head or 'nothing set'}",
            answer_,
            head=head,
            go=f'<div id="d"><button hx-get="/x" hx-target="#d" hx-swap="{swap}">go</button></div>',
        )
        for answer_ in ('<p id="count" hx-swap-oob="true">1</p>', '<hx-partial id="count">1</hx-partial>', "")
        for swap, head in (
            ("innerHTML", config('{"allowEmptySwapAfterOOB": true}')),
            ("innerHTML", config('{"defaultSwapEmpty": true}')),
            ("innerHTML swapEmpty:true", ""),
            ("innerHTML swapEmpty:false", ""),
        )
    ],
    *[
        played(
            f"a body in an answer, by {swap}",
            "<body class=new><!-- comment --><i>1</i></body>",
            go=f'<button hx-get="/x" hx-target="#out" hx-swap="{swap}">go</button>',
        )
        for swap in ("innerHTML", "outerHTML", "outerMorph", "innerHTML strip:false", "beforeend")
    ],
    played("an empty body and what is out of band", '<html><body><p id="count" hx-swap-oob="true">1</p></body></html>'),
    played("comments in an answer", "<!-- one --><b>x<!-- two --></b><!-- three -->", versions=(2, 4)),
    played("HX-Location that replaces", answer(HX_Location='{"path": "/y", "target": "#out", "replace": "/z"}')),
    played("HX-Location to a path with a comma", answer(HX_Location="/y?a=1,2")),
    played("HX-Location in HCON", answer(HX_Location="path:/y target:#out")),
    played(
        "HX-Location while something is disabled",
        answer(HX_Location='{"path": "/y", "target": "#out"}'),
        go='<button hx-get="/x" hx-target="#out" hx-disable="this" hx-indicator="#count">go</button>',
    ),
    played(
        "a target that another answer has taken away",
        in_turn(answer("<b>1</b>", HX_Trigger="a"), late(answer("<b>2</b>", HX_Trigger="b"))),
        trigger("#count", "go"),
        go="".join(
            f'<i hx-get="/x" hx-trigger="go from:body" hx-target="#list" hx-swap="outerHTML" id="i{n}">-</i>'
            for n in (1, 2)
        ),
    ),
    played(
        "an event of an element that the answer takes away",
        answer("<b>1</b>", HX_Trigger="saved"),
        go='<div><button hx-get="/x" hx-target="closest div" hx-swap="outerHTML">go</button></div><u hx-get="/y" hx-trigger="saved from:body" hx-target="#out">-</u>',
    ),
    played(
        "nothing in place of an element",
        answer("", HX_Trigger="saved"),
        go='<div id="p"><p id="d"><button hx-get="/x" hx-target="#d" hx-swap="outerHTML">go</button></p></div><u hx-get="/y" hx-trigger="htmx:after:settle from:#p" hx-target="#out">-</u>',
    ),
    *[
        played(
            f"{swap}: a {markup[1:6]} in which one is",
            markup.format("new", "new"),
            click("#f"),
            trigger("#go", "go"),
            go=f'<div id="d">{markup.format("old", "old")}</div><u id="go" hx-get="/x" hx-trigger="go" hx-target="#d" hx-swap="{swap}">-</u>',
        )
        for swap in ("innerMorph", "outerHTML")
        for markup in ('<input id="f" value="{}" class="{}">', '<textarea id="f" class="{}">{}</textarea>')
    ],
    played(
        "history that is not kept, and what hears of it",
        page("<h1>y</h1>"),
        click("a"),
        go='<a hx-get="/x" hx-push-url="true" hx-target="#out">go</a><u hx-get="/y" hx-trigger="htmx:before:history:update from:document">-</u>',
        head=config('{"history": false}'),
    ),
    played(
        "back, where nothing was swapped", "<b>x</b>", click("#l"), back(), go='<a id="l" href="#list">to the list</a>'
    ),
    played(
        "attributes and values of an element with an id of before",
        '<input id="a" class="new" value="2" title="t"><p id="count" style="top: 0">1</p>',
        fill("#a", "typed"),
        click("button"),
        go='<div id="d"><input id="a" class="old" value="1"></div><button hx-get="/x" hx-target="#d">go</button>',
    ),
]
