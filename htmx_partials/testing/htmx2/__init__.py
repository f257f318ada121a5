"""htmx 2, in the terms of its source."""

from __future__ import annotations

import re
from typing import Any

from ..browser import Browser
from ..configuration import read_config
from ..extended import find_all, find_by_word, without_chevrons
from ..javascript import parse_json
from ..parsing import Element
from ..releases import played_release
from ..state import is_boosted
from . import answers, configuration, history, wiring
from .attributes import Inheritance

# The releases that are played, the newest last, with the sha256 of their `htmx.min.js`.
RELEASES = {
    "2.0.10": "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
    "2.0.11": "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
}
COMMA = re.compile(r",(?![^<]*/>)")


class Htmx2:
    """The htmx of one page: its release, its configuration, and the browser that it acts in."""

    process = wiring.process
    handle_answer = answers.handle

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.release = ""
        self.config: dict[str, Any] = {}
        self.attributes = Inheritance()

    @staticmethod
    def client_headers(target: str, *, boosted: bool) -> dict[str, str]:
        headers = {"HX-Request": "true", "HX-Boosted": "true" if boosted else "", "HX-Target": target}
        return {name: value for name, value in headers.items() if value}

    @property
    def has_partials(self) -> bool:
        """Whether this release knows `<hx-partial>`, and `hx-push-url="false"` under `hx-boost`."""
        return self.release != "2.0.10"

    def start(self) -> None:
        self.release = played_release(self.browser, RELEASES)
        self.config = read_config(self.browser.document, parse_json, configuration.PLAYED, configuration.UNPLAYED)
        self.attributes = Inheritance(disabled=self.config["disableInheritance"])
        history.remember_path(self, self.browser.location)
        self.process(self.browser.body)
        self.trigger(self.browser.body, "htmx:load")

    def traverse(self) -> None:
        if self.browser.entries[self.browser.index].htmx:
            history.restore(self)

    def find_target(self, element: Element) -> Element | None:
        """
        Return the target: what `hx-target` says, else the element itself, or the body for a boosted one (`getTarget`).
        """
        selector = self.attributes.value(element, "hx-target")
        if not selector:
            return self.browser.body if is_boosted(element) else element
        if selector == "this":
            return self.attributes.this_element(element, "hx-target")
        return self.find(element, selector)

    def find(self, element: Element, selector: str) -> Element | None:
        return next(iter(self.find_all(element, selector)), None)

    def find_all(self, element: Element, selector: str) -> list[Element]:
        """Return the elements that a selector matches, relative to `element` (`querySelectorAllExt`)."""
        parts = (without_chevrons(part.strip()) for part in COMMA.split(selector.removeprefix("global ")))
        return find_all(
            self.browser, parts, lambda word, css: find_by_word(self.browser, element, word, without_chevrons(css))
        )

    def trigger(self, element: Element, kind: str, detail: dict[str, Any] | None = None) -> bool:
        """
        Dispatch one of htmx's events under both of its names (`triggerEvent`).

        Return whether no listener cancelled it.
        """
        names = dict.fromkeys((kind, wiring.kebab(kind)))
        return all(not self.browser.dispatch(element, name, detail=detail or {}).cancelled for name in names)
