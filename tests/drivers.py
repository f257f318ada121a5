"""Two ways to play a scenario with the same methods: the testing kit, and Chromium with the real htmx."""

import json
from collections import deque
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import CDPSession, Dialog, Error, Page

from htmx_partials.testing import HtmxPage, values
from htmx_partials.testing.parsing import Element

IDLE = (Path(__file__).parent / "idle.js").read_text()
NORMAL = (Path(__file__).parent / "normal.js").read_text()
MIDDLE = """element => {
    element.scrollIntoViewIfNeeded()
    const box = [...element.getClientRects()].find(box => box.width * box.height > 1)
    if (!box) throw new Error(`${element.outerHTML} is not shown`)
    return [box.x + box.width / 2, box.y + box.height / 2]
}"""
SET_OR_SELECT = """(element, value) => {
    window.filled = element
    element.focus()
    if (!['color', 'date', 'datetime-local', 'month', 'range', 'time', 'week'].includes(element.type)) {
        element.select()
        return true
    }
    element.value = value
    element.dispatchEvent(new Event('input', {bubbles: true}))
    element.dispatchEvent(new Event('change', {bubbles: true}))
}"""
BOOKKEEPING = ("data-htmx-powered", "data-hx-revealed", "data-disabled-by-htmx")


class KitDriver:
    """Plays in the testing kit."""

    def __init__(self, *, htmx: int | None = 2, client: Any = None) -> None:
        self.htmx = htmx
        self.client = client
        self.page: HtmxPage

    def open(self, url: str) -> None:
        self.page = HtmxPage(url, htmx=self.htmx, client=self.client)

    def click(self, css: str) -> None:
        self.page.click(css)

    def fill(self, css: str, value: str) -> None:
        self.page.fill(css, value)

    def attach(self, css: str, *files: tuple[str, bytes, str]) -> None:
        self.page.fill(css, [SimpleUploadedFile(*file) for file in files])

    def check(self, css: str) -> None:
        self.page.check(css)

    def uncheck(self, css: str) -> None:
        self.page.check(css, False)

    def choose(self, css: str, *choices: str) -> None:
        self.page.choose(css, *choices)

    def submit(self, css: str) -> None:
        self.page.submit(css)

    def trigger(self, css: str, event: str, **properties: Any) -> None:
        self.page.trigger(css, event, **properties)

    def reveal(self, css: str) -> None:
        self.page.trigger(css, "revealed")

    def tick(self, seconds: float) -> None:
        self.page.tick(seconds)

    def answer(self, *answers: object) -> None:
        self.page.answer(*answers)

    def goto(self, url: str) -> None:
        self.page.goto(url)

    def back(self) -> None:
        self.page.back()

    def forward(self) -> None:
        self.page.forward()

    def reload(self) -> None:
        self.page.reload()

    def set_cookie(self, name: str, value: str) -> None:
        self.client.cookies[name] = value

    def delete_cookie(self, name: str) -> None:
        del self.client.cookies[name]

    def text(self, css: str) -> str:
        return self.page.text(css)

    def texts(self, css: str) -> list[str]:
        return [_on_one_line(element.get_text()) for element in self.page.select(css)]

    def counts(self, *selectors: str) -> dict[str, int]:
        return {css: len(self.page.select(css)) for css in selectors}

    def count(self, css: str) -> int:
        return self.counts(css)[css]

    def value(self, css: str) -> str:
        return self.page.value(css)

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def url(self) -> str:
        return self.page.url

    def snapshot(self) -> dict[str, Any]:
        focused = self.page._browser.focused
        return {
            "url": self.page.url,
            "title": self.page.title,
            "focus": _name(focused) if focused is not None else "body",
            "document": _lines(_normal(self.page.document)),
        }


