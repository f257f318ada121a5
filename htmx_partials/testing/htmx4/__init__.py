"""htmx 4, as django-htmx ships it (a beta still). The words for what happens are those of its source."""

from typing import Any

from htmx_partials.testing.attributes import ExplicitInheritance
from htmx_partials.testing.browser import Browser
from htmx_partials.testing.configuration import read_config
from htmx_partials.testing.extended import ExtendedSelectors
from htmx_partials.testing.htmx4 import history, wiring
from htmx_partials.testing.htmx4.extensions import loaded_extensions
from htmx_partials.testing.parsing import Element
from htmx_partials.testing.releases import loaded_release
from htmx_partials.testing.selectors import absent, connected, describe


class Htmx4:
    """One page's htmx: its configuration, and the browser that it acts in."""

    extended = ExtendedSelectors(version=4)

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.config: dict[str, Any] = {}
        self.attributes = ExplicitInheritance()
        self.extensions: list[str] = []

    def start(self) -> None:
        loaded_release(self.browser, 4)
        self.extensions = loaded_extensions(self)
        self.config = read_config(self.browser, 4)
        self.attributes = ExplicitInheritance(implicit=self.config["implicitInheritance"])
        if self.config["history"]:
            self.browser.entries[self.browser.place].htmx = True
        wiring.process(self, self.browser.body)

    def traverse(self) -> None:
        if self.config["history"] and self.browser.entries[self.browser.place].htmx:
            history.restore(self)

    def find(self, element: Element, selector: str, attribute: str = "") -> list[Element]:
        """Return what an attribute's selector means; ``this`` is the element that has the attribute."""
        if attribute and selector.strip() == "this":
            return self.attributes.says(element, attribute)
        return self.extended.find(self.browser, element, selector)

    def find_one(self, element: Element, selector: str, attribute: str) -> Element:
        """Return the first such element. Raises ``AssertionError`` where there is none."""
        found = self.find(element, selector, attribute)
        if not found:
            raise absent(f"The target {attribute}={selector!r} of {describe(element)}", self.browser.document)
        return found[0]

    def trigger(self, element: Element, kind: str, detail: dict[str, Any] | None = None) -> bool:
        """Send an event, of an element that is gone to the document; returns whether nobody cancelled it."""
        place = element if connected(element) else self.browser.document_element
        return not self.browser.dispatch(place, kind, detail=detail or {}).cancelled
