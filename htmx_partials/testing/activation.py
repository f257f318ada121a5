"""What elements do by themselves when they are clicked or typed into: links, buttons, checkboxes, forms and labels."""

from __future__ import annotations

from collections.abc import Sequence

from . import validation, values
from .browser import FOCUSABLE, Browser
from .events import Event
from .network import Request, body_encoder, with_crlf
from .parsing import Element, get_attribute
from .selectors import ancestors, by_id, closest, connected, describe, query_all
from .urls import join, urlencode_as_form, with_query

TYPED = values.TYPES - values.CHECKABLE - {"button", "submit", "reset", "image", "file", "hidden"} | {"textarea"}
ACTIVATABLE = "a[href], area[href], button, input, label, summary"


def click(browser: Browser, element: Element, **properties: object) -> None:
    """Click on an element as a browser does, with the focus and the default action."""
    if values.is_disabled(element) or any(
        ancestor.name == "button" and values.is_disabled(ancestor) for ancestor in ancestors(element)
    ):
        return
    pressed = browser.dispatch(element, "mousedown", properties=properties)
    if not pressed.cancelled:
        focus(browser, closest(element, FOCUSABLE))
    browser.dispatch(element, "mouseup", properties=properties)
    synthetic_click(browser, element, **properties)


def synthetic_click(browser: Browser, element: Element, **properties: object) -> None:
    """Dispatch `click` and do the default action, as `element.click()` does."""
    active = closest(element, ACTIVATABLE)
    checkable = active if active is not None and values.type_of(active) in values.CHECKABLE else None
    before = toggle(checkable) if checkable is not None else None
    event = browser.dispatch(element, "click", properties={"button": 0, **properties})
    if event.cancelled:
        if checkable is not None and before is not None:
            restore(checkable, before)
    elif active is not None:
        if checkable is not None:
            if before is not None:
                browser.dispatch(checkable, "input")
                browser.dispatch(checkable, "change")
        else:
            activate(browser, active, event)


def focus(browser: Browser, element: Element | None) -> None:
    """Move the focus to the element, or to none, with the events of that."""
    previous = browser.focused
    if previous is element:
        return
    browser.focused = None
    if previous is not None:
        browser.dispatch(previous, "blur", bubbles=False)
        browser.dispatch(previous, "focusout")
    if element is not None and not values.is_disabled(element):
        browser.focused = element
        browser.dispatch(element, "focus", bubbles=False)
        browser.dispatch(element, "focusin")


def request_submit(browser: Browser, form: Element, submitter: Element | None = None) -> None:
    """Submit a form as a press on its button does: validate it, dispatch `submit`, then send it."""
    unchecked = "novalidate" in form.attrs or (submitter is not None and "formnovalidate" in submitter.attrs)
    if not unchecked and not report_validity(browser, form):
        return
    event = browser.dispatch(form, "submit", submitter=submitter)
    if not event.cancelled:
        browser.later(lambda: submit_natively(browser, form, submitter))


def report_validity(browser: Browser, element: Element) -> bool:
    """Return whether the form or control is valid. The first invalid control gets the focus."""
    invalid = validation.invalid_controls(element)
    if invalid:
        focus(browser, invalid[0])
    return not invalid


def disable(browser: Browser, elements: list[Element]) -> None:
    """Disable elements while a request is pending. A disabled element loses the focus."""
    for element in elements:
        element.attrs["disabled"] = ""
        if browser.focused is element:
            browser.focused = None


def enable(elements: list[Element]) -> None:
    for element in elements:
        element.attrs.pop("disabled", None)


def submit_natively(browser: Browser, form: Element, submitter: Element | None = None) -> None:
    """Send a form without htmx. The window shows the answer."""

    def attribute(name: str) -> str | None:
        overriding = get_attribute(submitter, "form" + name) if submitter is not None else None
        return overriding or get_attribute(form, name)

    method = (attribute("method") or "get").lower()
    if method == "dialog":
        dialog = closest(form, "dialog")
        if dialog is not None:
            dialog.attrs.pop("open", None)
            browser.focused = None
        return
    same_window(form, attribute("target"))
    action = join(attribute("action") or browser.location, browser.base)
    sent = [
        (with_crlf(name), with_crlf(value) if isinstance(value, str) else value)
        for name, value in values.entries(form, submitter)
    ]
    if method == "post":
        encode, content_type = body_encoder(attribute("enctype") or "")
        browser.visit(Request("POST", action, body=encode(sent), content_type=content_type))
    else:
        browser.visit(Request("GET", with_query(action, urlencode_as_form(sent))))


