"""The requests of htmx 4: when they are sent, with which values, headers and URL, and in which order."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .. import activation, network, values
from ..events import Event
from ..javascript import js_string
from ..parsing import Element, get_attribute
from ..selectors import closest, connected, describe
from ..state import is_boosted
from ..urls import join, urlencode_as_form, with_parameters
from ..values import Entry
from . import hcon, parameters
from .extensions import refuse_extensions
from .state import state_of

if TYPE_CHECKING:
    from . import Htmx4

VERBS = ("get", "post", "put", "patch", "delete")
STRATEGY = re.compile(r"(drop|abort|replace|queue)")
URLENCODED = f"{network.FORM};charset=UTF-8"


@dataclass(eq=False)
class PendingRequest:
    """A request that is about to be sent, or was sent and has no answer yet. htmx calls it a context."""

    element: Element
    event: Event
    method: str
    action: str
    anchor: str
    target: Element | str | None
    swap: str
    select: str | None
    select_oob: str | None
    push: str | None
    replace: str | None
    confirm: str | None
    headers: dict[str, str]
    validate: bool
    values: dict[str, Any] = field(default_factory=dict)
    body: list[Entry] = field(default_factory=list)
    multipart: bool = False
    strategy: str = ""
    aborted: bool = False
    disabled: list[Element] = field(default_factory=list)


@dataclass
class RequestQueue:
    """Requests that wait for one another: the current one, and those after it (`ReqQ`, `RequestQueue`)."""

    current: PendingRequest | None = None
    waiting: deque[PendingRequest] = field(default_factory=deque)

    def admit(self, pending: PendingRequest) -> bool:
        """Return whether to send the request now. One that has to wait is queued."""
        strategy = pending.strategy
        if self.current is None:
            self.current = pending
            return True
        if strategy == "replace" or (strategy != "abort" and self.current.strategy == "abort"):
            self.waiting.clear()
            self.current.aborted = True
            self.current = pending
            return True
        if strategy == "queue last":
            self.waiting.clear()
        if strategy in ("queue all", "queue last") or (strategy not in ("drop", "abort") and not self.waiting):
            self.waiting.append(pending)
        return False


def verbs(htmx: Htmx4) -> tuple[str, ...]:
    return VERBS if htmx.is_beta else (*VERBS, "query")


def is_same_site(htmx: Htmx4, path: str) -> bool:
    """Return whether a path belongs to the same site (`#isSameOrigin`)."""
    return htmx.browser.network.is_local_link(path, htmx.browser.location)


def handle(htmx: Htmx4, element: Element, event: Event) -> None:
    """Send the request of an element whose trigger was fired."""
    submit(htmx, make(htmx, element, event))


def make(htmx: Htmx4, element: Element, event: Event) -> PendingRequest:
    """
    Make a request from the element's attributes (`#createRequestContext`).

    Raises `AssertionError` if the target in `hx-target` is not on the page.
    """

    def attribute(name: str) -> str | None:
        return htmx.attributes.value(element, name)

    refuse_extensions(htmx, element)
    method, action = method_and_action(htmx, element, event)
    action, _, anchor = action.partition("#")
    validate = htmx.attributes.value(element, "hx-validate", implicit=htmx.is_beta)
    pending = PendingRequest(
        element=element,
        event=event,
        method=method,
        action=action,
        anchor=anchor,
        target=attribute("hx-target"),
        swap=htmx.config["defaultSwap"] if attribute("hx-swap") is None else str(attribute("hx-swap")),
        select=attribute("hx-select"),
        select_oob=attribute("hx-select-oob"),
        push=attribute("hx-push-url"),
        replace=attribute("hx-replace-url"),
        confirm=attribute("hx-confirm"),
        headers=core_headers(htmx, element),
        validate=validates(element, event) if validate is None else validate == "true",
    )
    if element.state is not None and element.state.boosted:
        adopt(pending, element.state.boosted)
    target = pending.target = resolve_target(htmx, element, pending.target)
    if htmx.is_beta:
        set_request_type(htmx, pending)
    pending.headers["HX-Target"] = identifier(target)
    configured = hcon.parse(attribute("hx-config"))
    pending.headers |= {name: js_string(value) for name, value in configured.get("headers", {}).items()}
    pending.method = str(configured.get("method", pending.method))
    pending.action = str(configured.get("action", pending.action))
    return pending


def set_request_type(htmx: Htmx4, pending: PendingRequest) -> None:
    whole = pending.target is htmx.browser.body or pending.select
    pending.headers["HX-Request-Type"] = "full" if whole else "partial"


def resolve_target(htmx: Htmx4, element: Element, target: Element | str | None) -> Element:
    """Return the target, by default the element itself, or the body for a boosted one (`#resolveTarget`)."""
    if isinstance(target, Element):
        return target
    if target is not None:
        return htmx.find_one(element, target, "hx-target")
    return htmx.browser.body if is_boosted(element) else element


def adopt(pending: PendingRequest, options: dict[str, Any]) -> None:
    """Take over options of `hx-boost`, `hx-status` or `HX-Location`: `target`, `swap`, `select` and so on."""
    for name, value in options.items():
        match name:
            case "target" | "swap" | "select" | "push" | "replace" | "confirm":
                setattr(pending, name, js_string(value))
            case "selectOOB":
                pending.select_oob = str(value)
            case "values":
                pending.values = value
            case "headers":
                pending.headers |= {key: js_string(text) for key, text in value.items()}


def identifier(element: Element) -> str:
    """Return an element as htmx 4 names it in headers: `div#results`, percent-encoded (`#buildIdentifier`)."""
    named = get_attribute(element, "id")
    return f"{element.name}#{quote(named, safe=";,/?:@&=+$-_.!~*'()#")}" if named else element.name


def submit(htmx: Htmx4, pending: PendingRequest) -> None:
    """Collect the values, then send the request, unless it has to wait for another (`#handleTriggerEvent`)."""
    element, event = pending.element, pending.event
    if not connected(element) or opens_new_window(event):
        return
    if replaces_default(event):
        event.cancelled = True
    in_url = pending.method in ("GET", "DELETE")
    owner = values.form_owner(element) or closest(element, "form")
    form = (element if element.name == "form" else None) if in_url else owner
    body = parameters.collect(htmx, pending, form, in_url=in_url)
    if body is None:
        return
    for name, value in parameters.pairs(htmx, element, "hx-vals").items():
        body = parameters.put(body, name, js_string(value))
    for name, value in pending.values.items():
        body = [entry for entry in body if entry[0] != name] + [(name, js_string(value))]
    pending.headers |= {name: js_string(value) for name, value in parameters.pairs(htmx, element, "hx-headers").items()}
    if not htmx.trigger(element, "htmx:config:request") or pending.method == "DIALOG":
        return
    if pending.action.startswith(("js:", "javascript:")):
        raise NotImplementedError(f"The testing kit runs no JavaScript, and {describe(element)} has some.")
    pending.body = body
    if in_url:
        pending.action = with_parameters(join(pending.action, htmx.browser.base), network.as_text(body))
    else:
        encoding = htmx.attributes.value(element, "hx-encoding")
        enctype = get_attribute(form, "enctype") if form is not None and encoding is None else encoding
        pending.multipart = enctype == network.MULTIPART
    issue(htmx, pending)


def issue(htmx: Htmx4, pending: PendingRequest) -> None:
    """Send a request now, or after another one (`#issueRequest`)."""
    element = pending.element
    pending.strategy, sync_element = sync(htmx, element)
    state = state_of(sync_element)
    state.queue = state.queue or RequestQueue()
    if state.queue.admit(pending):
        begin(htmx, pending, state.queue)


def begin(htmx: Htmx4, pending: PendingRequest, queue: RequestQueue) -> None:
    element = pending.element
    if pending.confirm:
        if pending.confirm.startswith(("js:", "javascript:")):
            raise NotImplementedError(
                f"The testing kit runs no JavaScript, and hx-confirm has some: {describe(element)}."
            )
        if not htmx.trigger(element, "htmx:confirm") or not htmx.browser.ask(pending.confirm):
            finish(htmx, pending, queue)
            return
    selector = htmx.attributes.value(element, "hx-disable")
    pending.disabled = htmx.find(element, selector, "hx-disable") if selector else []
    activation.disable(htmx.browser, pending.disabled)
    if not htmx.is_beta:
        set_request_type(htmx, pending)
    if not htmx.trigger(element, "htmx:before:request"):
        finish(htmx, pending, queue)
        return
    htmx.browser.later(lambda: send(htmx, pending, queue))


def send(htmx: Htmx4, pending: PendingRequest, queue: RequestQueue) -> None:
    request = network.Request(pending.method, join(pending.action, htmx.browser.base), pending.headers)
    if pending.method not in ("GET", "DELETE"):
        if pending.multipart:
            request.body, request.content_type = network.encode_multipart(pending.body), network.MULTIPART_WITH_BOUNDARY
        else:
            request.body = urlencode_as_form(network.as_text(pending.body)).encode()
            request.content_type = URLENCODED
    try:
        if not pending.aborted:
            htmx.handle_answer(pending, htmx.browser.network.send(request, htmx.browser.location))
    finally:
        finish(htmx, pending, queue)


def finish(htmx: Htmx4, pending: PendingRequest, queue: RequestQueue) -> None:
    htmx.trigger(pending.element, "htmx:finally:request")
    activation.enable(pending.disabled)
    if queue.current is pending:
        queue.current = None
        if queue.waiting:
            queue.current = following = queue.waiting.popleft()
            begin(htmx, following, queue)


def replaces_default(event: Event) -> bool:
    """Return whether htmx prevents the default action of the event (`#shouldCancel`)."""
    source = event.current_target
    if source is None:
        return False
    if event.type == "submit":
        return source.name == "form"
    if event.type != "click" or event.properties.get("button") != 0:
        return False
    button = closest(source, "button, input[type=submit], input[type=image]")
    submits = button is not None and values.is_submit_button(button) and "disabled" not in button.attrs
    if submits and button is not None and values.form_owner(button) is not None:
        return True
    link = closest(source, "a")
    if link is None or "href" not in link.attrs:
        return False
    return re.match(r"#.", get_attribute(link, "href") or "") is None


def method_and_action(htmx: Htmx4, element: Element, event: Event) -> tuple[str, str]:
    """Return the method and URL of an element's request (`#determineMethodAndAction`)."""

    def attribute(name: str) -> str | None:
        return htmx.attributes.value(element, name, implicit=htmx.is_beta)

    submitter = event.submitter
    own_method = (get_attribute(submitter, "formmethod") if submitter else None) or get_attribute(element, "method")
    own_action = (get_attribute(submitter, "formaction") if submitter else None) or get_attribute(element, "action")
    method, action = htmx.attributes.value(element, "hx-method") or "", attribute("hx-action") or ""
    named = [(verb, path) for verb in verbs(htmx) if (path := attribute(f"hx-{verb}")) is not None]
    if htmx.is_beta:
        action = action or (named[0][1] if named else "")
        method = method or (named[0][0] if named else "")
    elif named and not action:
        method, action = named[0]
    if not action and is_boosted(element):
        action = (get_attribute(element, "href") if element.name == "a" else own_action) or ""
    return (method or own_method or "GET").upper(), action


