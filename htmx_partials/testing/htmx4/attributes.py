"""What an element inherits in htmx 4."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ..attributes import own
from ..parsing import Element
from ..selectors import ancestors


class Inheritance:
    """
    Only what is written with `:inherited`; `:append` adds to what is inherited.

    With `implicitInheritance` in the configuration everything is inherited.
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
        Return what is said, by the element or around it; with `implicit` as the configuration has it
        (`#attributeValue`).
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
        source = next((place for place in ancestors(element) if not names.isdisjoint(place.attrs)), None)
        inherited = self.value(source, name, collect) if source else None
        if appended is None or not inherited:
            return inherited if appended is None else appended
        return re.sub(r"[{}]", "", f"{inherited},{appended}")

    def this_elements(self, element: Element, name: str) -> list[Element]:
        """Return the elements that say `this` for the attribute: what `this` means in it (`#findThisElements`)."""
        found: list[Element] = []

        def note(value: str, place: Element) -> None:
            if "this" in re.split(r"\s*[,:]\s*", value):
                found.append(place)

        self.value(element, name, note)
        return found


@cache
def inheritable_names(name: str, *, implicit: bool) -> frozenset[str]:
    """The attributes by which an element hands this one down."""
    names = (name if implicit else name + ":inherited", name + ":inherited:append")
    return frozenset((*names, *("data-" + name for name in names)))
