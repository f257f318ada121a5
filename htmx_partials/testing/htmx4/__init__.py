"""htmx 4, in the terms of its source."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..browser import Browser
from ..configuration import read_config
from ..extended import Found, find_all, find_by_word, without_chevrons
from ..parsing import Element
from ..releases import played_release
from ..selectors import absent_error, connected, describe, query_all
from . import answers, configuration, hcon, history, wiring
from .attributes import Inheritance
from .extensions import loaded_extensions

# The releases that are played, the newest last, with the sha256 of their `htmx.min.js`.
RELEASES = {
    "4.0.0-beta6": "28fae7bbe8e8142b702debb9d5234a9a436d9435a4b5165b195aa1a7ed840d25",
    "4.0.1": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
}


class Htmx4:
    """The htmx of one page: its release, its configuration, and the browser that it acts in."""

    process = wiring.process
    handle_answer = answers.handle

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.release = ""
        self.config: dict[str, Any] = {}
        self.attributes = Inheritance()
        self.extensions: list[str] = []

    @staticmethod
    def client_headers(target: str, *, boosted: bool) -> dict[str, str]:
        headers = {
            "HX-Request": "true",
            "HX-Request-Type": "partial" if target or not boosted else "full",
            "HX-Boosted": "true" if boosted else "",
            "HX-Target": f"div#{quote(target)}" if target else "",
        }
        return {name: value for name, value in headers.items() if value}

    @property
    def is_beta(self) -> bool:
        return self.release == "4.0.0-beta6"

    def start(self) -> None:
        self.release = played_release(self.browser, RELEASES)
        self.extensions = loaded_extensions(self)
        self.config = read_config(self.browser.document, hcon.parse, configuration.PLAYED, configuration.UNPLAYED)
        self.attributes = Inheritance(implicit=self.config["implicitInheritance"])
        if self.config["history"] and self.is_beta:
            self.browser.entries[self.browser.index].htmx = True
        self.process(self.browser.body)

    def traverse(self) -> None:
        if self.config["history"] and self.browser.entries[self.browser.index].htmx:
            history.restore(self)

    def find(self, element: Element, selector: str, attribute: str = "") -> list[Element]:
        """
        Return the elements that a selector in an attribute matches (`#findAllExt`).

        `this` is the element that has the attribute.
        """
        if attribute and selector.strip() == "this":
            return self.attributes.this_elements(element, attribute)

        def by_word(word: str, css: str) -> Found | None:
            match word, css:
                case "this", "":
                    return [element]
                case "findAll", css if css:
                    return [*query_all(element, css)]
            return find_by_word(self.browser, element, word, css)

        parts = hcon.split(selector.removeprefix("global "))
        return find_all(self.browser, (without_chevrons(part.strip()) for part in parts), by_word)

    def find_one(self, element: Element, selector: str, attribute: str) -> Element:
        """Return the first of these elements. Raises `AssertionError` if there is none (`#findOrWarn`)."""
        found = self.find(element, selector, attribute)
        if not found:
            raise absent_error(f"The target {attribute}={selector!r} of {describe(element)}", self.browser.document)
        return found[0]

    def trigger(self, element: Element, kind: str, detail: dict[str, Any] | None = None) -> bool:
        """
        Dispatch an event; for an element that was removed, on the document (`#trigger`).

        Return whether no listener cancelled it.
        """
        place = element if connected(element) else self.browser.document_element
        return not self.browser.dispatch(place, kind, detail=detail or {}).cancelled
