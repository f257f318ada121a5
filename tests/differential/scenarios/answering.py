"""Headers and statuses of an answer, and redirects."""

# ruff: noqa: E501 - markup is easier to read on one line

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse

from tests.differential.playing import Scenario, click, tick
from tests.differential.site import answer, echo, in_turn, page

PLACES = """<div id="out">out</div><p id="other">other</p>
<b id="heard" hx-get="/heard" hx-trigger="saved from:body">-</b><b id="late" hx-get="/late" hx-trigger="later from:body">-</b>
<i id="self" hx-get="/self" hx-trigger="saved">-</i>"""
GO = '<button hx-post="/x" hx-target="#out">go</button>'


def answered(
    name: str,
    given: object,
    *steps,
    go: str = GO,
    versions: tuple[int, ...] = (2, 4),
    routes: Mapping[str, Any] = MappingProxyType({}),
) -> Scenario:
    site: dict[str, Any] = {
        "/": go + PLACES,
        "/x": given,
        "/heard": "heard",
        "/late": "late",
        "/self": "self",
        "/y": page("<h1>y</h1>", "Y"),
    }
    return Scenario(name, {**site, **routes}, (click("button"), *steps), versions=versions)


def _with_cookie(request):
    response = HttpResponse("set")
    response.set_cookie("a", "1")
    return response


