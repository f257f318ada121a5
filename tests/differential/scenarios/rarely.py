"""What few pages do: rare controls, rare attributes and settings."""

# ruff: noqa: E501 - markup is easier to read on one line

from django.http import StreamingHttpResponse

from tests.differential.playing import Scenario, attach, back, choose, click, fill, forward, submit, trigger
from tests.differential.scenarios.without_javascript import NO, shown
from tests.differential.site import answer, echo, page

OUT = '<div id="out">nothing</div>'


def configured(settings: str, body: str) -> str:
    return page(body, head=f"<meta name='htmx-config' content='{settings}'>")


LINK = '<a hx-get="/x" hx-target="#out" hx-push-url="true">go</a>' + OUT
KEPT = """<div id="out"><p id="keep" hx-preserve hx-get="/y" hx-trigger="go" hx-on:click="event.preventDefault()">old</p></div>
<button hx-get="/x" hx-target="#out">go</button>"""

SCENARIOS = [
    # Controls
    Scenario(
        "a radio button is pressed again, and one without a name",
        {
            "/": f'<input type="radio" id="a" name="r" hx-get="/x" hx-target="#out"><input type="radio" id="b">{OUT}',
            "/x": echo,
        },
        (click("#a"), click("#a"), click("#b")),
    ),
    Scenario(
        "a form without a button",
        {"/": f'<form hx-post="/x" hx-target="#out"><input name="a" value="1"></form>{OUT}', "/x": echo},
        (submit("form"),),
    ),
    Scenario(
        "a summary without its details, a label without its field",
        {"/": '<div><summary>s</summary></div><label for="no">l</label>'},
        (trigger("summary", "click"), click("label")),
    ),
    Scenario(
        "dates, ranges, colours and numbers of any size",
        {
            "/": f"""<form hx-post="/x" hx-target="#out"><input type="date" name="d" min="2020-01-01" max="2020-12-31">
            <input type="range" name="r" min="10" max="20"><input type="range" name="low" min="5" max="1" value="x"><input type="color" name="c">
            <input type="color" name="given" value="#ABCDEF"><input type="number" name="n" step="any">
            <select name="s" size="3"><option>a<option>b</select><button>go</button></form>{OUT}""",
            "/x": echo,
        },
        (
            fill("[name=r]", "99"),
            fill("[name=d]", "2019-12-31"),
            click("button"),
            fill("[name=d]", "2021-01-01"),
            click("button"),
            fill("[name=d]", "2020-06-01"),
            fill("[name=n]", "1.25"),
            click("button"),
        ),
    ),
    Scenario(
        "a list and a file that ask on their own",
        {
            "/": f"""<select name="s" multiple hx-post="/x" hx-target="#out"><option>a<option>b<option>c</select>
            <input type="file" name="f" hx-post="/x" hx-encoding="multipart/form-data" hx-target="#out">{OUT}""",
            "/x": echo,
        },
        (choose("select", "a", "c"), attach("[name=f]", ("a.txt", b"x", "text/plain"))),
    ),
    Scenario(
        "a file that is asked for before it is chosen",
        {
            "/": f'<input type="file" name="f" hx-post="/x" hx-trigger="go" hx-target="#out">{OUT}',
            "/x": echo,
        },
        (trigger("input", "go"),),
    ),
    Scenario(
        "images that send, without JavaScript",
        {"/": '<form action="/x"><input name="a" value="1"><input type="image" name="i" alt="go"></form>', "/x": shown},
        (submit("form"),),
        NO,
    ),
    Scenario(
        "an image without a name that sends, without JavaScript",
        {"/": '<form action="/x"><input name="a" value="1"><input type="image" alt="go"></form>', "/x": shown},
        (submit("form"),),
        NO,
    ),
    Scenario(
        "a form for a dialog where there is none",
        {"/": '<form method="dialog"><button>go</button></form>'},
        (click("button"),),
        NO,
    ),
    Scenario(
        "a button for a dialog in a form that asks",
        {"/": f'<form hx-post="/x" hx-target="#out"><button formmethod="dialog">go</button></form>{OUT}', "/x": echo},
        (click("button"),),
    ),
    # Attributes
    Scenario(
        "selectors between < and />",
        {
            "/": f'<p><input name="a" value="1"><input name="b" value="2"></p><button hx-get="/x" hx-include="<[name=a]/>" hx-target="#out">go</button>{OUT}',
            "/x": echo,
        },
        (click("button"),),
    ),
    Scenario(
        "findAll of version 4",
        {
            "/": f'<p hx-get="/x" hx-include="findAll input" hx-trigger="go" hx-target="#out">p<input name="a" value="1"><input name="b" value="2"></p>{OUT}',
            "/x": echo,
        },
        (trigger("p", "go"),),
        versions=(4,),
    ),
    Scenario(
        "a fieldset with a name that is included",
        {
            "/": f'<fieldset name="f"><input name="a" value="1"></fieldset><button hx-post="/x" hx-include="fieldset" hx-target="#out">go</button>{OUT}',
            "/x": echo,
        },
        (click("button"),),
    ),
    Scenario(
        "a field that is included once more with its form",
        {
            "/": f'<form><input id="a" name="a" value="1"><input name="b" value="2"></form><button hx-post="/x" hx-include="previous #a, form" hx-target="#out">go</button>{OUT}',
            "/x": echo,
        },
        (click("button"),),
    ),
    Scenario(
        "inherited elements are included as well",
        {
            "/": f"""<input id="a" name="a" value="1"><input id="b" name="b" value="2"><div hx-include="#a"><button hx-post="/x" hx-include="inherit, #b" hx-target="#out">go</button></div>
            <i hx-post="/x" hx-include="inherit, #b" hx-target="#out">go</i>{OUT}""",
            "/x": echo,
        },
        (click("button"), click("i")),
        versions=(2,),
    ),
    Scenario(
        "what is included has to be valid",
        {
            "/": f"""<form id="o"><input name="a" required></form><form hx-post="/x" hx-include="#o" hx-target="#out"><button>go</button></form>{OUT}""",
            "/x": echo,
        },
        (click("button"), fill("[name=a]", "1"), click("button")),
    ),
    Scenario(
        "values and headers that are unset",
        {
            "/": f"""<div hx-vals='{{"a": 1}}' hx-headers='{{"X-A": 1}}'><button hx-post="/x" hx-vals="unset" hx-headers="unset" hx-target="#out">go</button></div>{OUT}""",
            "/x": echo,
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "headers that htmx sends itself, and such that have to be encoded",
        {
            "/": f"""<button hx-post="/x" hx-headers='{{"HX-Request": "no", "X-Name": "Łódź"}}' hx-target="#out">go</button>{OUT}""",
            "/x": echo,
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "a request without headers",
        {
            "/": f"""<button hx-post="/x" hx-request='{{"noHeaders": true}}' hx-target="#out">go</button>{OUT}""",
            "/x": echo,
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "a target that is added to nothing",
        {
            "/": """<div hx-target:inherited=""><button hx-get="/x" hx-target:append="this">go</button></div>
            <i hx-get="/x" hx-target:append="this">go</i>""",
            "/x": "x",
        },
        (click("button"), click("i")),
        versions=(4,),
    ),
    Scenario(
        "hx-sync without a strategy",
        {
            "/": """<div id="d"><button>go</button><p id="a" hx-get="/a" hx-sync="#d" hx-trigger="click from:button">a</p>
            <p id="b" hx-get="/b" hx-sync="#d" hx-trigger="click from:button">b</p></div>""",
            "/a": "from a",
            "/b": "from b",
        },
        (click("button"),),
    ),
    Scenario(
        "links that are not boosted",
        {
            "/": '<div hx-boost="true" hx-boost:inherited="true"><a href="/other" target="_top">go</a></div>',
            "/other": page("other", "Other"),
        },
        (click("a"),),
    ),
    Scenario(
        "loads that do not fit, and two that do",
        {
            "/": '<p hx-get="/x" hx-trigger="load[1==2]">p</p><b hx-post="/x" hx-trigger="load, load">b</b>',
            "/x": "x",
        },
        (),
        versions=(2,),
    ),
    Scenario(
        "what comes into a place that htmx keeps away from",
        {
            "/": '<div id="d" hx-disable hx-ignore></div><button hx-get="/x" hx-target="#d">go</button>',
            "/x": '<b hx-get="/y">b</b>',
            "/y": "y",
        },
        (click("button"), click("b")),
    ),
    Scenario(
        "what is preserved stays alive",
        {"/": KEPT, "/x": '<div><p id="keep" hx-preserve>new</p></div>', "/y": "y"},
        (click("button"), trigger("#keep", "go"), click("button")),
    ),
    Scenario(
        "what is preserved where its place is not shown",
        {
            "/": """<p id="keep" hx-preserve>old</p><b id="t">t</b><button hx-get="/x" hx-target="#t" hx-swap="textContent">go</button>""",
            "/x": '<p id="keep" hx-preserve>new</p>text',
        },
        (click("button"),),
        versions=(4,),
    ),
    # Answers
    Scenario(
        "an answer in pieces",
        {
            "/": f'<button hx-get="/x" hx-target="#out">go</button>{OUT}',
            "/x": lambda request: StreamingHttpResponse(["<b>one", " two</b>"]),
        },
        (click("button"),),
    ),
    Scenario(
        "text of an answer without any",
        {"/": f'<button hx-get="/x" hx-target="#out" hx-swap="textContent">go</button>{OUT}', "/x": "<b></b>"},
        (click("button"),),
    ),
    Scenario(
        "parts out of band that are not in the answer, or say nothing",
        {
            "/": f'<button hx-get="/x" hx-target="#out" hx-select-oob="#none">go</button><p id="p">p</p>{OUT}',
            "/x": 'main<p id="p" hx-swap-oob="">new</p>',
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "hx-partial without a target",
        {"/": f'<button hx-get="/x" hx-target="#out">go</button>{OUT}', "/x": "main<hx-partial>x</hx-partial>"},
        (click("button"),),
        versions=(4,),
    ),
    Scenario(
        "HX-Location with parts out of band",
        {
            "/": f'<button hx-get="/x">go</button><p id="p">p</p>{OUT}',
            "/x": answer(HX_Location='{"path": "/y", "target": "#out", "selectOOB": "#p"}'),
            "/y": 'main<p id="p">new</p>',
        },
        (click("button"),),
    ),
    Scenario(
        "a status for which nothing is configured",
        {
            "/": configured(
                '{"responseHandling": [{"code": "200", "swap": true}]}',
                f'<button hx-get="/x" hx-target="#out">go</button>{OUT}',
            ),
            "/x": answer("x", status=201),
        },
        (click("button"),),
        versions=(2,),
    ),
    # History
    Scenario(
        "history switched off",
        {"/": configured('{"historyEnabled": false, "history": false}', LINK), "/x": "x"},
        (click("a"),),
    ),
    Scenario(
        "going back asks as a browser would",
        {
            "/": configured('{"historyCacheSize": 0, "historyRestoreAsHxRequest": false}', LINK),
            "/x": "x",
        },
        (click("a"), back()),
        versions=(2,),
    ),
    Scenario(
        "a link to a place in the page, twice, and back",
        {"/": '<a href="#p">go</a><p id="p">p</p>'},
        (click("a"), click("a"), back(), forward()),
        (None, 2, 4),
    ),
    Scenario(
        "links to a place that is not there, to none, and to one that takes the focus",
        {"/": '<a id="a" href="#no">a</a><a id="b" href="#">b</a><a id="c" href="#f">c</a><input id="f">'},
        (click("#a"), click("#b"), click("#c"), back(), forward()),
        (None, 2, 4),
    ),
    Scenario(
        "a replaced URL after places in the page, and back",
        {
            "/": f'<a id="p" href="#one">p</a><a id="q" href="#two">q</a><p id="one">1</p><p id="two">2</p><button hx-get="/x" hx-target="#out" hx-replace-url="/z">go</button>{OUT}',
            "/x": "x",
        },
        (click("#p"), click("#q"), click("button"), back()),
    ),
    Scenario(
        "a place that was pushed, and back",
        {"/": f'<a hx-get="/x" hx-target="#out" hx-push-url="#p">go</a>{OUT}', "/x": "x"},
        (click("a"), back()),
    ),
]
