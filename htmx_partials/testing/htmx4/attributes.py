"""The inheritance of attributes in htmx 4."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ..attributes import own
from ..parsing import Element
from ..selectors import ancestors


class Inheritance:
    """
    An element inherits only attributes with `:inherited`. `:append` adds to what is inherited.

    With `implicitInheritance` in the configuration, it inherits all attributes.
    """

    def __init__(self, *, implicit: bool = False) -> None:
        self.implicit = implicit

    def value(
        self,
        element: Element,
        name: str,
        collect: Callable[[str, Element], object] | None = None,
        *,
        implicit: bool = True,
    ) -> str | None:
        """
        Return the value that an attribute has for the element (`#attributeValue`).

        `collect` is called with each value found, and its element. Without `implicit`, implicit inheritance is ignored.
        """
        value = own(element, name)
        if value is None:
            value = own(element, name + ":inherited")
        if value is not None:
            if collect:
                collect(value, element)
            return value
        appended = own(element, name + ":append")
        if appended is None:
            appended = own(element, name + ":inherited:append")
        if appended is not None and collect:
            collect(appended, element)
        names = inheritable_names(name, implicit=self.implicit and implicit)
        source = next((ancestor for ancestor in ancestors(element) if not names.isdisjoint(ancestor.attrs)), None)
        inherited = self.value(source, name, collect) if source else None
        if appended is None or not inherited:
            return inherited if appended is None else appended
        return re.sub(r"[{}]", "", f"{inherited},{appended}")

    def this_elements(self, element: Element, name: str) -> list[Element]:
        """Return the elements whose attribute is `this`, which is what `this` means (`#findThisElements`)."""
        found: list[Element] = []

        def note(value: str, place: Element) -> None:
            if "this" in re.split(r"\s*[,:]\s*", value):
                found.append(place)

        self.value(element, name, note)
        return found


@cache
def inheritable_names(name: str, *, implicit: bool) -> frozenset[str]:
    """Return the names under which an element hands down this attribute."""
    names = (name if implicit else name + ":inherited", name + ":inherited:append")
    return frozenset((*names, *("data-" + name for name in names)))
