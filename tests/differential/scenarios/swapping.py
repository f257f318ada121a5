"""Where and how the answer goes into the page."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, click, fill, trigger
from tests.differential.site import in_turn, page

LIST = '<ul id="list"><li id="one">1</li><li id="two">2</li></ul>'
BOTH = ("innerHTML", "outerHTML", "beforebegin", "afterbegin", "beforeend", "afterend", "delete", "none", "textContent")


def button(swap: str, target: str = "#two", path: str = "/x") -> str:
    return f'<button hx-get="{path}" hx-target="{target}" hx-swap="{swap}">go</button>'


SCENARIOS = [
    *[
        Scenario(
            f"hx-swap={swap!r}",
            {"/": button(swap) + LIST, "/x": 'text <i>&amp; more</i><li id="new">new</li><!-- end -->'},
            (click("button"),),
        )
        for swap in BOTH
    ],
    *[
        Scenario(
            f"hx-swap={swap!r} of version 4",
            {"/": button(swap) + LIST, "/x": '<li id="new">new</li><li id="newer">newer</li>'},
            (click("button"),),
            versions=(4,),
        )
        for swap in (
            "before",
            "after",
            "prepend",
            "append",
            "innerHTML strip:true",
            "outerHTML strip:true target:#one",
            "style:beforeend",
        )
    ],
    Scenario(
        "modifiers of hx-swap",
        {
            "/": button("outerHTML swap:10ms settle:20ms show:top scroll:bottom focus-scroll:true ignoreTitle:true")
            + LIST,
            "/x": "<title>Other</title><li>new</li>",
        },
        (click("button"),),
    ),
    Scenario(
        "several roots and text around them take an element's place",
        {"/": button("outerHTML") + LIST, "/x": "before<li>a</li> between <li>b</li>after"},
        (click("button"),),
    ),
    Scenario("an empty answer empties the target", {"/": button("innerHTML") + LIST, "/x": ""}, (click("button"),)),
    Scenario("an empty answer takes the target away", {"/": button("outerHTML") + LIST, "/x": ""}, (click("button"),)),
    Scenario(
        "rows go into a table",
        {
            "/": button("beforeend", "tbody") + '<table id="t"><tbody><tr><td>1</td></tr></tbody></table>',
            "/x": "<tr><td>2</td></tr><tr><td>3</td></tr>",
        },
        (click("button"), click("button")),
    ),
    Scenario(
        "a cell takes a cell's place",
        {
            "/": button("outerHTML", "#c") + '<table><tr><td id="c">1</td><td>2</td></tr></table>',
            "/x": '<td id="c">new</td>',
        },
        (click("button"),),
    ),
    Scenario(
        "options go into a select",
        {
            "/": '<select name="s" hx-get="/x" hx-target="#other"><option>a<option>b</select><select id="other"><option>?</select>',
            "/x": "<option>1</option><option selected>2</option><option>3</option>",
        },
        (trigger("[name=s]", "change"),),
    ),
    Scenario(
        "markup that is not tidy",
        {
            "/": button("innerHTML", "#out") + '<div id="out"></div>',
            "/x": "<p>one<p>two <b>bold<i>both</b>it</i><ul><li>a<li>b</ul></div><br/>end",
        },
        (click("button"),),
    ),
    Scenario(
        "svg, templates, scripts and noscript",
        {
            "/": page(button("innerHTML", "#out") + '<div id="out"></div><noscript><p>off</p></noscript>'),
            "/x": '<svg viewBox="0 0 1 1"><title>no</title><path d="M0 0"/></svg><template><tr><td>x</td></tr></template>'
            '<script type="text/plain">if (a < b) {}</script><noscript><p>none</p></noscript><style>p > b {}</style>',
        },
        (click("button"),),
    ),
    Scenario(
        "a page that is not tidy to begin with",
        {
            "/": "<!doctype html><title>T</title><script src=/htmx.js></script><p>a<table><tr><td>in</td>out</tr></table><form><p>x</form><p>y"
            "<button hx-get=/x hx-target=#o>go</button><pre id=o>\n\n x</pre><textarea>\n t</textarea><a href=?a=1&b=2&copy=3>l</a>",
            "/x": "done",
        },
        (click("button"),),
    ),
    Scenario(
        "hx-select takes a part of the answer",
        {
            "/": f'<button hx-get="/x" hx-target="#two" hx-select=".in, i">go</button>{LIST}',
            "/x": '<p class="out">a</p><p class="in">b<i>c</i></p>d',
        },
        (click("button"),),
    ),
    Scenario(
        "hx-select of a whole page",
        {
            "/": f'<button hx-get="/x" hx-target="#list" hx-select="#list" hx-swap="outerHTML">go</button>{LIST}',
            "/x": page('<h1>Other</h1><ul id="list"><li>only</li></ul>', title="Other page"),
        },
        (click("button"),),
    ),
    Scenario(
        "a whole page into an element",
        {"/": button("innerHTML", "#list") + LIST, "/x": page('<h1 class="a">Other</h1>text', title="Other page")},
        (click("button"),),
    ),
    Scenario(
        "a whole page in place of an element",
        {
            "/": button("outerHTML", "#list") + LIST,
            "/x": page("<h1>Other</h1>", title="Other page").replace("<body", '<body class="b"'),
        },
        (click("button"),),
    ),
    Scenario(
        "a whole page in place of the body",
        {
            "/": button("outerHTML", "body") + LIST,
            "/x": page("<h1>Other</h1>", title="Other page").replace("<body", '<body class="b"'),
        },
        (click("button"),),
    ),
    Scenario(
        "a body without a page around it",
        {"/": button("innerHTML", "body") + LIST, "/x": '<body class="b"><h1>Other</h1></body>'},
        (click("button"),),
    ),
    Scenario(
        "a title comes along",
        {"/": button("innerHTML") + LIST, "/x": "<title>New &amp;  title</title><b>x</b>"},
        (click("button"),),
    ),
    Scenario(
        "a title further down",
        {"/": button("innerHTML") + LIST, "/x": "<div><title>Inner</title><b>x</b></div>"},
        (click("button"),),
    ),
    Scenario(
        "a title where the page has none",
        {
            "/": "<!doctype html><script src=/htmx.js></script>" + button("innerHTML") + LIST,
            "/x": "<title>New</title>x",
        },
        (click("button"),),
    ),
    Scenario(
        "hx-preserve keeps an element and what is in it",
        {
            "/": """<div id="out"><input id="keep" hx-preserve name="a" value="old"><p>old</p></div><button hx-get="/x" hx-target="#out">go</button>""",
            "/x": '<p>new</p><div><input id="keep" hx-preserve name="a" value="new"></div>',
        },
        (fill("#keep", "typed"), click("button")),
    ),
    Scenario(
        "hx-preserve where there is nothing to keep",
        {"/": button("innerHTML", "#out") + '<div id="out"></div>', "/x": '<p id="new" hx-preserve>new</p>'},
        (click("button"), click("button")),
    ),
    Scenario(
        "fields start anew when they are replaced",
        {
            "/": '<form id="f" hx-post="/x" hx-swap="outerHTML"><input id="a" name="a" value="1"><input id="b" name="b" value="x"><button>go</button></form>',
            "/x": '<form id="f" hx-post="/x" hx-swap="outerHTML"><input id="a" name="a" value="2"><input id="b" name="b"><button>go</button></form>',
        },
        (fill("#a", "typed"), fill("#b", "too"), click("button"), click("button")),
    ),
    Scenario(
        "the focus goes to the element with the same id",
        {
            "/": '<form id="f"><input id="a" name="a" hx-get="/x" hx-trigger="keyup" hx-target="#f" hx-swap="outerHTML"></form>',
            "/x": '<form id="f"><input id="a" name="a" class="new"></form>',
        },
        (trigger("#a", "focus"), trigger("#a", "keyup")),
    ),
    Scenario(
        "autofocus is heeded",
        {
            "/": button("innerHTML", "#out") + '<div id="out"></div>',
            "/x": '<input name="a"><input name="b" id="b" autofocus>',
        },
        (click("button"),),
    ),
    Scenario(
        "a default way to swap",
        {
            "/": page(
                '<button hx-get="/x" hx-target="#two">go</button>' + LIST,
                head="""<meta name="htmx-config" content='{"defaultSwapStyle": "outerHTML", "defaultSwap": "outerHTML"}'>""",
            ),
            "/x": "<li>new</li>",
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "a default way to swap, in version 4",
        {
            "/": page(
                '<button hx-get="/x" hx-target="#two">go</button>' + LIST,
                head="""<meta name="htmx-config" content='{"defaultSwap": "outerHTML"}'>""",
            ),
            "/x": "<li>new</li>",
        },
        (click("button"),),
        versions=(4,),
    ),
    Scenario(
        "a button that replaces itself again and again",
        {
            "/": '<button id="b" hx-post="/x" hx-swap="outerHTML">0</button>',
            "/x": in_turn(
                *(f'<button id="b" hx-post="/x" hx-swap="outerHTML">{number}</button>' for number in (1, 2, 3))
            ),
        },
        (click("#b"), click("#b"), click("#b")),
    ),
]