SCENARIOS = [
    *[
        answered(f"status {status}", answer(f"<b>status {status}</b>", status=status))
        for status in (200, 201, 202, 203, 204, 286, 400, 403, 404, 409, 422, 500, 503)
    ],
    answered("HX-Trigger sends an event", answer("<b>x</b>", HX_Trigger="saved")),
    answered("HX-Trigger sends several", answer("<b>x</b>", HX_Trigger="saved, later")),
    answered(
        "HX-Trigger sends an event with a detail", answer("<b>x</b>", HX_Trigger='{"saved": {"id": 1}, "later": "why"}')
    ),
    answered(
        "HX-Trigger sends an event to an element", answer("<b>x</b>", HX_Trigger='{"saved": {"target": "#self"}}')
    ),
    answered("HX-Trigger of an answer that is not swapped", answer(status=204, HX_Trigger="saved")),
    answered("HX-Trigger of an error", answer("bad", status=500, HX_Trigger="saved")),
    answered(
        "HX-Trigger of an element that is gone",
        answer("<b>x</b>", HX_Trigger="saved", HX_Trigger_After_Swap="later"),
        go='<p id="p"><button hx-post="/x" hx-target="#p" hx-swap="outerHTML">go</button></p>',
    ),
    answered("HX-Trigger-After-Swap", answer("<b>x</b>", HX_Trigger_After_Swap="saved")),
    answered("HX-Trigger-After-Settle", answer("<b>x</b>", HX_Trigger_After_Settle="saved, later")),
    answered("HX-Retarget", answer("<b>x</b>", HX_Retarget="#other")),
    answered("HX-Retarget in words", answer("<b>x</b>", HX_Retarget="next #other")),
    answered("HX-Reswap", answer("<b>x</b>", HX_Reswap="beforeend")),
    answered("HX-Reswap with modifiers, and none", in_turn(answer("<b>x</b>", HX_Reswap="outerHTML swap:1ms"), "")),
    answered(
        "HX-Reselect",
        answer("<b>x</b><i>y</i>", HX_Reselect="i"),
        go='<button hx-post="/x" hx-target="#out" hx-select="b">go</button>',
    ),
    answered(
        "an error with HX-Retarget and HX-Reswap",
        answer("<b>x</b>", status=422, HX_Retarget="#other", HX_Reswap="outerHTML"),
    ),
    answered("HX-Redirect loads another page", answer(HX_Redirect="/y?a=1")),
    answered("HX-Redirect from an error", answer(status=403, HX_Redirect="/y")),
    answered("HX-Refresh loads the page anew", answer(HX_Refresh="true")),
    answered("HX-Refresh that says no", answer("x", HX_Refresh="false")),
    answered("HX-Location goes elsewhere without loading", answer(HX_Location="/y")),
    answered(
        "HX-Location into a target",
        answer(
            HX_Location='{"path": "/y", "target": "#other", "swap": "outerHTML", "select": "h1", "values": {"a": 1}, "headers": {"X-More": "2"}}'
        ),
    ),
    answered(
        "HX-Location that leaves the URL alone",
        answer(HX_Location='{"path": "/y", "target": "#other", "push": "false"}'),
    ),
    answered("HX-Push-Url", answer("<b>x</b>", HX_Push_Url="/pushed?a=1")),
    answered("HX-Replace-Url", answer("<b>x</b>", HX_Replace_Url="/replaced")),
    answered(
        "HX-Push-Url that says no",
        answer("x", HX_Push_Url="false"),
        go='<button hx-post="/x" hx-push-url="true" hx-target="#out">go</button>',
    ),
    answered("a 204 with HX-Push-Url", answer(status=204, HX_Push_Url="/pushed")),
    *[
        answered(
            f"a redirect with {status}", answer(status=status, Location="/next?b=2"), go=go, routes={"/next": echo}
        )
        for status in (301, 302, 303, 307, 308)
        for go in ('<form hx-post="/x" hx-target="#out"><input name="a" value="1"><button>go</button></form>',)
    ],
    *[
        answered(
            f"a redirect of {method} with {status}",
            answer(status=status, Location="/next"),
            go=f"<button hx-{method}=\"/x\" hx-vals='{{\"a\": 1}}' hx-target='#out'>go</button>",
            routes={"/next": echo},
        )
        for method, status in (
            ("put", 302),
            ("put", 303),
            ("delete", 302),
            ("delete", 303),
            ("patch", 307),
            ("get", 302),
        )
    ],
    answered(
        "a redirect and the URL",
        answer(status=302, Location="/next?b=2"),
        go='<button hx-post="/x" hx-push-url="true" hx-target="#out">go</button>',
        routes={"/next": echo},
    ),
    answered(
        "errors swapped by configuration",
        answer("<b>bad</b>", status=422),
        go="""<meta name="htmx-config" content='{"responseHandling": [{"code": "422", "swap": true, "target": "#other", "swapOverride": "beforeend"}, {"code": "...", "swap": false}]}'>"""
        + GO,
        versions=(2,),
    ),
    *[
        answered(
            f"hx-status:{pattern} of version 4",
            answer("<b>bad</b>", status=422),
            go=f'<button hx-post="/x" hx-target="#out" hx-status:{pattern}="swap:beforeend target:#other">go</button>',
            versions=(4,),
        )
        for pattern in ("422", "42x", "4xx", "5xx")
    ],
    answered(
        "noSwap by configuration",
        answer("<b>bad</b>", status=422),
        go="""<button hx-post="/x" hx-target="#out">go</button>""",
        versions=(4,),
        routes={
            "/": page(GO + PLACES, head="""<meta name="htmx-config" content='{"noSwap": [204, "4xx"]}'>"""),
        },
    ),
    answered(
        "an answer in another encoding",
        lambda request: HttpResponse("<b>grün</b>".encode("latin-1"), content_type="text/html; charset=latin-1"),
    ),
    answered("an answer that is text", lambda request: HttpResponse("a < b & c", content_type="text/plain")),
    answered(
        "a cookie comes back",
        in_turn(_with_cookie, lambda request: str(request.COOKIES)),
        click("button"),
    ),
    Scenario(
        "286 ends a poll",
        {"/": '<p id="p" hx-get="/x" hx-trigger="every 1s">0</p>', "/x": in_turn("1", answer("2", status=286), "3")},
        (tick(0.6), tick(0.6), tick(1), tick(1)),
    ),
]
