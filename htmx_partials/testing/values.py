"""
Form controls: their state, and the values that a browser sends.

See "form control infrastructure" and "constructing the entry list" in the HTML standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bs4.element import Tag

from .parsing import Element, descendants, get_attribute

type Entry = tuple[str, Any]

LISTED = frozenset(("button", "fieldset", "input", "object", "output", "select", "textarea"))
LABELABLE = frozenset(("button", "input", "meter", "output", "progress", "select", "textarea"))
CHECKABLE = frozenset(("checkbox", "radio"))
SINGLE_LINE = frozenset(("text", "search", "tel", "password", "url", "email"))
TYPES = SINGLE_LINE | CHECKABLE | frozenset((
    "hidden", "button", "submit", "reset", "image", "file", "number", "range", "color",
    "date", "month", "week", "time", "datetime-local",
))  # fmt: skip
NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?\Z")


@dataclass
class Control:
    """What a reader has changed on a control since its markup was parsed. `None` stands for the value in the markup."""

    value: str | None = None
    checked: bool | None = None
    files: list[Any] = field(default_factory=list)

    def copy(self) -> Control:
        return replace(self, files=list(self.files))


def control(element: Element) -> Control:
    if element.control is None:
        element.control = Control()
    return element.control


def type_of(element: Tag) -> str:
    """Return the type of a control, such as `text`, `checkbox`, `select-multiple` or `submit`, else `""`."""
    if element.name == "input":
        declared = (get_attribute(element, "type") or "text").lower()
        return declared if declared in TYPES else "text"
    if element.name == "button":
        declared = (get_attribute(element, "type") or "submit").lower()
        return declared if declared in ("reset", "button") else "submit"
    if element.name == "select":
        return "select-multiple" if "multiple" in element.attrs else "select-one"
    return element.name if element.name in ("textarea", "fieldset", "output", "object") else ""


def is_submit_button(element: Tag) -> bool:
    return element.name in ("button", "input") and type_of(element) in ("submit", "image")


def form_owner(element: Element) -> Element | None:
    """Return the form of a control: the one that `form=` names, or the one around it."""
    if element.name not in LISTED:
        return None
    named = get_attribute(element, "form")
    if named is None:
        return ancestor_named(element, "form")
    return next(
        (form for form in descendants(root_of(element)) if form.attrs.get("id") == named and form.name == "form"), None
    )


def form_elements(form: Element) -> list[Element]:
    """Return a form's controls in document order, including those that name it with `form=`."""
    return [element for element in owned_elements(form) if type_of(element) != "image"]


def owned_elements(form: Element) -> list[Element]:
    return [element for element in descendants(root_of(form)) if element.name in LISTED and form_owner(element) is form]


def is_disabled(element: Element) -> bool:
    if element.name not in LISTED:
        return element.name in ("option", "optgroup") and "disabled" in element.attrs
    if "disabled" in element.attrs:
        return True
    inner: Tag = element
    outer = element.parent
    while isinstance(outer, Element):
        if outer.name == "fieldset" and "disabled" in outer.attrs:
            legend = next((child for child in outer.contents if isinstance(child, Element)), None)
            if not (inner.name == "legend" and inner is legend):
                return True
        inner, outer = outer, outer.parent
    return False


def is_checked(element: Element) -> bool:
    touched = element.control.checked if element.control else None
    return "checked" in element.attrs if touched is None else touched


def check(element: Element, checked: bool) -> None:
    """Check or uncheck a checkbox or radio button, and uncheck the other buttons of its group."""
    control(element).checked = checked
    if checked and type_of(element) == "radio":
        for other in radio_group(element):
            if other is not element:
                control(other).checked = False


def radio_group(button: Element) -> list[Element]:
    name, owner = get_attribute(button, "name"), form_owner(button)
    if not name:
        return [button]
    return [
        other
        for other in descendants(root_of(button))
        if type_of(other) == "radio" and get_attribute(other, "name") == name and form_owner(other) is owner
    ]


def options(select: Element) -> list[Element]:
    return [option for option in descendants(select) if option.name == "option"]


def option_value(option: Element) -> str:
    declared = get_attribute(option, "value")
    return " ".join(option.get_text().split()) if declared is None else declared


def option_is_disabled(option: Element) -> bool:
    parent = option.parent
    return "disabled" in option.attrs or (
        isinstance(parent, Element) and parent.name == "optgroup" and "disabled" in parent.attrs
    )


def selected_options(select: Element) -> list[Element]:
    """Return the selected options, including the one that a browser selects if none is."""
    every = options(select)
    selected = [option for option in every if is_selected(option)]
    if type_of(select) == "select-multiple":
        return selected
    if selected:
        return selected[-1:]
    if int(get_attribute(select, "size") or 1) > 1 or any(is_touched(option) for option in every):
        return []
    return [option for option in every if not option_is_disabled(option)][:1]


