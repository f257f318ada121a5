"""What htmx 4 sends for an element: its own value, those of its form, `hx-include` and `hx-vals`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import activation, values
from ..parsing import Element, descendants, get_attribute
from ..selectors import describe
from ..values import Entry
from . import hcon

if TYPE_CHECKING:
    from . import Htmx4
    from .requests import PendingRequest

# Elements that may have a name but no value. htmx sends "undefined" for these.
VALUELESS = ("", "fieldset", "object")


def pairs(htmx: Htmx4, element: Element, name: str) -> dict[str, Any]:
    """Return the pairs of `hx-vals` and the like (`#getAttributeObject`)."""
    text = htmx.attributes.value(element, name)
    if text and text.startswith(("js:", "javascript:")):
        raise NotImplementedError(f"The testing kit runs no JavaScript, and {name} has some: {describe(element)}.")
    return hcon.parse(text)


def collect(htmx: Htmx4, pending: PendingRequest, form: Element | None, *, in_url: bool) -> list[Entry] | None:
    """Return the entries to send, `None` if the validation fails (`#collectFormData`)."""
    element, submitter = pending.element, pending.event.submitter
    if submitter is None and form is not None and not htmx.is_beta and values.is_submit_button(element):
        submitter = element
    entries: list[Entry] = []
    seen: list[Element] = []
    checked = form if form is not None else element
    if pending.validate and not activation.report_validity(htmx.browser, checked):
        return None
    if form is not None:
        entries += values.entries(form)
        seen += values.form_elements(form)
    else:
        add_values(element, seen, entries, in_url=in_url or (element.name == "body" and not htmx.is_beta))
    if submitter is not None and get_attribute(submitter, "name"):
        entries.append((get_attribute(submitter, "name") or "", values.value_of(submitter)))
        seen.append(submitter)
    selector = htmx.attributes.value(element, "hx-include")
    for included in htmx.find(element, selector) if selector else []:
        if pending.validate and not activation.report_validity(htmx.browser, included):
            return None
        add_values(included, seen, entries, in_url=False)
    return entries


def add_values(element: Element, seen: list[Element], entries: list[Entry], *, in_url: bool) -> None:
    """Add the entries of an element and those inside it (`#addInputValues`)."""
    if element.name == "button" or "-" in element.name:
        inputs = [element]
    elif element.name in ("input", "select", "textarea", "fieldset") or not in_url:
        inputs = [one for one in [element, *descendants(element)] if "name" in one.attrs and one.name != "button"]
    else:
        inputs = []
    for one in inputs:
        name, kind = get_attribute(one, "name"), values.type_of(one)
        if not name or values.is_disabled(one) or any(other is one for other in seen):
            continue
        seen.append(one)
        if kind == "file":
            entries += [(name, file) for file in (one.control.files if one.control else [])]
        elif kind == "select-multiple":
            entries += [(name, values.option_value(option)) for option in values.selected_options(one)]
        elif kind in VALUELESS:
            entries.append((name, "undefined"))
        elif kind not in values.CHECKABLE or values.is_checked(one):
            entries.append((name, values.value_of(one)))


def put(entries: list[Entry], name: str, value: Any) -> list[Entry]:
    """Return the entries with one of this name, at the place of the first such entry or at the end: `FormData.set`."""
    place = next((place for place, entry in enumerate(entries) if entry[0] == name), len(entries))
    others = [entry for entry in entries[place:] if entry[0] != name]
    return [*entries[:place], (name, value), *others]