def validates(element: Element, event: Event) -> bool:
    without = event.submitter is not None and "formnovalidate" in event.submitter.attrs
    return element.name == "form" and "novalidate" not in element.attrs and not without


def core_headers(htmx: Htmx4, element: Element) -> dict[str, str]:
    """Return the headers that every request has (`#createCoreHeaders`)."""
    headers = {
        "HX-Request": "true",
        "HX-Source": identifier(element),
        "HX-Current-URL": htmx.browser.location,
        "Accept": "text/html",
    }
    return headers | ({"HX-Boosted": "true"} if is_boosted(element) else {})


def opens_new_window(event: Event) -> bool:
    """Return whether a click opens the link in another window (`#isModifierKeyClick`)."""
    source = event.current_target
    pressed = any(event.properties.get(key) for key in ("ctrlKey", "metaKey", "shiftKey"))
    return event.type == "click" and pressed and source is not None and closest(source, "a[href]") is not None


def sync(htmx: Htmx4, element: Element) -> tuple[str, Element]:
    """
    Return the strategy of `hx-sync`, and the element with the queue (`#determineSyncStrategy`, `#getRequestQueue`).
    """
    value = htmx.attributes.value(element, "hx-sync")
    if not value:
        return "queue first", element
    selector, _, strategy = value.rpartition(":")
    strategy = strategy.strip()
    if not selector and not STRATEGY.match(value):
        selector = value
    sync_element = htmx.find_one(element, selector.strip(), "hx-sync") if selector else element
    return strategy if STRATEGY.match(strategy) else "queue first", sync_element
