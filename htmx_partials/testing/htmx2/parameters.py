"""What htmx 2 sends for an element: its own value, those of its form, `hx-include` and `hx-vals`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import validation, values
from ..javascript import js_json, js_string, parse_json
from ..parsing import Element, get_attribute
from ..selectors import ancestors, closest, connected, describe, query_all
from ..values import Entry
from .state import state_of

if TYPE_CHECKING:
    from . import Htmx2

CONTROLS = "input, textarea, select"


def inherited_object(htmx: Htmx2, element: Element, name: str, *, stop_at_unset: bool = True) -> dict[str, Any] | None:
    """
    Return the pairs of `hx-vals` and the like, with those of the elements around it (`getValuesForElement`).

    The nearest element wins. `unset` ends the search.
    """
    result: dict[str, Any] = {}
    for ancestor in [element, *ancestors(element)]:
        text = (htmx.attributes.own(ancestor, name) or "").strip()
        if text == "unset":
            return None if stop_at_unset else result
        if text.startswith(("js:", "javascript:")):
            raise NotImplementedError(f"The testing kit runs no JavaScript, and {name} has some: {describe(ancestor)}.")
        if text:
            for key, value in parse_json(text if text.startswith("{") else f"{{{text}}}").items():
                if result.get(key) is None:
                    result[key] = value
    return result


def expand(pairs: dict[str, Any]) -> list[Entry]:
    """Return pairs as entries of a form (`formDataFromObject`)."""
    entries: list[Entry] = []
    for name, value in pairs.items():
        if isinstance(value, list):
            entries += [(name, js_string(item)) for item in value]
        else:
            entries.append((name, js_json(value) if isinstance(value, dict) or value is None else js_string(value)))
    return entries


def override(receiver: list[Entry], donor: list[Entry]) -> list[Entry]:
    """
    Return the entries of both; those of `donor` replace entries of the same name in `receiver` (`overrideFormData`).
    """
    names = {name for name, _ in donor}
    return [entry for entry in receiver if entry[0] not in names] + donor


def filtered(htmx: Htmx2, element: Element, entries: list[Entry]) -> list[Entry]:
    """Return the entries that `hx-params` allows (`filterValues`)."""
    params = htmx.attributes.value(element, "hx-params")
    if not params or params == "*":
        return entries
    if params == "none":
        return []
    unwanted = params.startswith("not ")
    names = [name.strip() for name in params.removeprefix("not ").split(",")]
    if unwanted:
        return [entry for entry in entries if entry[0] not in names]
    return [entry for name in names for entry in entries if entry[0] == name]


def input_values(htmx: Htmx2, element: Element, verb: str) -> tuple[list[Entry], bool]:
    """Return the entries of the element and its form, and whether they are valid (`getInputValues`)."""
    collected = Values(validate=validates(element))
    of_form = Values(validate=collected.validate, seen=collected.seen)
    button = state_of(element).last_button
    if button is not None and not connected(button):
        button = None
    if button is not None and "formnovalidate" in button.attrs:
        collected.validate = of_form.validate = False
    form = values.form_owner(element) or closest(element, "form")
    if verb != "get" and form is not None:
        of_form.add(form)
    collected.add(element)
    if (button is None and values.is_submit_button(element)) or element.name == "button":
        button = button or element
    if button is not None and get_attribute(button, "name") is not None:
        of_form.entries.append((get_attribute(button, "name") or "", values.value_of(button)))
    for included in named(htmx, element, "hx-include"):
        collected.add(included)
        if included.name != "form":
            for inner in query_all(included, CONTROLS):
                collected.add(inner)
    return override(collected.entries, of_form.entries), collected.valid and of_form.valid


def validates(element: Element) -> bool:
    return (element.name == "form" and "novalidate" not in element.attrs) or (
        get_attribute(element, "hx-validate") or get_attribute(element, "data-hx-validate")
    ) == "true"


def named(htmx: Htmx2, element: Element, attribute: str) -> list[Element]:
    """
    Return the elements that an attribute names (`findAttributeTargets`).

    `inherit` adds the elements that the same attribute around it names.
    """
    selector = htmx.attributes.value(element, attribute)
    if not selector:
        return []
    if selector == "this":
        place = htmx.attributes.this_element(element, attribute)
        return [] if place is None else [place]
    found = htmx.find_all(element, selector)
    if "inherit" in [part.strip() for part in selector.split(",")]:
        outer = next((place for place in ancestors(element) if htmx.attributes.own(place, attribute)), None)
        found += named(htmx, outer, attribute) if outer is not None else []
    return found


@dataclass
class Values:
    """The entries collected so far. Each element is added once."""

    validate: bool
    seen: list[Element] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    valid: bool = True

    def add(self, element: Element) -> None:
        """Add the entries of an element or a form (`processInputValue`)."""
        if any(one is element for one in self.seen):
            return
        self.seen.append(element)
        name = get_attribute(element, "name")
        if name and is_included(element):
            self.entries += [(name, value) for value in values_of(element)]
            self._check(element)
        if element.name == "form":
            self._add_form(element)

    def _add_form(self, form: Element) -> None:
        for control in values.form_elements(form):
            if any(one is control for one in self.seen):
                mine = [(get_attribute(control, "name"), value) for value in values_of(control)]
                self.entries = [entry for entry in self.entries if entry not in mine]
            else:
                self.seen.append(control)
            self._check(control)
        self.entries += [entry for entry in values.entries(form) if entry[1] is not values.NO_FILE]

    def _check(self, element: Element) -> None:
        if self.validate and not validation.is_valid(element):
            self.valid = False


def is_included(element: Element) -> bool:
    """Return whether the element has anything to send (`shouldInclude`)."""
    kind = values.type_of(element)
    if kind in ("", "button", "submit", "fieldset", "object"):
        return False
    if "disabled" in element.attrs or closest(element, "fieldset[disabled]") is not None:
        return False
    return kind not in values.CHECKABLE or values.is_checked(element)


def values_of(element: Element) -> list[Any]:
    if element.name == "select" and values.type_of(element) == "select-multiple":
        return [values.option_value(option) for option in values.selected_options(element)]
    if values.type_of(element) == "file":
        return list(element.control.files) if element.control else []
    return [values.value_of(element)]