def submit(browser: Browser, form: Element) -> None:
    """Submit a form as the Enter key in one of its fields does."""
    button = next(filter(values.is_submit_button, values.owned_elements(form)), None)
    if button is None:
        request_submit(browser, form)
    elif not values.is_disabled(button):
        synthetic_click(browser, button)


def fill(browser: Browser, element: Element, value: object) -> None:
    """Type a value into a control, or choose files, and leave it."""
    if values.type_of(element) == "file":
        values.control(element).files = list(value) if isinstance(value, list | tuple) else [value]
        send(browser, element, "input", "change")
        return
    if values.type_of(element) not in TYPED:
        raise AssertionError(f"{describe(element)} is not a control that one types into.")
    focus(browser, element)
    before = values.value_of(element)
    send(browser, element, "keydown")
    values.control(element).value = str(value)
    send(browser, element, "input", "keyup")
    if values.value_of(element) != before:
        send(browser, element, "change")
    if browser.focused is element:
        focus(browser, None)
    browser.settle()


def choose(browser: Browser, select: Element, choices: Sequence[str]) -> None:
    chosen = []
    for choice in choices:
        named = [one for one in values.options(select) if choice in (values.option_value(one), one.get_text().strip())]
        if not named:
            offered = [values.option_value(option) for option in values.options(select)]
            raise AssertionError(f"{describe(select)} has no option {choice!r}; it has {offered}.")
        chosen.append(named[0])
    values.choose(select, chosen)
    send(browser, select, "input", "change")


def send(browser: Browser, element: Element, *kinds: str) -> None:
    for kind in kinds:
        if connected(element):
            browser.dispatch(element, kind)
            browser.settle()


def activate(browser: Browser, element: Element, event: Event) -> None:
    form = values.form_owner(element)
    if element.name in ("a", "area"):
        same_window(element, get_attribute(element, "target"))
        if any(event.properties.get(key) for key in ("ctrlKey", "metaKey", "shiftKey")):
            raise NotImplementedError(f"The testing kit has one window, and {describe(element)} is opened in another.")
        href = get_attribute(element, "href") or ""
        browser.later(lambda: browser.navigate(href))
    elif element.name == "label":
        activate_label(browser, element, event)
    elif element.name == "summary":
        details = element.parent
        if isinstance(details, Element) and details.name == "details":
            if "open" in details.attrs:
                del details.attrs["open"]
            else:
                details.attrs["open"] = ""
    elif form is not None and values.is_submit_button(element):
        request_submit(browser, form, element)
    elif form is not None and values.type_of(element) == "reset":
        event = browser.dispatch(form, "reset")
        if not event.cancelled:
            values.reset(form)


def activate_label(browser: Browser, label: Element, event: Event) -> None:
    named = get_attribute(label, "for")
    labeled = (
        by_id(browser.document, named)
        if named is not None
        else next(iter(query_all(label, ", ".join(sorted(values.LABELABLE)))), None)
    )
    if labeled is not None and event.target is not labeled and not values.is_disabled(labeled):
        focus(browser, labeled)
        synthetic_click(browser, labeled)


def toggle(element: Element) -> list[tuple[Element, bool]] | None:
    """Toggle a checkbox or radio button. Return what was checked before, or `None` if nothing changes."""
    if values.type_of(element) == "radio":
        if values.is_checked(element):
            return None
        before = [(button, values.is_checked(button)) for button in values.radio_group(element)]
        values.check(element, True)
        return before
    before = [(element, values.is_checked(element))]
    values.check(element, not values.is_checked(element))
    return before


def restore(element: Element, before: list[tuple[Element, bool]]) -> None:
    for button, checked in before:
        values.control(button).checked = checked


def same_window(element: Element, target: str | None) -> None:
    if target not in (None, "", "_self", "_top", "_parent"):
        raise NotImplementedError(f"The testing kit has one window, and {describe(element)} opens another.")
