"""``hx-trigger``: events, times and conditions."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, check, choose, click, fill, reveal, tick, trigger
from tests.differential.site import answer, echo, in_turn

OUT = '<div id="out">nothing</div>'
COUNT = in_turn("1", "2", "3", "4", "5", "6")


def field(said: str, attributes: str = "") -> str:
    return f'<input name="q" hx-get="/x" hx-target="#out" hx-trigger="{said}" {attributes}>{OUT}'


SCENARIOS = [
    Scenario(
        "the natural events of elements",
        {
            "/": f"""<form hx-get="/x" hx-target="#out" id="f"></form><select hx-get="/x" hx-target="#out" name="s"><option>a<option>b</select>
            <textarea name="t" hx-get="/x" hx-target="#out"></textarea><input type="button" hx-get="/x" hx-target="#out" value="b">
            <input type="submit" hx-get="/x" hx-target="#out" value="s"><input type="checkbox" hx-get="/x" hx-target="#out" name="c">
            <p hx-get="/x" hx-target="#out">p</p>{OUT}""",
            "/x": COUNT,
        },
        (
            choose("select", "b"),
            fill("textarea", "x"),
            click("[type=button]"),
            click("[type=submit]"),
            check("[name=c]"),
            click("p"),
            trigger("#f", "submit"),
        ),
    ),
    Scenario(
        "input changed delay",
        {"/": field("input changed delay:500ms"), "/x": echo},
        (fill("input", "a"), tick(0.3), fill("input", "ab"), tick(0.3), tick(0.3), fill("input", "ab"), tick(1)),
    ),
    Scenario(
        "keyup changed",
        {"/": field("keyup changed", 'value="a"'), "/x": echo},
        (trigger("input", "keyup"), fill("input", "ab"), trigger("input", "keyup")),
    ),
    Scenario(
        "search, and input too",
        {"/": field("input changed delay:400ms, search"), "/x": echo},
        (trigger("input", "search"), fill("input", "ab"), tick(0.5)),
    ),
    Scenario("once", {"/": field("change once"), "/x": COUNT}, (fill("input", "a"), fill("input", "b"))),
    Scenario(
        "several events",
        {"/": field("focus, blur"), "/x": COUNT},
        (trigger("input", "focus"), trigger("input", "blur")),
    ),
    Scenario(
        "throttle",
        {"/": field("keyup throttle:1s"), "/x": COUNT},
        (
            trigger("input", "keyup"),
            trigger("input", "keyup"),
            trigger("input", "keyup"),
            tick(0.9),
            trigger("input", "keyup"),
            tick(0.2),
            trigger("input", "keyup"),
            tick(2),
        ),
    ),
    Scenario(
        "a delay of the click on a button",
        {"/": f'<button hx-get="/x" hx-target="#out" hx-trigger="click delay:1s">go</button>{OUT}', "/x": COUNT},
        (click("button"), tick(0.5), click("button"), tick(0.7), tick(0.4)),
    ),
    Scenario(
        "load",
        {
            "/": f'<p hx-get="/x" hx-trigger="load" hx-target="#out">p</p>{OUT}',
            "/x": "<b hx-get='/y' hx-trigger='load'>x</b>",
            "/y": "y",
        },
        (),
    ),
    Scenario(
        "load with a delay",
        {"/": f'<p hx-get="/x" hx-trigger="load delay:1s" hx-swap="outerHTML">p</p>{OUT}', "/x": "x"},
        (tick(0.5), tick(0.6)),
    ),
    Scenario(
        "load in what came",
        {
            "/": f'<button hx-get="/x" hx-target="#out">go</button>{OUT}',
            "/x": '<p hx-get="/y" hx-trigger="load" hx-swap="outerHTML">p</p>',
            "/y": "<i>y</i>",
        },
        (click("button"),),
    ),
    Scenario(
        "every", {"/": '<p hx-get="/x" hx-trigger="every 2s">p</p>', "/x": COUNT}, (tick(1), tick(1), tick(2), tick(4))
    ),
    Scenario(
        "every ends with its element",
        {
            "/": '<div id="d"><p hx-get="/x" hx-trigger="every 1s">p</p></div><button hx-get="/x" hx-target="#d">go</button>',
            "/x": COUNT,
        },
        (tick(1), click("button"), tick(2)),
    ),
    Scenario("load and every", {"/": '<p hx-get="/x" hx-trigger="load, every 1s">p</p>', "/x": COUNT}, (tick(1),)),
    Scenario(
        "revealed",
        {
            "/": f'<div style="height: 5000px">high</div><p hx-get="/x" hx-trigger="revealed" hx-target="#out" id="p">p</p>{OUT}',
            "/x": COUNT,
        },
        (reveal("#p"),),
    ),
    Scenario(
        "from an element",
        {
            "/": f'<p hx-get="/x" hx-target="#out" hx-trigger="click from:#b">p</p><button id="b">b</button>{OUT}',
            "/x": COUNT,
        },
        (click("p"), click("#b")),
    ),
    Scenario(
        "from the body",
        {
            "/": f'<p hx-get="/x" hx-target="#out" hx-trigger="saved from:body">p</p><button id="b">b</button>{OUT}',
            "/x": COUNT,
        },
        (trigger("#b", "saved"), trigger("p", "other")),
    ),
    Scenario(
        "from the document and the window",
        {
            "/": f'<p hx-get="/x" hx-target="#out" hx-trigger="saved from:document, done from:window">p</p><button id="b">b</button>{OUT}',
            "/x": COUNT,
        },
        (trigger("#b", "saved"), trigger("#b", "done")),
    ),
    Scenario(
        "from the closest, in version 2's words",
        {
            "/": f'<form><p hx-get="/x" hx-target="#out" hx-trigger="change from:closest form">p</p><input name="a"></form>{OUT}',
            "/x": COUNT,
        },
        (fill("input", "x"),),
        versions=(2,),
    ),
    Scenario(
        "from the closest, quoted",
        {
            "/": f"""<form><p hx-get="/x" hx-target="#out" hx-trigger="change from:'closest form'">p</p><input name="a"></form>{OUT}""",
            "/x": COUNT,
        },
        (fill("input", "x"),),
        versions=(4,),
    ),
    Scenario(
        "from a find, in brackets",
        {
            "/": f'<p hx-get="/x" hx-target="#out" hx-trigger="click from:(find b), click from:next"><b>b</b><i>i</i></p><u>u</u>{OUT}',
            "/x": COUNT,
        },
        (click("i"), click("b"), click("u")),
        versions=(2,),
    ),
    Scenario(
        "only of a target",
        {
            "/": f'<div hx-get="/x" hx-target="#out" hx-trigger="click target:.yes"><b class="yes">b</b><i>i</i></div>{OUT}',
            "/x": COUNT,
        },
        (click("i"), click("b")),
    ),
    Scenario(
        "consume keeps an event from those around",
        {
            "/": f'<div hx-get="/no" hx-target="#out"><b hx-get="/x" hx-target="#out" hx-trigger="click consume">b</b></div>{OUT}',
            "/x": "x",
            "/no": "no",
        },
        (click("b"),),
    ),
    Scenario(
        "events bubble to those around",
        {
            "/": '<div hx-get="/no" hx-target="#o1"><b hx-get="/x" hx-target="#o2">b</b></div><p id="o1"></p><p id="o2"></p>',
            "/x": "x",
            "/no": "no",
        },
        (click("b"),),
    ),
    Scenario(
        "from itself and from outside",
        {
            "/": f'<div id="d" hx-get="/x" hx-target="#out" hx-trigger="click from:self, click from:outside"><b>b</b>text</div><i>i</i>{OUT}',
            "/x": COUNT,
        },
        (click("b"), click("i"), trigger("#d", "click")),
        versions=(4,),
    ),
    Scenario(
        "halt, stop and prevent",
        {
            "/": f'<div hx-get="/no" hx-target="#out"><input type="checkbox" hx-get="/x" hx-target="#out" hx-trigger="click halt"></div>{OUT}',
            "/x": COUNT,
            "/no": "no",
        },
        (click("input"),),
        versions=(4,),
    ),
    *[
        Scenario(
            f"a condition [{condition}]",
            {"/": field(f"keyup[{condition}]"), "/x": COUNT},
            (
                trigger("input", "keyup", key="Enter"),
                trigger("input", "keyup", key="a", ctrlKey=True),
                fill("input", "abc"),
            ),
        )
        for condition in (
            "key=='Enter'",
            "ctrlKey",
            "!ctrlKey",
            "key=='a'&&ctrlKey",
            "target.value.length > 2",
            "this.value == 'abc'",
            "key === 'Enter' || key === 'a'",
        )
    ],
    Scenario(
        "a condition of a detail",
        {"/": f'<p hx-get="/x" hx-target="#out" hx-trigger="saved[detail.id == 1] from:body">p</p>{OUT}', "/x": COUNT},
        (trigger("p", "saved", detail={"id": 2}), trigger("p", "saved", detail={"id": 1})),
    ),
    Scenario(
        "events of htmx itself",
        {
            "/": '<button hx-get="/x" hx-target="#a">go</button><p id="a">a</p><p id="b" hx-get="/x" hx-trigger="htmx:afterSwap from:#a, htmx:after:swap from:button once">b</p>',
            "/x": COUNT,
        },
        (click("button"),),
    ),
    Scenario(
        "an event that an answer sends to elements that came before",
        {
            "/": f'<button hx-post="/x" hx-swap="none">go</button><p hx-get="/y" hx-trigger="changed from:body" hx-target="#out">p</p>{OUT}',
            "/x": answer(HX_Trigger="changed"),
            "/y": COUNT,
        },
        (click("button"), click("button")),
    ),
    Scenario("a trigger without a request", {"/": '<p hx-trigger="click">p</p>'}, (click("p"),)),
    Scenario(
        "an inherited trigger",
        {"/": f'<div hx-trigger:inherited="go"><p hx-get="/x" hx-target="#out">p</p></div>{OUT}', "/x": COUNT},
        (click("p"), trigger("p", "go")),
        versions=(4,),
    ),
    Scenario(
        "hx-on with a line that is known",
        {
            "/": f'<form hx-post="/x" hx-target="#out" hx-on::after-request="this.reset()" hx-on::after:request="this.reset()"><input name="a"><button>go</button></form>{OUT}',
            "/x": echo,
        },
        (fill("input", "typed"), click("button")),
    ),
]
