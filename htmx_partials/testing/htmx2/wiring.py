"""Which elements htmx 2 processes, and which of their events it listens to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import values
from ..attributes import hx_names
from ..conditions import is_met
from ..events import Event
from ..parsing import Element, get_attribute
from ..scripts import script
from ..selectors import ancestors, closest, connected, describe, matches
from ..state import with_descendants
from . import requests
from .extensions import SENDING, active_extensions, extension_error
from .state import State, clean_up, deinitialize, state_of
from .triggers import Trigger, parse_triggers

if TYPE_CHECKING:
    from . import Htmx2

type Handler = Callable[[Event | None], None]

VERBS = ("get", "post", "put", "delete", "patch")
VERB_NAMES = frozenset("hx-" + verb for verb in VERBS)


def process(htmx: Htmx2, root: Element) -> None:
    """Process new markup: add listeners, start timers, and send requests with the trigger `load` (`processNode`)."""
    if is_disabled(root):
        clean_up(root)
        return
    fresh = []
    for element in with_descendants(root):
        names = hx_names(element, active_extensions)
        if "hx-disable" in names:
            continue
        looked_at = element is root or is_processed(element, names)
        if is_disabled(element) or not (looked_at or names or not SENDING.isdisjoint(element.attrs)):
            continue
        if looked_at and is_changed(element):
            fresh.append(element)
        wire_scripts(htmx, element, names)
        refuse_to_send(htmx, element)
    for element in fresh:
        initialize(htmx, element)


def is_disabled(element: Element) -> bool:
    """Return whether htmx ignores this element (`eltIsDisabled`)."""
    return any(
        "hx-disable" in ancestor.attrs or "data-hx-disable" in ancestor.attrs
        for ancestor in [element, *ancestors(element)]
    )


def kebab(name: str) -> str:
    """Return the second name of an event, in kebab case (`kebabEventName`)."""
    return re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", name).lower()


def is_processed(element: Element, names: list[str]) -> bool:
    """Return whether htmx processes this element (`findElementsToProcess`)."""
    return (
        element.name in ("form", "a")
        or "hx-trigger" in names
        or get_attribute(element, "type") == "submit"
        or any(name in VERB_NAMES for name in names)
    )


def is_changed(element: Element) -> bool:
    """
    Return whether the attributes have changed since htmx last saw the element, and reset it if so (`attributeHash`).
    """
    state = state_of(element)
    markup = {name: value for name, value in element.attrs.items() if value}
    if state.markup == markup:
        return False
    deinitialize(element)
    state_of(element).markup = markup
    return True


def wire_scripts(htmx: Htmx2, element: Element, names: list[str]) -> None:
    """Listen to the events of `hx-on` attributes (`processHxOnWildcard`)."""
    if element.state is not None:
        element.state.cut_scripts()
    for name in names:
        if name.startswith(("hx-on:", "hx-on-")):
            event = re.sub(r"\A[:-]", "htmx:", name[len("hx-on:") :])
            event = "htmx:" + event.removeprefix("htmx-") if event.startswith("htmx-") else event
            state_of(element).listen(element, event, script(htmx.browser, element, name), is_script=True)


def initialize(htmx: Htmx2, element: Element) -> None:
    """Start what the attributes of an element say (`initNode`)."""
    state = state_of(element)
    triggers = triggers_of(htmx, element)
    verbs = [verb for verb in VERBS if "hx-" + verb in element.attrs or f"data-hx-{verb}" in element.attrs]
    for verb in verbs:
        path = htmx.attributes.own(element, "hx-" + verb) or ""
        for trigger in triggers:
            add_trigger(htmx, element, trigger, handler(htmx, element, verb, path))
    if not verbs and htmx.attributes.value(element, "hx-boost") == "true" and can_be_boosted(htmx, element):
        boost(htmx, element, triggers)
    elif not verbs and htmx.attributes.own(element, "hx-trigger"):
        for trigger in triggers:
            add_trigger(htmx, element, trigger, lambda event: None)
    if element.name == "form" or (get_attribute(element, "type") == "submit" and "form" in element.attrs):
        track_buttons(element)
    state.initialized = True


def refuse_to_send(htmx: Htmx2, element: Element) -> None:
    """Raise `NotImplementedError` when an extension would send something by itself."""

    def refuse(event: Event) -> None:
        raise extension_error("ws", describe(element))

    if not SENDING.isdisjoint(element.attrs):
        for trigger in triggers_of(htmx, element):
            state_of(element).listen(element, trigger.event, refuse)


def triggers_of(htmx: Htmx2, element: Element) -> tuple[Trigger, ...]:
    """Return the triggers of an element, by default those that htmx has for it (`getTriggerSpecs`)."""
    triggers = parse_triggers(htmx.attributes.own(element, "hx-trigger") or "")
    if triggers:
        return triggers
    if element.name == "form":
        return (Trigger("submit"),)
    if element.name == "input" and get_attribute(element, "type") in ("button", "submit"):
        return (Trigger("click"),)
    if element.name in ("input", "textarea", "select"):
        return (Trigger("change"),)
    return (Trigger("click"),)


def handler(htmx: Htmx2, element: Element, verb: str, path: str) -> Handler:
    return lambda event: requests.issue(htmx, verb, path, element, event)


def can_be_boosted(htmx: Htmx2, element: Element) -> bool:
    """Return whether this link or form can be boosted (`isLocalLink`)."""
    if element.name == "a":
        href = get_attribute(element, "href")
        in_window = get_attribute(element, "target") in (None, "", "_self")
        return bool(href) and not str(href).startswith("#") and in_window and requests.is_same_site(htmx, str(href))
    return element.name == "form" and (get_attribute(element, "method") or "").lower() != "dialog"


def boost(htmx: Htmx2, element: Element, triggers: tuple[Trigger, ...]) -> None:
    """Let htmx request the URL of a link or form (`boostElement`)."""
    state_of(element).boosted = {}
    if element.name == "a":
        verb, path = "get", get_attribute(element, "href") or ""
    else:
        verb = (get_attribute(element, "method") or "get").lower()
        path = get_attribute(element, "action") or htmx.browser.location
        if verb == "get":
            path = re.sub(r"\?[^#]+", "", path)
    for trigger in triggers:
        begin_listening(htmx, element, trigger, handler(htmx, element, verb, path), cancel=True)


def add_trigger(htmx: Htmx2, element: Element, trigger: Trigger, handle: Handler) -> None:
    """Start one trigger (`addTriggerHandler`)."""
    state = state_of(element)
    if trigger.event == "load":
        if not state.initialized and passes_filter(trigger, Event("load", element), element):
            begin_load(htmx, element, trigger, handle)
    elif trigger.every:
        poll(htmx, element, trigger, handle)
    else:
        begin_listening(htmx, element, trigger, handle)


def begin_load(htmx: Htmx2, element: Element, trigger: Trigger, handle: Handler) -> None:
    """Send a request at once, or after the delay (`loadImmediately`)."""
    state = state_of(element)

    def load() -> None:
        if not state.loaded:
            state.loaded = True
            htmx.trigger(element, "htmx:trigger")
            handle(None)

    if trigger.delay:
        state.timers.append(htmx.browser.clock.after(trigger.delay, load))
    else:
        load()


def poll(htmx: Htmx2, element: Element, trigger: Trigger, handle: Handler) -> None:
    """Send requests at intervals (`processPolling`)."""
    state = state_of(element)

    def ask() -> None:
        if connected(element) and not state.stopped_polling:
            if passes_filter(trigger, Event("hx:poll:trigger", element), element):
                handle(None)
            wait()

    def wait() -> None:
        state.timers.append(htmx.browser.clock.after(trigger.every or 0, ask))

    wait()


def begin_listening(htmx: Htmx2, element: Element, trigger: Trigger, handle: Handler, *, cancel: bool = False) -> None:
    """Listen to the event of a trigger (`addEventListener`)."""
    state = state_of(element)
    sources = htmx.find_all(element, trigger.origin) if trigger.origin else [element]
    last_values = {id(source): values.value_of(source) for source in sources} if trigger.changed else {}

    def fire(event: Event) -> None:
        htmx.trigger(element, "htmx:trigger")
        handle(event)

    def on_event(event: Event) -> None:
        source = event.current_target or element
        if not connected(element) or (cancel and opens_new_window(element, event)):
            return
        if cancel or replaces_default(event, source):
            event.cancelled = True
        handled_for = event.notes.setdefault("handledFor", [])
        if not passes_filter(trigger, event, element) or any(one is element for one in handled_for):
            return
        handled_for.append(element)
        event.notes["queue"] = trigger.queue
        event.stopped = event.stopped or trigger.stop
        if (trigger.target and not matches(event.target, trigger.target)) or (trigger.once and state.once_done):
            return
        state.once_done = state.once_done or trigger.once
        if trigger.changed:
            value = values.value_of(event.target)
            if last_values.get(id(event.target)) == value:
                return
            last_values[id(event.target)] = value
        if state.delayed:
            state.delayed.cancelled = True
        if state.throttled:
            return
        if trigger.throttle:
            fire(event)
            state.throttled = True
            htmx.browser.clock.after(trigger.throttle, lambda: setattr(state, "throttled", False))
        elif trigger.delay:
            state.delayed = htmx.browser.clock.after(trigger.delay, lambda: fire(event))
        else:
            fire(event)

    for source in sources:
        state.listen(source, trigger.event, on_event)


def passes_filter(trigger: Trigger, event: Event, element: Element) -> bool:
    """Return whether the condition of a trigger is met (`maybeFilterEvent`)."""
    return trigger.condition is None or is_met(trigger.condition, event, element)


def opens_new_window(element: Element, event: Event) -> bool:
    """Return whether a click opens the link in another window (`ignoreBoostedAnchorCtrlClick`)."""
    pressed = event.properties
    return element.name == "a" and event.type == "click" and bool(pressed.get("ctrlKey") or pressed.get("metaKey"))


def replaces_default(event: Event, source: Element) -> bool:
    """Return whether htmx prevents the default action of the event (`shouldCancel`)."""
    if event.type == "submit":
        return source.name == "form"
    if event.type != "click" or source.parent is None:
        return False
    button = closest(source, 'input[type="submit"], button')
    if button is not None and values.form_owner(button) is not None and values.type_of(button) == "submit":
        return True
    link = closest(source, "a")
    return link is not None and "href" in link.attrs and re.match(r"#.+", get_attribute(link, "href") or "") is None


def track_buttons(element: Element) -> None:
    """Remember which of the form's buttons was clicked last or has the focus (`initButtonTracking`)."""

    def related_form(event: Event) -> tuple[Element, State] | None:
        button = closest(event.target, "button, input[type='submit']")
        form = None if button is None else (values.form_owner(button) or closest(button, "form"))
        return None if button is None or form is None else (button, state_of(form))

    def remember(event: Event) -> None:
        found = related_form(event)
        if found:
            found[1].last_button = found[0]

    def forget(event: Event) -> None:
        found = related_form(event)
        if found:
            found[1].last_button = None

    state = state_of(element)
    state.listen(element, "click", remember)
    state.listen(element, "focusin", remember)
    state.listen(element, "focusout", forget)
