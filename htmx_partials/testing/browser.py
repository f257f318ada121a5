"""What every browser does, with or without htmx: load pages, hold the document, dispatch events, and go back."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urldefrag

from bs4 import BeautifulSoup

from .events import Clock, Event
from .network import Answer, Network, Request
from .parsing import Element, new_element, parse_document
from .scripts import run_script
from .selectors import absent_error, ancestors, by_id, connected, describe, matches, one, query
from .urls import join

MOST_TASKS = 500
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]"
NAVIGATION_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PLAIN = (
    '<meta name="color-scheme" content="light dark"><body>'
    '<pre style="word-wrap: break-word; white-space: pre-wrap;"></pre>'
)
NOTHING = re.compile(r"javascript:\s*(?:void\s*\(?0\)?)?\s*;?\s*\Z")
HTML_TYPES = ("", "text/html", "application/xhtml+xml")


class Htmx(Protocol):
    """What a browser needs from a version of htmx."""

    def __init__(self, browser: Browser) -> None: ...

    @staticmethod
    def client_headers(target: str, *, boosted: bool) -> dict[str, str]:
        """Return the headers of a request for a target with this id."""

    def start(self) -> None:
        """Process a page that was just loaded."""

    def traverse(self) -> None:
        """Show another history entry of the document in the window."""


@dataclass
class Entry:
    """
    One entry of the window's history.

    `document` is a number that all entries of one document have in common. `htmx` says whether htmx marked the entry as
    its own.
    """

    url: str
    document: int
    htmx: bool = False


@dataclass
class Browser:
    """
    One window.

    `location` is the whole URL. `index` is the current entry of the history. `loaded` is the number of the document
    in the window. `dialogs` are the answers that the test gave in advance. `storage` is what htmx keeps while the
    window is open.
    """

    network: Network
    location: str = "about:blank"
    htmx: Htmx | None = None
    document: BeautifulSoup = field(default_factory=lambda: parse_document(""))
    clock: Clock = field(default_factory=Clock)
    focused: Element | None = None
    dialogs: deque[Any] = field(default_factory=deque)
    entries: list[Entry] = field(default_factory=list)
    index: int = -1
    loaded: int = 0
    storage: dict[str, Any] = field(default_factory=dict)
    scripts: str = "error"
    missing_targets: str = "ignore"

    def __post_init__(self) -> None:
        self.window_element = new_element("#window")
        self.document_element = new_element("#document")
        self._tasks: deque[Callable[[], object]] = deque()

    # The document

    @property
    def body(self) -> Element:
        return one(self.document, "body")

    @property
    def title(self) -> str:
        element = query(self.document, "title")
        return " ".join(element.get_text().split()) if element else ""

    @title.setter
    def title(self, title: str) -> None:
        element = query(self.document, "title")
        if element is None:
            element = new_element("title")
            one(self.document, "head").append(element)
        element.string = title

    @property
    def base(self) -> str:
        """The URL that relative URLs are resolved against."""
        base = query(one(self.document, "head"), "base[href]")
        return join(str(base["href"]), self.location) if base else self.location

    # Events

    def dispatch(self, target: Element, kind: str, **event: Any) -> Event:
        """
        Dispatch an event from its target up to the document and the window. A handler such as `onclick` runs first.
        """
        sent = Event(kind, target, **event)
        path = [target]
        if sent.bubbles:
            path += ancestors(target)
            path += [self.document_element, self.window_element] if connected(target) else []
        inline = "on" + kind
        for element in path:
            if sent.stopped:
                break
            sent.current_target = element
            if inline in element.attrs and self.htmx is not None:
                run_script(self, element.attrs[inline], element, sent, inline)
            if element.listeners and kind in element.listeners:
                for listener in list(element.listeners[kind]):
                    listener(sent)
        sent.current_target = None
        return sent

    def skip_script(self, script: str, name: str) -> None:
        """Skip a script. Raises `NotImplementedError` unless the test said `scripts="ignore"`."""
        if self.scripts != "ignore":
            raise NotImplementedError(
                f"The testing kit runs no JavaScript, and {name} has some for it: {script!r}. If the test can do "
                f'without, say scripts="ignore".'
            )

    def skip_target(self, selector: str, element: Element) -> None:
        """
        Skip an out-of-band swap without a target, as htmx does.

        Raises `AssertionError` if the test said `missing_targets="error"`.
        """
        if self.missing_targets == "error":
            raise absent_error(f"The target of the out-of-band swap {selector!r} of {describe(element)}", self.document)
        self.network.exchanges[-1].missing_targets.append(selector)

    def later(self, task: Callable[[], object]) -> None:
        """Run a task after the current event has been dispatched. Requests are answered that way."""
        self._tasks.append(task)

    def settle(self) -> None:
        """Run all tasks that need no time to pass. Raises `AssertionError` if there is no end of them."""
        for _ in range(MOST_TASKS):
            if not self._tasks:
                return
            self._tasks.popleft()()
        raise AssertionError(f"The page at {self.location} never comes to rest: {MOST_TASKS} requests and more.")

    def ask(self, question: str) -> Any:
        """Return the test's answer to a dialog. Raises `AssertionError` if it gave none."""
        if not self.dialogs:
            raise AssertionError(f"The page asks {question!r}: say page.answer(True) or page.answer(False) before.")
        return self.dialogs.popleft()

    # Going elsewhere

    def visit(self, request: Request, *, replace: bool = False) -> None:
        """Load a page into the window, as a link, a form, `location.href` or `reload()` do."""
        url, fragment = urldefrag(request.url)
        if not self.network.is_same_origin(url):
            self._show(parse_document("", scripting=self.htmx is not None), request.url, replace=replace)
            return
        headers = NAVIGATION_HEADERS | request.headers
        sent = Request(request.method, url, headers, request.body, request.content_type)
        referrer = self.location if self.network.is_same_origin(self.location) else ""
        answer = self.network.send(sent, referrer)
        if answer.status in (204, 205) or (answer.header("Content-Disposition") or "").startswith("attachment"):
            return
        self._show(
            document_of(answer, scripting=self.htmx is not None),
            answer.url + (f"#{fragment}" if fragment else ""),
            replace=replace,
        )

    def navigate(self, url: str) -> None:
        """Follow a URL as `location.href = url` does. A URL that differs only in its fragment loads nothing."""
        target = join(url, self.base)
        if target.startswith("javascript:"):
            if not NOTHING.match(target):
                self.skip_script(target, "a link")
            return
        if "#" in target and urldefrag(target)[0] == urldefrag(self.location)[0]:
            (self.replace if target == self.location else self.push)(target, htmx=False)
            self._focus_fragment()
        else:
            self.visit(Request("GET", target))

    def reload(self) -> None:
        self.visit(Request("GET", self.location), replace=True)

    def push(self, url: str, *, htmx: bool) -> None:
        """Add an entry to the history, as `history.pushState` does."""
        self.location = join(url, self.base)
        self.index += 1
        self.entries[self.index :] = [Entry(self.location, self.loaded, htmx)]

    def replace(self, url: str, *, htmx: bool) -> None:
        self.location = join(url, self.base)
        self.entries[self.index] = Entry(self.location, self.loaded, htmx)

    def traverse(self, steps: int) -> None:
        """Go back or forward. Raises `AssertionError` if there is no such entry."""
        index = self.index + steps
        if not 0 <= index < len(self.entries):
            raise AssertionError(f"There is no page to go to: the history is {[entry.url for entry in self.entries]}.")
        self.index = index
        entry = self.entries[index]
        same_document = entry.document == self.loaded
        left, self.location = self.location, entry.url
        if not same_document:
            self.visit(Request("GET", entry.url), replace=True)
            return
        self._focus_fragment()
        same_page = left != entry.url and urldefrag(left)[0] == urldefrag(entry.url)[0]
        if self.htmx is not None and not same_page:
            self.htmx.traverse()

    def _focus_fragment(self) -> None:
        """Move the focus to the element that the URL's fragment names, or remove it if that element cannot have it."""
        element = by_id(self.document, urldefrag(self.location)[1])
        if element is not None:
            self.focused = element if matches(element, FOCUSABLE) else None

    def _show(self, document: BeautifulSoup, url: str, *, replace: bool) -> None:
        self._tasks.clear()
        self.clock.clear()
        self.focused = None
        self.document_element.listeners = self.window_element.listeners = None
        self.document, self.location = document, url
        if replace:
            self.loaded = self.entries[self.index].document
            self.replace(url, htmx=self.entries[self.index].htmx)
        else:
            self.loaded = max((entry.document for entry in self.entries), default=0) + 1
            self.push(url, htmx=False)
        if self.htmx is not None:
            self.htmx.start()


def document_of(answer: Answer, *, scripting: bool) -> BeautifulSoup:
    kind = (answer.header("Content-Type") or "").partition(";")[0].strip().lower()
    if kind in HTML_TYPES:
        return parse_document(answer.declared_text, scripting=scripting)
    document = parse_document(PLAIN)
    one(document, "pre").string = answer.declared_text
    return document
