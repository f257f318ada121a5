"""Events whose default the page prevents, and elements that leave while something waits for them."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, back, click, fill, tick, trigger
from tests.differential.site import answer, in_turn, page

OUT = '<div id="out">nothing</div>'
NO = '"event.preventDefault()"'


def refused(name: str, event: str, *, versions: tuple[int, ...]) -> Scenario:
    """A request on whose way the page prevents an event."""
    asking = ' hx-confirm="Sure?"' if event == ":confirm" else ""
    return Scenario(
        f"{name} is prevented",
        {
            "/": f'<button hx-post="/x" hx-target="#out"{asking} hx-on:{event}={NO}>go</button><div id="out" hx-on:{event}={NO}>nothing</div>',
            "/x": answer("<b>x</b>", HX_Trigger="saved"),
        },
        (click("button"),),
        versions=versions,
    )


SCENARIOS = [
    refused("asking for confirmation", ":confirm", versions=(2, 4)),
    *[
        refused(f"version 2's {event}", f":{event}", versions=(2,))
        for event in ("config-request", "before-request", "before-send", "before-on-load", "before-swap")
    ],
    *[
        refused(f"version 4's {event}", f":{event}", versions=(4,))
        for event in (
            "config:request",
            "before:request",
            "before:response",
            "after:request",
            "before:swap",
            "before:init",
        )
    ],
    Scenario(
        "an out-of-band swap that its target prevents",
        {
            "/": f'<button hx-get="/x" hx-target="#out">go</button><p id="count" hx-on::oob-before-swap={NO}>0</p>{OUT}',
            "/x": 'main<p id="count" hx-swap-oob="true">1</p>',
        },
        (click("button"),),
        versions=(2,),
    ),
    Scenario(
        "a URL that the page keeps",
        {
            "/": f'<a hx-get="/x" hx-push-url="true" hx-target="#out">go</a><p hx-get="/y" hx-trigger="htmx:before:history:update from:document prevent">p</p>{OUT}',
            "/x": "x",
            "/y": "y",
        },
        (click("a"),),
        versions=(4,),
    ),
    Scenario(
        "going back that the page takes over",
        {
            "/": f'<a hx-get="/x" hx-push-url="true" hx-target="#out">go</a><p hx-get="/y" hx-trigger="htmx:before:history:restore from:document prevent">p</p>{OUT}',
            "/x": "x",
            "/y": "y",
        },
        (click("a"), back()),
        versions=(4,),
    ),
    Scenario(
        "a press that does not take the focus",
        {"/": f'<input id="a" hx-on:mousedown={NO}><input id="b">'},
        (click("#b"), click("#a")),
    ),
    Scenario(
        "a reset that is prevented",
        {"/": f'<form hx-on:reset={NO}><input name="a"><input type="reset"></form>'},
        (fill("[name=a]", "typed"), click("[type=reset]")),
    ),
    Scenario(
        "a click with a condition does not follow the link",
        {
            "/": f'<a href="/other" hx-get="/x" hx-target="#out" hx-trigger="click[ctrlKey]">go</a>{OUT}',
            "/other": page("other"),
        },
        (click("a"),),
    ),
    Scenario(
        "a field that goes while one types",
        {"/": '<input name="q" hx-get="/x" hx-trigger="input" hx-swap="outerHTML">', "/x": "<p>x</p>"},
        (fill("input", "a"),),
    ),
    Scenario(
        "a delayed request of an element that is gone",
        {
            "/": '<div id="d"><p hx-get="/x" hx-trigger="click delay:1s">p</p></div><button hx-get="/y" hx-target="#d">go</button>',
            "/x": "x",
            "/y": "y",
        },
        (click("p"), click("button"), tick(2)),
    ),
    Scenario(
        "elements that a script removed hear and ask no more",
        {
            "/": """<p hx-get="/x" hx-trigger="go from:body, every 1s" hx-on:click="this.remove()">p</p><b>b</b>""",
            "/x": "x",
        },
        (click("p"), trigger("b", "go"), tick(2)),
    ),
    Scenario(
        "a button that went with the answer is not sent again",
        {
            "/": """<form hx-post="/x" hx-target="#w"><input name="a" value="1"><span id="w"><button name="b" value="2">go</button></span></form>""",
            "/x": "x",
        },
        (click("button"), trigger("form", "submit")),
    ),
    Scenario(
        "a request that takes the place of the one that is being answered",
        {
            "/": '<p hx-get="/x" hx-sync="this:replace" hx-trigger="go, again">p</p>',
            "/x": in_turn(answer("first", HX_Trigger="again"), "second"),
        },
        (trigger("p", "go"),),
    ),
    Scenario(
        "a target that went out of band",
        {
            "/": '<div><p id="t">t</p></div><button hx-get="/x" hx-target="#t" hx-swap="outerHTML">go</button>',
            "/x": '<b>main</b><i id="t" hx-swap-oob="delete"></i>',
        },
        (click("button"),),
        versions=(2,),
    ),
]
