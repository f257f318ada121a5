"""Methods, targets, headers and inheritance."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, answers, check, click, fill, submit, trigger
from tests.differential.site import answer, echo, in_turn, page

OUT = '<div id="out">nothing</div>'
TARGET = "<b>fine</b>"

SCENARIOS = [
    Scenario(
        "a button gets a fragment into itself",
        {"/": '<button hx-get="/x">go</button>', "/x": "<b>fine</b> and more"},
        (click("button"), click("button")),
    ),
    Scenario(
        "hx-target names an element by id",
        {"/": f'<button id="b" name="n" hx-get="/x" hx-target="#out">go</button>{OUT}', "/x": TARGET},
        (click("button"),),
    ),
    Scenario(
        "attributes may be written with data-",
        {
            "/": f'<button data-hx-get="/x" data-hx-target="#out" data-hx-swap="outerHTML">go</button>{OUT}',
            "/x": TARGET,
        },
        (click("button"),),
    ),
    *[
        Scenario(
            f"hx-{method} with values",
            {
                "/": f'<button hx-{method}="/x?a=0&b=1" hx-vals=\'{{"a": 1, "c": "d e"}}\' hx-target=\'#out\'>go</button>{OUT}',
                "/x": echo,
            },
            (click("button"),),
        )
        for method in ("get", "post", "put", "patch", "delete")
    ],
    *[
        Scenario(
            f"hx-target={target!r}",
            {
                "/": f"""<section><p class="x">before</p><div class="x" id="box"><i class="x">above</i>
                <button hx-get="/x" hx-target="{target}">go<u class="x">in</u></button><i class="x">below</i></div>
                <p class="x">after</p></section>""",
                "/x": TARGET,
            },
            (click("button"),),
            versions,
        )
        for target, versions in {
            "this": (2, 4),
            "closest .x": (2, 4),
            "find .x": (2, 4),
            "next .x": (2, 4),
            "previous .x": (2, 4),
            "next": (2, 4),
            "previous": (2, 4),
            "section > p.x": (2, 4),
            "body": (2, 4),
            "<section > p.x/>": (2, 4),
            "closest <div/>": (2,),
            "next <i/>": (2,),
        }.items()
    ],
    Scenario(
        "a target is inherited, implicitly",
        {
            "/": f'<div hx-target="#out" hx-swap="beforeend"><p><button hx-get="/x">go</button></p></div>{OUT}',
            "/x": TARGET,
        },
        (click("button"),),
    ),
    Scenario(
        "a target is inherited, explicitly",
        {
            "/": f'<div hx-target:inherited="#out" hx-swap:inherited="beforeend"><p><button hx-get="/x">go</button></p></div>{OUT}',
            "/x": TARGET,
        },
        (click("button"),),
        versions=(4,),
    ),
    Scenario(
        "this in an inherited target is the element that says so",
        {"/": '<div id="d" hx-target="this"><p><button hx-get="/x">go</button></p></div>', "/x": TARGET},
        (click("button"),),
    ),
    Scenario(
        "this in an explicitly inherited target is the element that says so",
        {"/": '<div id="d" hx-target:inherited="this"><p><button hx-get="/x">go</button></p></div>', "/x": TARGET},
        (click("button"),),
        versions=(4,),
    ),
    Scenario(
        "hx-disinherit keeps an attribute from those inside",
        {
            "/": f'<div hx-target="#out" hx-swap="beforeend" hx-disinherit="hx-target"><button hx-get="/x">go</button></div>{OUT}',
            "/x": TARGET,
        },
        (click("button"),),
    ),
    Scenario(
        "hx-disinherit of everything",
        {
            "/": f'<div hx-target="#out" hx-swap="beforeend" hx-disinherit="*"><button hx-get="/x">go</button></div>{OUT}',
            "/x": TARGET,
        },
        (click("button"),),
    ),
    Scenario(
        "unset takes an inherited attribute back",
        {
            "/": f'<div hx-confirm="Sure?" hx-target="#out"><button hx-get="/x" hx-confirm="unset">go</button></div>{OUT}',
            "/x": TARGET,
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "inheritance switched off, but for hx-inherit",
        {
            "/": page(
                f'<div hx-target="#out" hx-swap="beforeend" hx-inherit="hx-target"><button hx-get="/x">go</button></div>{OUT}',
                head="""<meta name="htmx-config" content='{"disableInheritance": true}'>""",
            ),
            "/x": TARGET,
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "inheritance made implicit",
        {
            "/": page(
                f'<div hx-target="#out" hx-swap="beforeend"><button hx-get="/x">go</button></div>{OUT}',
                head="""<meta name="htmx-config" content='{"implicitInheritance": true}'>""",
            ),
            "/x": TARGET,
        },
        (click("button"),),
        versions=(4,),
    ),
    Scenario(
        "an inherited attribute that is added to",
        {
            "/": f"""<div hx-include:inherited="#a"><form><input id="a" name="a" value="1"><input id="b" name="b" value="2"></form>
            <button hx-get="/x" hx-include:append="#b" hx-target="#out">go</button></div>{OUT}""",
            "/x": echo,
        },
        (click("button"),),
        versions=(4,),
    ),
    Scenario(
        "ids that have to be encoded in a header",
        {
            "/": '<button id="knöpf 1" hx-get="/x" hx-target="next div">go</button><div id="ziel/ä#1">x</div>',
            "/x": TARGET,
        },
        (click("button"),),
    ),
    Scenario(
        "headers of one's own",
        {
            "/": f"""<div hx-headers='{{"X-Outer": "1", "X-Both": "outer"}}'>
            <button hx-get="/x" hx-headers='{{"X-Inner": 2, "X-Both": "inner"}}' hx-target="#out">go</button></div>{OUT}""",
            "/x": TARGET,
        },
        (click("button"),),
    ),
    Scenario(
        "values from around and from the element",
        {
            "/": f"""<div hx-vals='{{"a": 1, "b": 2}}'><button hx-post="/x" hx-vals='"b": [3, 4], "c": null, "d": 1.50, "e": true'
            hx-target="#out">go</button></div>{OUT}""",
            "/x": echo,
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "values in version 4's short form",
        {
            "/": f"""<button hx-post="/x" hx-vals="a:1, b:'x y', c:true, d.e:2" hx-target="#out">go</button>
            <button id="json" hx-post="/x" hx-vals='{{"a": [1, 2], "b": {{"c": 1}}, "d": null, "e": 1.5}}' hx-target="#out">go</button>{OUT}""",
            "/x": echo,
        },
        (click("button"), click("#json")),
        versions=(4,),
    ),
    Scenario(
        "hx-confirm is asked, and obeyed",
        {"/": f'<button hx-delete="/x" hx-confirm="Sure?" hx-target="#out">go</button>{OUT}', "/x": TARGET},
        (answers(False), click("button"), answers(True), click("button")),
    ),
    Scenario(
        "hx-prompt sends what was answered",
        {"/": f'<button hx-post="/x" hx-prompt="Name?" hx-target="#out">go</button>{OUT}', "/x": TARGET},
        (answers(None), click("button"), answers("Ann"), click("button")),
        versions=(2,),
    ),
    Scenario(
        "hx-action and hx-method, and hx-config over both",
        {
            "/": f"""<button id="a" hx-action="/x" hx-method="put" hx-target="#out">go</button>
            <button id="b" hx-post="/x" hx-config='{{"headers": {{"X-More": 1}}}}' hx-target="#out">go</button>{OUT}""",
            "/x": echo,
        },
        (click("#a"), click("#b")),
        versions=(4,),
    ),
    Scenario(
        "hx-disable keeps htmx away",
        {"/": f'<div hx-disable><button hx-get="/x" hx-target="#out">go</button></div>{OUT}', "/x": TARGET},
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "hx-ignore keeps htmx away",
        {"/": f'<div hx-ignore><button hx-get="/x" hx-target="#out">go</button></div>{OUT}', "/x": TARGET},
        (click("button"),),
        versions=(4,),
    ),
    Scenario(
        "elements are disabled while they wait",
        {
            "/": f"""<button hx-get="/x" hx-disabled-elt="this, #f" hx-disable="this, #f" hx-target="#out">go</button>
            <fieldset id="f"><input name="a"></fieldset>{OUT}""",
            "/x": TARGET,
        },
        (click("button"),),
        versions=(4,),
    ),
    Scenario(
        "elements are disabled while they wait, in version 2",
        {
            "/": f'<button hx-get="/x" hx-disabled-elt="this" hx-indicator="#out" hx-target="#out">go</button>{OUT}',
            "/x": TARGET,
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "a link and a button in a form ask instead of doing what they do",
        {
            "/": f'<a href="/other" hx-get="/x" hx-target="#out">go</a><form action="/other"><button hx-get="/x" hx-target="#out">go</button></form>{OUT}',
            "/x": echo,
            "/other": page("other"),
        },
        (click("a"), click("button")),
    ),
    Scenario(
        "a link to a place in the page goes there as well",
        {"/": f'<a href="#out" hx-get="/x" hx-target="#out">go</a>{OUT}', "/x": TARGET},
        (click("a"),),
    ),
    Scenario(
        "an empty path asks the page's own URL",
        {"/": in_turn(page('<button hx-get="" hx-target="#out">go</button><div id="out"></div>'), TARGET)},
        (click("button"),),
    ),
    Scenario(
        "relative URLs go by the base",
        {
            "/": page(f'<button hx-get="x?y=1" hx-target="#out">go</button>{OUT}', head='<base href="/deep/down/">'),
            "/deep/down/x": TARGET,
        },
        (click("button"),),
    ),
    Scenario(
        "two elements that hear one event ask both",
        {
            "/": """<button>go</button><p id="a" hx-get="/a" hx-trigger="click from:body">a</p>
            <p id="b" hx-get="/b" hx-trigger="click from:body">b</p>""",
            "/a": "from a",
            "/b": "from b",
        },
        (click("button"),),
    ),
    Scenario(
        "a second request of an element waits for the first",
        {
            "/": '<p id="a" hx-post="/a" hx-trigger="one, two" hx-swap="beforeend">a</p>',
            "/a": in_turn(answer("first", HX_Trigger="two"), "second", "third"),
        },
        (trigger("#a", "one"),),
    ),
    Scenario(
        "hx-sync drops what comes while another is under way",
        {
            "/": """<div id="d"><button>go</button><p id="a" hx-get="/a" hx-sync="#d:drop" hx-trigger="click from:button">a</p>
            <p id="b" hx-get="/b" hx-sync="#d:drop" hx-trigger="click from:button">b</p></div>""",
            "/a": "from a",
            "/b": "from b",
        },
        (click("button"), click("button")),
    ),
    Scenario(
        "hx-sync lets what comes wait",
        {
            "/": """<div id="d"><button>go</button><p id="a" hx-get="/a" hx-sync="#d:queue all" hx-trigger="click from:button">a</p>
            <p id="b" hx-get="/b" hx-sync="#d:queue all" hx-trigger="click from:button">b</p></div>""",
            "/a": "from a",
            "/b": "from b",
        },
        (click("button"),),
    ),
    Scenario(
        "a form is asked for on behalf of its field",
        {
            "/": f"""<form hx-post="/x" hx-target="#out" hx-trigger="change"><input name="q"><input type="checkbox" name="c">
            </form>{OUT}""",
            "/x": echo,
        },
        (fill("[name=q]", "one"), check("[name=c]")),
    ),
    Scenario(
        "what came is alive",
        {
            "/": '<div id="out" hx-get="/x" hx-trigger="begin"></div>',
            "/x": '<form hx-post="/y" hx-target="#out"><input name="q" value="1"><button>send</button></form>',
            "/y": '<a hx-get="/x" hx-target="#out">again</a>',
        },
        (trigger("#out", "begin"), click("button"), click("#out a"), submit("form")),
    ),
]
