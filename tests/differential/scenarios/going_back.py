"""History: what the back button shows."""

# ruff: noqa: E501 - markup is easier to read on one line

from tests.differential.playing import Scenario, back, click, fill, forward, goto, reload
from tests.differential.site import answer, page

TABS = """<nav><a id="one" hx-get="/one" hx-target="#tab" hx-push-url="true">one</a><a id="two" hx-get="/two" hx-target="#tab" hx-push-url="true">two</a></nav>
<div id="tab">{}</div><input id="note" name="note">"""


def tab(name: str):
    """A page for a reader, its tab for htmx."""

    def view(request):
        whole = request.headers.get("HX-Request") is None or "HX-History-Restore-Request" in request.headers
        return page(TABS.format(f"<b>{name}</b>"), title=name) if whole else f"<title>{name}</title><b>{name}</b>"

    return view


ROUTES = {
    "/": page(TABS.format("start")),
    "/one": tab("one"),
    "/two": tab("two"),
    "/plain": page('<a href="/one">one</a>', title="Plain"),
}
LIMITED = page(TABS.format("start"), head="""<meta name="htmx-config" content='{"historyCacheSize": 0}'>""")
REFRESHED = page(
    TABS.format("start"),
    head="""<meta name="htmx-config" content='{"historyCacheSize": 0, "refreshOnHistoryMiss": true, "history": "reload"}'>""",
)
PART = page(
    """<p id="outside">outside</p><main id="m" hx-history-elt><a hx-get="/part" hx-target="#m" hx-push-url="true" hx-swap="innerHTML">go</a></main>"""
)

SCENARIOS = [
    Scenario("back to the start", ROUTES, (click("#one"), back())),
    Scenario(
        "back and forward between tabs", ROUTES, (click("#one"), click("#two"), back(), back(), forward(), forward())
    ),
    Scenario(
        "back after something was typed", ROUTES, (fill("#note", "typed"), click("#one"), fill("#note", "more"), back())
    ),
    Scenario("what is shown again is alive", ROUTES, (click("#one"), back(), click("#two"), back())),
    Scenario("back to another document", ROUTES, (goto("/plain"), click("a"), click("#two"), back(), back(), back())),
    Scenario("back from a page that was loaded", ROUTES, (click("#one"), goto("/plain"), back(), back())),
    Scenario("reload of a pushed URL", ROUTES, (click("#one"), reload(), click("#two"), back())),
    Scenario("back when nothing was kept", {**ROUTES, "/": LIMITED}, (click("#one"), click("#two"), back(), back())),
    Scenario(
        "back when nothing was kept, by loading", {**ROUTES, "/": REFRESHED}, (click("#one"), click("#two"), back())
    ),
    Scenario(
        "back where the page forbids to keep it",
        {**ROUTES, "/": page(TABS.format('<i hx-history="false">secret</i>'))},
        (click("#one"), back()),
    ),
    Scenario("a part that history is about", {"/": PART, "/part": answer("<h2>part</h2>")}, (click("a"), back())),
    Scenario(
        "a replaced URL, and back",
        {**ROUTES, "/other": "x"},
        (goto("/plain"), goto("/"), click("#one"), back(), back()),
    ),
]
