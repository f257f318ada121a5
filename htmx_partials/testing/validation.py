"""The constraint validation of forms: a browser does not send an invalid form."""

from __future__ import annotations

import re

from . import values
from .parsing import Element, get_attribute

EMAIL = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\Z"
)
URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+\Z")
BARRED = frozenset(("hidden", "button", "reset", "submit", "image", "fieldset", "output", "object"))
TEXTUAL = values.SINGLE_LINE | {"textarea"}


def invalid_controls(element: Element) -> list[Element]:
    """Return the invalid controls of a form, or of a control itself."""
    controls = values.form_elements(element) if element.name == "form" else [element]
    return [control for control in controls if not is_valid(control)]


def is_valid(element: Element) -> bool:
    """Return `element.checkValidity()` of JavaScript."""
    kind = values.type_of(element)
    if not kind or kind in BARRED or values.is_disabled(element) or "readonly" in element.attrs:
        return True
    if "required" in element.attrs and is_missing(element, kind):
        return False
    value = values.value_of(element)
    if not value or element.name == "select" or kind in values.CHECKABLE:
        return True
    return fits_type(element, kind, value) and fits_length(element, kind, value) and fits_range(element, kind, value)


def is_missing(element: Element, kind: str) -> bool:
    if kind == "checkbox":
        return not values.is_checked(element)
    if kind == "radio":
        return not any(map(values.is_checked, values.radio_group(element)))
    if element.name == "select":
        return not any(values.option_value(option) for option in values.selected_options(element))
    return not values.value_of(element)


def fits_type(element: Element, kind: str, value: str) -> bool:
    if kind == "email":
        addresses = [part.strip() for part in value.split(",")] if "multiple" in element.attrs else [value]
        if not all(map(EMAIL.match, addresses)):
            return False
    if kind == "url" and not URL.match(value):
        return False
    pattern = get_attribute(element, "pattern")
    return not pattern or kind not in values.SINGLE_LINE or re.fullmatch(pattern, value) is not None


def fits_length(element: Element, kind: str, value: str) -> bool:
    edited = element.control is not None and element.control.value is not None
    if kind not in TEXTUAL or not edited:
        return True
    shortest, longest = (number_of(element, name) for name in ("minlength", "maxlength"))
    length = len(value.encode("utf-16-le")) // 2
    return (shortest is None or length >= shortest) and (longest is None or length <= longest)


def fits_range(element: Element, kind: str, value: str) -> bool:
    if kind in ("date", "month", "week", "time", "datetime-local"):
        low, high = get_attribute(element, "min"), get_attribute(element, "max")
        return (not low or value >= low) and (not high or value <= high)
    if kind != "number":
        return True
    number, minimum, maximum = float(value), number_of(element, "min"), number_of(element, "max")
    if (minimum is not None and number < minimum) or (maximum is not None and number > maximum):
        return False
    if get_attribute(element, "step") == "any":
        return True
    step = number_of(element, "step") or 1
    base = (
        minimum
        if minimum is not None
        else float(
            (values.NUMBER.match(get_attribute(element, "value") or "") and get_attribute(element, "value")) or 0
        )
    )
    turns = (number - base) / step
    return abs(turns - round(turns)) < 1e-9


def number_of(element: Element, name: str) -> float | None:
    text = get_attribute(element, name) or ""
    return float(text) if values.NUMBER.match(text) else None