class ChromiumDriver:
    """
    Plays in Chromium, and waits after each step until the page is idle.

    Timers of a quarter of a second and more fire only in ``tick``, as in the kit.

    Elements are found and read by small scripts of its own. Playwright's own script for them is so large that to load
    it into each page takes as long as the page itself.
    """

    def __init__(self, page: Page, root: str, *, scripting: bool = True) -> None:
        self.page = page
        self.root = root
        self.answers: deque[Any] = deque()
        self.page.on("dialog", self._answer)
        self.page.set_default_timeout(15_000)
        self.session = page.context.new_cdp_session(page)
        self.navigation: Navigation | None = None
        if scripting:
            self.page.add_init_script(IDLE)
        else:
            self.navigation = Navigation(page, self.session)

    def open(self, url: str) -> None:
        self.goto(url)

    def goto(self, url: str) -> None:
        self.page.goto(self.root + url)
        self._rest()

    def forget(self) -> None:
        """Make the tab one that has just been opened: without a page, cookies, storage and history."""
        self.answers.clear()
        self.page.evaluate("sessionStorage.clear(), localStorage.clear()")
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        self.session.send("Page.resetNavigationHistory")
        self.page.context.clear_cookies()

    def click(self, css: str) -> None:
        self.page.mouse.click(*self._ask(css, MIDDLE))
        self._rest()

    def fill(self, css: str, value: str) -> None:
        self._ask(css, "element => element.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true}))")
        self._rest()
        if self._ask(css, SET_OR_SELECT, value):
            if value:
                self.page.keyboard.insert_text(value)
            else:
                self.page.keyboard.press("Delete")
        self._rest()
        for leaving in (
            "filled.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}))",
            "filled.blur()",
        ):
            try:
                self.page.evaluate(leaving)
            except Error:  # on another page
                break
            self._rest()

    def attach(self, css: str, *files: tuple[str, bytes, str]) -> None:
        given: Any = [{"name": name, "buffer": content, "mimeType": kind} for name, content, kind in files]
        self.page.set_input_files(css, given)
        self._rest()

    def check(self, css: str) -> None:
        if not self._ask(css, "element => element.checked"):
            self.click(css)

    def uncheck(self, css: str) -> None:
        if self._ask(css, "element => element.checked"):
            self.click(css)

    def choose(self, css: str, *choices: str) -> None:
        self.page.select_option(css, list(choices))
        self._rest()

    def submit(self, css: str) -> None:
        self._ask(
            css,
            """element => {
                const form = element.closest('form')
                const button = [...document.querySelectorAll('button, input')].find(
                    one => one.form === form && ['submit', 'image'].includes(one.type))
                button ? button.click() : form.requestSubmit()
            }""",
        )
        self._rest()

    def trigger(self, css: str, event: str, **properties: Any) -> None:
        self._ask(
            css,
            """(element, kind, {detail, ...properties}) => {
                const Kind = kind.startsWith('key') ? KeyboardEvent : kind === 'click' ? MouseEvent : CustomEvent
                const event = new Kind(kind, {detail: detail || {}, bubbles: true, cancelable: true, ...properties})
                element.dispatchEvent(event)
            }""",
            event,
            properties,
        )
        self._rest()

    def reveal(self, css: str) -> None:
        with self.page.expect_response(lambda response: True):
            self._ask(css, "element => element.scrollIntoViewIfNeeded()")
        self._rest()

    def tick(self, seconds: float) -> None:
        self.page.evaluate("milliseconds => window.tickAll(milliseconds)", seconds * 1000)
        self._rest()

    def answer(self, *answers: object) -> None:
        self.answers.extend(answers)

    def back(self) -> None:
        self.page.go_back()
        self._rest()

    def forward(self) -> None:
        self.page.go_forward()
        self._rest()

    def reload(self) -> None:
        self.page.reload()
        self._rest()

    def set_cookie(self, name: str, value: str) -> None:
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.root}])

    def delete_cookie(self, name: str) -> None:
        self.page.context.clear_cookies(name=name)

    def text(self, css: str) -> str:
        return _on_one_line(self._ask(css, "element => element.textContent"))

    def texts(self, css: str) -> list[str]:
        found = self.page.evaluate("css => Array.from(document.querySelectorAll(css), one => one.textContent)", css)
        return list(map(_on_one_line, found))

    def count(self, css: str) -> int:
        return self.counts(css)[css]

    def counts(self, *selectors: str) -> dict[str, int]:
        """Return the number of elements that fit each selector, by asking the browser once."""
        script = "all => Object.fromEntries(all.map(css => [css, document.querySelectorAll(css).length]))"
        counts: dict[str, int] = self.page.evaluate(script, selectors)
        return counts

    def value(self, css: str) -> str:
        value: str = self._ask(css, "element => element.value")
        return value

    @property
    def title(self) -> str:
        return self.page.title()

    @property
    def url(self) -> str:
        return self.page.url.removeprefix(self.root)

    def snapshot(self) -> dict[str, Any]:
        seen = self._evaluate(NORMAL)
        return {
            "url": self.url,
            "title": seen["title"],
            "focus": seen["focus"],
            "document": _lines(seen["document"]),
        }

    def _ask(self, css: str, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function with the first element that fits, and arguments."""
        return self.page.evaluate(
            f"""([css, ...rest]) => {{
                const element = document.querySelector(css)
                if (!element) throw new Error(`no element fits ${{css}}`)
                return ({function})(element, ...rest)
            }}""",
            [css, *arguments],
        )

    def _answer(self, dialog: Dialog) -> None:
        answer = self.answers.popleft()
        if answer is None or answer is False:
            dialog.dismiss()
        else:
            dialog.accept(answer if isinstance(answer, str) else "")

    def _rest(self) -> None:
        if self.navigation:
            self.navigation.wait_for_end()
        self._evaluate("() => window.atRest && window.atRest()")

    def _evaluate(self, script: str) -> Any:
        """Evaluate an expression on the page, or on the next page if this one is just being left."""
        while True:
            try:
                return self.page.evaluate(script)
            except Error as error:
                if "context was destroyed" not in str(error) and "navigat" not in str(error):
                    raise


class Navigation:
    """The navigations that Chromium's developer tools report. Scripts of the page cannot see them."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.page = page
        self.is_under_way = False
        self.session = session
        self.session.send("Page.enable")
        for event in ("frameScheduledNavigation", "frameRequestedNavigation", "frameStartedLoading"):
            self.session.on(f"Page.{event}", lambda _: self._note(True))
        self.session.on("Page.frameStoppedLoading", lambda _: self._note(False))

    def wait_for_end(self) -> None:
        """Wait for the page that the last step navigates to, if it does."""
        self._hear_all_events()
        for _ in range(3_000):
            if not self.is_under_way:
                return
            self.page.wait_for_timeout(5)
        raise TimeoutError("The page to which the last step leads does not come.")

    def _hear_all_events(self) -> None:
        """Wait for an answer, after which no earlier event is pending. Ask the next page if this one is gone."""
        while True:
            try:
                self.session.send("Runtime.evaluate", {"expression": "0"})
                return
            except Error as error:
                if "navigated" not in str(error):
                    raise

    def _note(self, is_under_way: bool) -> None:
        self.is_under_way = is_under_way


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _name(element: Tag) -> str:
    identifier = element.attrs.get("id")
    return f"{element.name}#{identifier}" if identifier else element.name


def _normal(node: Any) -> Any:
    """Return the kit's tree in the form that ``normal.js`` returns for Chromium."""
    if isinstance(node, Doctype):
        return None
    if isinstance(node, Comment):
        return {"comment": str(node)}
    if isinstance(node, NavigableString):
        return {"text": str(node)}
    inside = node.content if isinstance(node, Element) and node.content is not None else node
    children: list[Any] = []
    for child in filter(None, map(_normal, inside.contents)):
        if "text" in child and children and "text" in children[-1]:
            children[-1] = {"text": children[-1]["text"] + child["text"]}
        elif child.get("text") != "":
            children.append(child)
    if isinstance(node, BeautifulSoup):
        return {"name": "#document", "attributes": [], "state": [], "children": children}
    attributes = {
        name: " ".join(value) if isinstance(value, list) else value
        for name, value in node.attrs.items()
        if name not in BOOKKEEPING and not (name == "class" and not value)
    }
    return {"name": node.name, "attributes": sorted(attributes.items()), "state": _state(node), "children": children}


def _state(element: Element) -> list[Any]:
    if element.name in ("input", "textarea"):
        if values.type_of(element) in values.CHECKABLE:
            return [values.value_of(element), values.is_checked(element)]
        return [values.value_of(element)]
    if element.name == "select":
        return [values.option_value(option) for option in values.selected_options(element)]
    return []


def _lines(node: Any, depth: int = 0) -> list[str]:
    indent = "  " * depth
    if "text" in node or "comment" in node:
        return [indent + json.dumps(node)]
    attributes = "".join(f" {name}={json.dumps(value)}" for name, value in node["attributes"])
    state = f" | {json.dumps(node['state'])}" if node["state"] else ""
    inside = [line for child in node["children"] for line in _lines(child, depth + 1)]
    return [f"{indent}<{node['name']}{attributes}>{state}", *inside]