def choose(select: Element, chosen: list[Element]) -> None:
    for option in options(select):
        control(option).checked = any(option is one for one in chosen)


def value_of(element: Element) -> str:
    """Return the current value of a control: `element.value` of JavaScript."""
    if element.name == "select":
        return next(iter(map(option_value, selected_options(element))), "")
    if element.name == "option":
        return option_value(element)
    touched = element.control.value if element.control else None
    if element.name == "textarea":
        text = element.get_text() if touched is None else touched
        return text.replace("\r\n", "\n").replace("\r", "\n")
    declared = get_attribute(element, "value")
    if element.name == "input":
        if type_of(element) == "file":
            files = element.control.files if element.control else []
            return f"C:\\fakepath\\{files[0].name}" if files else ""
        if type_of(element) in CHECKABLE:
            return "on" if declared is None else declared
        return sanitized(element, (declared or "") if touched is None else touched)
    return declared or ""


def sanitized(element: Element, value: str) -> str:
    """Return a value as a browser changes it for this type of input ("value sanitization algorithm")."""
    match type_of(element):
        case "text" | "search" | "tel" | "password":
            return re.sub(r"[\r\n]", "", value)
        case "url" | "email":
            return re.sub(r"[\r\n]", "", value).strip()
        case "number":
            return value if NUMBER.match(value) else ""
        case "range":
            return in_range(element, value)
        case "color":
            return value.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", value) else "#000000"
    return value


def entries(form: Element, submitter: Element | None = None) -> list[Entry]:
    """
    Return the entries that a form sends, in document order, with its pressed button: names and values (text or a file).
    """
    sent: list[Entry] = []
    for element in owned_elements(form):
        sent.extend(entries_of(element, submitter))
    return sent


def entries_of(element: Element, submitter: Element | None) -> list[Entry]:
    kind, name = type_of(element), get_attribute(element, "name") or ""
    if is_disabled(element) or ancestor_named(element, "datalist") or kind in ("fieldset", "object", "output"):
        return []
    if kind in ("submit", "reset", "button", "image"):
        if element is not submitter:
            return []
        if kind == "image":
            prefix = f"{name}." if name else ""
            return [(f"{prefix}x", "0"), (f"{prefix}y", "0")]
    if not name or (kind in CHECKABLE and not is_checked(element)):
        return []
    if element.name == "select":
        chosen = selected_options(element)
        return [(name, option_value(option)) for option in chosen if not option_is_disabled(option)]
    if kind == "file":
        return [(name, file) for file in (element.control.files if element.control else [])] or [(name, NO_FILE)]
    return [(name, value_of(element))]


class NoFile:
    """The value that a browser sends for a file input without a file."""

    name = ""
    content_type = "application/octet-stream"

    def read(self) -> bytes:
        return b""


NO_FILE = NoFile()


def reset(form: Element) -> None:
    """Reset a form's controls to what the markup says."""
    for element in form_elements(form):
        element.control = None
        for option in options(element):
            option.control = None


@contextmanager
def states_as_attributes(root: Tag) -> Iterator[None]:
    """Within this context, the tree has `checked` and `selected` as they are now."""
    before: list[tuple[Element, str, bool]] = []

    def show(element: Element, name: str, state: bool) -> None:
        if state != (name in element.attrs):
            before.append((element, name, not state))
            flip(element, name, state)

    for element in list(descendants(root)):
        if type_of(element) in CHECKABLE:
            show(element, "checked", is_checked(element))
        elif element.name == "select":
            chosen = selected_options(element)
            for option in options(element):
                show(option, "selected", any(option is one for one in chosen))
    try:
        yield
    finally:
        for element, name, state in before:
            flip(element, name, state)


def flip(element: Element, name: str, state: bool) -> None:
    if state:
        element.attrs[name] = ""
    else:
        del element.attrs[name]


def is_selected(option: Element) -> bool:
    touched = option.control.checked if option.control else None
    return "selected" in option.attrs if touched is None else touched


def is_touched(option: Element) -> bool:
    return option.control is not None and option.control.checked is not None


def in_range(element: Element, value: str) -> str:
    low, high = (float(get_attribute(element, name) or default) for name, default in (("min", 0), ("max", 100)))
    high = max(low, high)
    wanted = float(value) if NUMBER.match(value) else (low + high) / 2
    nearest = min(max(wanted, low), high)
    return value if NUMBER.match(value) and nearest == wanted else f"{nearest:g}"


def ancestor_named(element: Element, name: str) -> Element | None:
    parent = element.parent
    while isinstance(parent, Element):
        if parent.name == name:
            return parent
        parent = parent.parent
    return None


def root_of(element: Tag) -> Tag:
    root = element
    while root.parent is not None:
        root = root.parent
    return root
