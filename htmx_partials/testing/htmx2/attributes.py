"""The inheritance of attributes in htmx 2."""

from __future__ import annotations

from ..parsing import Element
from ..selectors import ancestors


class Inheritance:
    """
    An element without an attribute inherits it from the nearest element around it.

    `hx-disinherit` stops that, and `unset` undoes it. With `disableInheritance` in the configuration, an element
    inherits only what `hx-inherit` names.
    """

    def __init__(self, *, disabled: bool = False) -> None:
        self.disabled = disabled

    def own(self, element: Element, name: str) -> str | None:
        """Return an attribute of the element itself (`getAttributeValue`)."""
        return element.attrs.get(name) or element.attrs.get("data-" + name) or None

    def value(self, element: Element, name: str) -> str | None:
        """Return the value that an attribute has for the element (`getClosestAttributeValue`)."""
        for ancestor in [element, *ancestors(element)]:
            value = self._own_or_disinherited(element, ancestor, name) if ancestor.attrs else None
            if value:
                return None if value == "unset" else value
        return None

    def this_element(self, element: Element, name: str) -> Element | None:
        """Return the element that has the attribute, which is what `this` means in it (`findThisElement`)."""
        return next(
            (ancestor for ancestor in [element, *ancestors(element)] if self.own(ancestor, name) is not None), None
        )

    def _own_or_disinherited(self, element: Element, ancestor: Element, name: str) -> str | None:
        """Return the value that `ancestor` has or hands down to the element (`getAttributeValueWithDisinheritance`)."""
        if ancestor is not element:
            if self.disabled:
                return self.own(ancestor, name) if lists(self.own(ancestor, "hx-inherit"), name) else None
            if lists(self.own(ancestor, "hx-disinherit"), name):
                return "unset"
        return self.own(ancestor, name)


def lists(names: str | None, name: str) -> bool:
    return names is not None and (names == "*" or name in names.split(" "))
