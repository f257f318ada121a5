"""Which elements htmx 4 processes, and which of their events it listens to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .. import values
from ..attributes import hx_names, own
from ..conditions import is_met
from ..events import Event, Timer
from ..parsing import Element, get_attribute
from ..scripts import script
from ..selectors import ancestors, connected, contains, describe, matches
from ..state import with_descendants
from . import hcon, requests
from .extensions import SENDING, extension_error
from .state import state_of
from .triggers import Trigger, parse_triggers

if TYPE_CHECKING:
    from . import Htmx4


def process(htmx: Htmx4, root: Element) -> None:
    """Process new markup: add listeners, start timers, and send requests with the trigger `load` (`process`)."""
    if not connected(root) or is_ignored(root) or not htmx.trigger(root, "htmx:before:process"):
        return
    elements = with_descendants(root)
    if any(map(is_ignoring, elements)):
        elements = [element for element in elements if not is_ignored(element)]
    named = [(element, names) for element in elements if (names := hx_names(element, lambda _: htmx.extensions))]
    actions = {"hx-action", *(f"hx-{verb}" for verb in requests.verbs(htmx))}
    for element, names in named:
        wire_scripts(htmx, element, names)
    for element, names in named:
        if not actions.isdisjoint(names):
            initialize(htmx, element)
    for element in elements:
        if element.name in ("a", "form"):
            boost(htmx, element)
        if htmx.extensions and not SENDING.isdisjoint(element.attrs):
            state_of(element).listen(element, default_trigger(element), partial(refuse_to_send, htmx))
    htmx.trigger(root, "htmx:after:process")


def is_ignored(element: Element) -> bool:
    """Return whether htmx ignores this element (`#ignore`)."""
    return any(map(is_ignoring, [element, *ancestors(element)]))


def is_ignoring(element: Element) -> bool:
    return "hx-ignore" in element.attrs or "data-hx-ignore" in element.attrs


def wire_scripts(htmx: Htmx4, element: Element, names: list[str]) -> None:
    """Listen to the events of `hx-on` attributes (`#handleHxOnAttributes`)."""
    if element.state is not None and element.state.scripts:
        return
    for name in names:
        if name == "hx-on":
            htmx.browser.skip_script(own(element, name) or "", name)
        if name.startswith("hx-on:"):
            event = name.removeprefix("hx-on:")
            event = "htmx" + event if event.startswith(":") else event
            state_of(element).listen(element, event, script(htmx.browser, element, name), is_script=True)


def initialize(htmx: Htmx4, element: Element) -> None:
    """Start what the attributes of an element say (`#initializeElement`)."""
    state = state_of(element)
    if state.initialized or not htmx.trigger(element, "htmx:before:init"):
        return
    state.initialized = True
    listen_to_triggers(htmx, element)
    htmx.trigger(element, "htmx:after:init")


def listen_to_triggers(htmx: Htmx4, element: Element) -> None:
    """Start each trigger of the element (`#initializeTriggers`)."""
    text = htmx.attributes.value(element, "hx-trigger", implicit=htmx.is_beta) or default_trigger(element)
    for trigger in parse_triggers(text, is_beta=htmx.is_beta):
        Listening(htmx, element, trigger).begin()


def refuse_to_send(htmx: Htmx4, event: Event) -> None:
    raise extension_error(htmx, describe(event.target))


def default_trigger(element: Element) -> str:
    if element.name == "form":
        return "submit"
    if element.name == "input":
        return "click" if get_attribute(element, "type") in ("button", "submit") else "change"
    return "change" if element.name in ("select", "textarea") else "click"


def boost(htmx: Htmx4, element: Element) -> None:
    """Let htmx request the URL of a link or form (`#maybeBoost`)."""
    value = htmx.attributes.value(element, "hx-boost")
    if (
        not value
        or value == "false"
        or (element.state and element.state.initialized)
        or not can_be_boosted(htmx, element)
    ):
        return
    state = state_of(element)
    state.initialized = True
    state.boosted = hcon.parse(value)
    if htmx.is_beta:
        kind = "click" if element.name == "a" else "submit"
        state.listen(element, kind, lambda event: requests.handle(htmx, element, event))
    else:
        listen_to_triggers(htmx, element)


def can_be_boosted(htmx: Htmx4, element: Element) -> bool:
    """Return whether this link or form can be boosted (`#shouldBoost`)."""
    if element.name == "a":
        href = get_attribute(element, "href")
        if get_attribute(element, "target") not in (None, "", "_self") or "download" in element.attrs:
            return False
        return not (href or "").startswith("#") and requests.is_same_site(htmx, href or "")
    method = (get_attribute(element, "method") or "").lower()
    return method != "dialog" and requests.is_same_site(htmx, get_attribute(element, "action") or "")


class Listening:
    """One trigger of one element (`#onTrigger`)."""

    def __init__(self, htmx: Htmx4, element: Element, trigger: Trigger) -> None:
        self.htmx = htmx
        self.element = element
        self.trigger = trigger
        self.state = state_of(element)
        self.sources = self._find_sources()
        self.last_values: dict[int, str | None] = {}
        self.done = False
        self.throttled = False
        self.held_back: Event | None = None
        self.delayed: Timer | None = None
        self.state.triggers.append(self)

    def _find_sources(self) -> list[Element]:
        origin = self.trigger.origin
        if origin == "outside":
            return [self.htmx.browser.document_element]
        return self.htmx.find(self.element, origin) if origin and origin != "self" else [self.element]

    def begin(self) -> None:
        trigger = self.trigger
        if trigger.event == "load":
            self.on_event(Event("load", self.element))
            return
        if trigger.every:
            self._wait(trigger.every)
        for source in self.sources:
            self.state.listen(source, trigger.event, self.on_event)

    def _wait(self, seconds: float) -> None:
        def ask() -> None:
            if connected(self.element):
                self.htmx.browser.dispatch(self.element, "every", bubbles=False)
                self._wait(seconds)

        self.state.timers.append(self.htmx.browser.clock.after(seconds, ask))

    def on_event(self, event: Event) -> None:
        trigger, is_beta = self.trigger, self.htmx.is_beta
        if self.done:
            return
        if not is_beta and requests.replaces_default(event):
            event.cancelled = True
        if not self._has_origin(event) or (trigger.target and not matches(event.target, trigger.target)):
            return
        if is_beta and trigger.changed and not self._has_one_changed():
            return
        if trigger.condition is not None:
            if requests.replaces_default(event):
                event.cancelled = True
            if not is_met(trigger.condition, event, self.element):
                return
        if not is_beta and trigger.event != "every":
            for other in self.state.triggers:
                other.forget()
        self._fire_in_time(event)

    def _has_origin(self, event: Event) -> bool:
        match self.trigger.origin:
            case "self":
                return event.target is self.element
            case "outside":
                return not contains(self.element, event.target)
        return True

    def _has_one_changed(self) -> bool:
        current = {id(source): values.value_of(source) if values.type_of(source) else None for source in self.sources}
        before, self.last_values = self.last_values, current
        return any(before.get(source) != value for source, value in current.items())

    def _has_changed(self, target: Element) -> bool:
        if values.type_of(target) in values.CHECKABLE:
            return True
        known, value = self.state.changed_values, values.value_of(target)
        changed = known.get(id(target)) != value
        known[id(target)] = value
        return changed

    def forget(self) -> None:
        """Drop the events that are delayed or held back, because of another event."""
        if self.delayed is not None:
            self.delayed.cancelled = True
        self.held_back = None

    def _fire_in_time(self, event: Event) -> None:
        trigger, clock = self.trigger, self.htmx.browser.clock
        if trigger.delay:
            self.forget()
            self.delayed = clock.after(trigger.delay, lambda: self._fire(event))
            self.state.timers.append(self.delayed)
        elif not trigger.throttle:
            self._fire(event)
        elif self.throttled:
            self.held_back = event
        else:
            self.throttled = True
            self._fire(event)
            self.state.timers.append(clock.after(trigger.throttle, self._release))

    def _release(self) -> None:
        self.throttled = False
        event, self.held_back = self.held_back, None
        if event is not None:
            self._fire_in_time(event)

    def _fire(self, event: Event) -> None:
        event.cancelled = event.cancelled or self.trigger.prevent
        event.stopped = event.stopped or self.trigger.stop
        if self.trigger.changed and not self.htmx.is_beta and not self._has_changed(event.target):
            return
        self.done = self.done or self.trigger.once or self.trigger.event == "revealed"
        requests.handle(self.htmx, self.element, event)
