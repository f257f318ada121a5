"""What an answer brings along for other places of the page."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, click, fill
from tests.differential.site import Given, answer, in_turn, page

PLACES = """<div id="out">out</div><p id="count" class="old">0</p><ul id="list"><li id="first">1</li></ul>
<table><tbody id="rows"><tr id="row"><td>1</td></tr></tbody></table>"""
GO = '<button hx-get="/x" hx-target="#out">go</button>'


def played(name: str, given: Given, go: str = GO, versions: tuple[int, ...] = (2, 4)) -> Scenario:
    return Scenario(name, {"/": go + PLACES, "/x": given}, (click("button"),), versions=versions)


def of_the_library(request):
    """An empty fragment with a companion, as the library sends them to each version."""
    if "HX-Request-Type" not in request.headers:
        return answer('<p id="count" hx-swap-oob="true">1</p>')(request)
    companion = '<hx-partial hx-target="#count" hx-swap="outerHTML"><p id="count">1</p></hx-partial>'
    return answer(f"\n<template></template>{companion}", HX_Reselect=":not(*)")(request)


def companions_alone(request):
    """Nothing for the target, as the library sends it to each version."""
    if "HX-Request-Type" not in request.headers:
        return answer('<title>New</title><p id="count" hx-swap-oob="true">1</p>', HX_Reswap="none")(request)
    return '<title>New</title><hx-partial hx-target="head" hx-swap="none"></hx-partial>'


SCENARIOS = [
    *[
        played(
            f"an empty fragment with a companion, by {style}",
            of_the_library,
            go=f'<div><button hx-post="/x" hx-target="closest div" hx-swap="{style}">go</button></div>',
        )
        for style in ("innerHTML", "outerHTML", "beforeend", "delete", "none")
    ],
    played("companions alone, with a title", companions_alone),
    played("an element with hx-swap-oob takes the place of its like", 'main<p id="count" hx-swap-oob="true">1</p>'),
    played("data-hx-swap-oob is the same", 'main<p id="count" data-hx-swap-oob="true">1</p>'),
    *[
        played(f"hx-swap-oob={style!r}", f'main<ul id="list" hx-swap-oob="{style}"><li>a</li><li>b</li></ul>')
        for style in ("outerHTML", "innerHTML", "beforeend", "afterbegin", "beforebegin", "afterend", "delete", "none")
    ],
    *[
        played(f"hx-swap-oob={said!r}", f'main<ul hx-swap-oob="{said}"><li>a</li><li>b</li></ul>')
        for said in (
            "beforeend:#list",
            "innerHTML:#list",
            "outerHTML:#first",
            "afterend:#first",
            "innerHTML:#count, #out",
            "beforeend:ul",
        )
    ],
    played("out of band deep inside the answer", '<div><b>main</b><p id="count" hx-swap-oob="true">1</p></div>'),
    played("nothing but out of band", '<p id="count" hx-swap-oob="true">1</p>'),
    played(
        "nothing but out of band, swapped nowhere",
        '<p id="count" hx-swap-oob="true">1</p>',
        go='<button hx-get="/x" hx-swap="none">go</button>',
    ),
    played("rows in a template", 'main<template><tr id="row" hx-swap-oob="true"><td>2</td></tr></template>'),
    played(
        "rows in a template, beside others",
        'main<template><tr hx-swap-oob="beforeend:#rows"><td>2</td></tr></template><template id="t"><i>keep</i></template>',
    ),
    played("a row on its own", '<tr id="row" hx-swap-oob="true"><td>2</td></tr>'),
    played(
        "a tbody around rows",
        'main<tbody hx-swap-oob="beforeend:#rows"><tr><td>2</td></tr><tr><td>3</td></tr></tbody>',
        versions=(2,),
    ),
    played(
        "messages of several parts",
        'main<p id="count" hx-swap-oob="true">1</p><ul id="list" hx-swap-oob="beforeend"><li>2</li></ul><i>end</i>',
    ),
    played(
        "what came out of band is alive",
        in_turn(
            'main<p id="count" hx-swap-oob="true"><button id="new" hx-get="/x" hx-target="#list" hx-trigger="load">go</button></p>',
            "then",
        ),
    ),
    played(
        "an element in the page that is preserved",
        'main<ul id="list" hx-swap-oob="true"><li id="first" hx-preserve>new</li></ul>',
    ),
    *[
        played(
            f"hx-select-oob={said!r}",
            '<b>main</b><p id="count">1</p><ul id="list"><li>2</li></ul>',
            go=f'<button hx-get="/x" hx-target="#out" hx-select-oob="{said}">go</button>',
        )
        for said in ("#count", "#count,#list:beforeend", "#list:innerHTML", "#count:delete")
    ],
    played(
        "hx-select and hx-select-oob of a whole page",
        page('<h1>other</h1><div id="out"><b>in</b></div><p id="count">1</p>', title="Other"),
        go='<button hx-get="/x" hx-target="#out" hx-select="#out" hx-swap="outerHTML" hx-select-oob="#count">go</button>',
    ),
    played(
        "nested out of band, not allowed",
        '<div>main<p id="count" hx-swap-oob="true">1</p></div><ul id="list" hx-swap-oob="true"></ul>',
        go=GO + """<meta name="htmx-config" content='{"allowNestedOobSwaps": false}'>""",
        versions=(2,),
    ),
    *[
        played(f"hx-partial {said}", f"<hx-partial {said}><li>a</li>text<li>b</li></hx-partial>", versions=(4,))
        for said in (
            'hx-target="#list"',
            'hx-target="#list" hx-swap="beforeend"',
            'hx-target="#first" hx-swap="outerHTML"',
            'id="list"',
            'hx-target="#list li" hx-swap="after"',
            'hx-target="#list" hx-swap="delete"',
        )
    ],
    played(
        "hx-partials beside the main part",
        '<b>main</b><hx-partial hx-target="#count">1</hx-partial><hx-partial hx-target="#rows" hx-swap="beforeend"><tr><td>2</td></tr></hx-partial>',
        versions=(4,),
    ),
    played(
        "hx-partial and an empty main part that is to be swapped",
        '<hx-partial hx-target="#count">1</hx-partial>',
        go='<button hx-get="/x" hx-target="#out" hx-swap="innerHTML swapEmpty:true">go</button>',
        versions=(4,),
    ),
    played(
        "hx-swap-oob of version 4 with a target", 'main<b hx-swap-oob="beforeend target:#list">x</b>', versions=(4,)
    ),
    played(
        "hx-swap-oob of version 4, stripped",
        'main<b hx-swap-oob="outerHTML target:#count strip:true">x<i>y</i></b>',
        versions=(4,),
    ),
    played(
        "hx-swap-oob in a morphing way", 'main<p id="count" class="new" hx-swap-oob="outerMorph">1</p>', versions=(4,)
    ),
    played("hx-swap-oob without a target stays where it is", 'main<b hx-swap-oob="true">x</b>', versions=(4,)),
    Scenario(
        "the values of a form after an out-of-band swap",
        {
            "/": GO
            + '<form id="f"><input id="a" name="a" value="1"><input id="b" name="b" value="2"></form><div id="out"></div>',
            "/x": 'main<input id="a" name="a" value="new" hx-swap-oob="true">',
        },
        (fill("#a", "typed"), fill("#b", "typed"), click("button")),
    ),
]
