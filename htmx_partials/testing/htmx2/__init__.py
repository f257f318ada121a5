"""htmx 2, as django-htmx ships it. The words for what happens are those of its source."""

from typing import Any

from htmx_partials.testing.attributes import ImplicitInheritance
from htmx_partials.testing.browser import Browser
from htmx_partials.testing.configuration import read_config
from htmx_partials.testing.extended import ExtendedSelectors
from htmx_partials.testing.htmx2 import history, wiring
from htmx_partials.testing.parsing import Element
from htmx_partials.testing.releases import loaded_release
from htmx_partials.testing.wiring import is_boosted


class Htmx2:
    """One page's htmx: its configuration, and the browser that it acts in."""

    extended = ExtendedSelectors(version=2)

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.config: dict[str, Any] = {}
        self.attributes = ImplicitInheritance()

    def start(self) -> None:
        loaded_release(self.browser, 2)
        self.config = read_config(self.browser, 2)
        self.attributes = ImplicitInheritance(disabled=self.config["disableInheritance"])
        history.remember_path(self, self.browser.location)
        wiring.process(self, self.browser.body)
        self.trigger(self.browser.body, "htmx:load")

    def traverse(self) -> None:
        if self.browser.entries[self.browser.place].htmx:
            history.restore(self)

    def find_target(self, element: Element) -> Element | None:
        """Return what ``hx-target`` says, and without it the element itself, or of a boosted one the body."""
        selector = self.attributes.value(element, "hx-target")
        if not selector:
            return self.browser.body if is_boosted(element) else element
        if selector == "this":
            return self.attributes.says(element, "hx-target")
        return self.find(element, selector)

    def find(self, element: Element, selector: str) -> Element | None:
        return next(iter(self.extended.find(self.browser, element, selector)), None)

    def trigger(self, element: Element, kind: str, detail: dict[str, Any] | None = None) -> bool:
        """Send one of htmx's events, in both ways of writing its name; returns whether nobody cancelled it."""
        names = dict.fromkeys((kind, wiring.kebab(kind)))
        return all(not self.browser.dispatch(element, name, detail=detail or {}).cancelled for name in names)
