"""What an element says in its ``hx-`` attributes, and what it inherits, in each version of htmx."""

import re
from collections.abc import Callable
from functools import cache

from htmx_partials.testing.parsing import Element
from htmx_partials.testing.selectors import ancestors, describe

KNOWN = frozenset(
    "hx-" + name
    for name in (
        # requests
        "get post put patch delete action method trigger vals include params headers encoding request config "
        # answers
        "target swap swap-oob select select-oob status push-url replace-url history history-elt preserve "
        # around them
        "boost confirm prompt sync validate indicator disable disabled-elt ignore disinherit inherit on "
        # a morph's
        "morph-skip morph-skip-children "
        # version 2's extensions, and its JavaScript
        "ext vars"
    ).split()
)
MODIFIED = re.compile(r"(hx-[\w-]+?)(:inherited)?(:append)?\Z")
OPEN_ENDED = ("hx-on:", "hx-on-", "hx-status:")


def hx_names(element: Element, is_extended: Callable[[Element], object]) -> list[str]:
    """Return the names of the element's htmx attributes, without ``data-``.

    Raises ``NotImplementedError`` for one that the kit does not know, unless it may be an extension's. An unknown
    ``data-hx-`` attribute is taken for one of the page's own.
    """
    names = []
    for name in element.attrs:
        if name.startswith(("hx-", "data-hx-")):
            bare = name.removeprefix("data-")
            if _is_known(bare):
                names.append(bare)
            elif bare is name and not is_extended(element):
                raise NotImplementedError(
                    f"The attribute {name!r} is not one the testing kit plays: {describe(element)}."
                )
    return names


@cache
def _is_known(name: str) -> bool:
    modified = MODIFIED.match(name)
    return bool(modified and modified[1] in KNOWN) or name.startswith(OPEN_ENDED)


def own(element: Element, name: str) -> str | None:
    """Return an attribute of the element itself, ``hx-…`` or ``data-hx-…``."""
    value: str | None = element.attrs.get(name)
    return element.attrs.get("data-" + name) if value is None else value


class ImplicitInheritance:
    """As version 2 has it: what an element does not say, the nearest element around it that does says for it.

    ``hx-disinherit`` stops that, and ``unset`` takes it back. With ``disableInheritance`` in the configuration only
    what ``hx-inherit`` names is inherited.
    """

    def __init__(self, *, disabled: bool = False) -> None:
        self.disabled = disabled

    def own(self, element: Element, name: str) -> str | None:
        return element.attrs.get(name) or element.attrs.get("data-" + name) or None

    def value(self, element: Element, name: str) -> str | None:
        for place in [element, *ancestors(element)]:
            said = self._said(element, place, name) if place.attrs else None
            if said:
                return None if said == "unset" else said
        return None

    def says(self, element: Element, name: str) -> Element | None:
        """Return the element that has the attribute: what ``this`` means in it."""
        return next((place for place in [element, *ancestors(element)] if self.own(place, name) is not None), None)

    def _said(self, element: Element, place: Element, name: str) -> str | None:
        if place is not element:
            if self.disabled:
                return self.own(place, name) if _lists(self.own(place, "hx-inherit"), name) else None
            if _lists(self.own(place, "hx-disinherit"), name):
                return "unset"
        return self.own(place, name)


class ExplicitInheritance:
    """As version 4 has it: only what is written with ``:inherited``; ``:append`` adds to what is inherited.

    With ``implicitInheritance`` in the configuration everything is inherited.
    """

    def __init__(self, *, implicit: bool = False) -> None:
        self.implicit = implicit

    def value(self, element: Element, name: str, collect: Callable[[str, Element], object] | None = None) -> str | None:
        said = own(element, name)
        if said is None:
            said = own(element, name + ":inherited")
        if said is not None:
            if collect:
                collect(said, element)
            return said
        appended = own(element, name + ":append")
        if appended is None:
            appended = own(element, name + ":inherited:append")
        if appended is not None and collect:
            collect(appended, element)
        giving = _giving(name, implicit=self.implicit)
        giver = next((place for place in ancestors(element) if not giving.isdisjoint(place.attrs)), None)
        inherited = self.value(giver, name, collect) if giver else None
        if appended is None or not inherited:
            return inherited if appended is None else appended
        return re.sub(r"[{}]", "", f"{inherited},{appended}")

    def says(self, element: Element, name: str) -> list[Element]:
        """Return the elements that say ``this`` for the attribute: what ``this`` means in it."""
        found: list[Element] = []

        def note(value: str, place: Element) -> None:
            if "this" in re.split(r"\s*[,:]\s*", value):
                found.append(place)

        self.value(element, name, note)
        return found


@cache
def _giving(name: str, *, implicit: bool) -> frozenset[str]:
    """The attributes by which an element hands this one down."""
    names = (name if implicit else name + ":inherited", name + ":inherited:append")
    return frozenset((*names, *("data-" + name for name in names)))


def _lists(names: str | None, name: str) -> bool:
    return names is not None and (names == "*" or name in names.split(" "))
