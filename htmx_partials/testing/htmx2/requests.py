"""The requests of htmx 2: when they are sent, with which values, headers and URL, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .. import activation, network
from ..events import Event
from ..javascript import js_string
from ..parsing import Element, get_attribute
from ..selectors import absent_error, connected, describe
from ..state import is_boosted
from ..urls import join, urlencode_as_component
from ..values import Entry
from . import parameters
from .extensions import refuse_extensions
from .state import state_of

if TYPE_CHECKING:
    from . import Htmx2

METHODS = ("get", "post", "put", "delete", "patch")


@dataclass
class Options:
    """Options of `htmx.ajax` that replace attributes. `HX-Location` has them."""

    target: Element | None = None
    swap: str | None = None
    select: str | None = None
    select_oob: str | None = None
    push: str | None = None
    replace: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class PendingRequest:
    """A request that is about to be sent, or was sent and has no answer yet."""

    element: Element
    target: Element
    options: Options
    request: network.Request
    path: str
    disabled: list[Element]
    aborted: bool = False


def is_same_site(htmx: Htmx2, path: str) -> bool:
    """Return whether a path belongs to the same site (`verifyPath`)."""
    return htmx.browser.network.is_local_link(path, htmx.browser.base)


def issue(
    htmx: Htmx2, verb: str, path: str, element: Element, event: Event | None = None, options: Options | None = None
) -> None:
    """
    Send a request. If the element has one pending, `hx-sync` says whether to wait or to drop one (`issueAjaxRequest`).

    Raises `AssertionError` if the target in `hx-target` is not on the page.
    """
    options = options or Options()
    if not connected(element):
        return
    refuse_extensions(element)
    if htmx.attributes.value(element, "hx-vars"):
        raise NotImplementedError(f"The testing kit runs no JavaScript, and hx-vars has some: {describe(element)}.")
    target = options.target or htmx.find_target(element)
    if target is None:
        selector = htmx.attributes.value(element, "hx-target")
        raise absent_error(f"The target hx-target={selector!r} of {describe(element)}", htmx.browser.document)
    submitter = state_of(element).last_button
    if submitter is not None:
        path = get_attribute(submitter, "formaction") or path
        verb = (get_attribute(submitter, "formmethod") or verb).lower()
        if verb not in METHODS:
            return
    question = htmx.attributes.value(element, "hx-confirm")
    if not htmx.trigger(element, "htmx:confirm", {"question": question, "target": target}):
        return
    if not may_issue(htmx, verb, path, element, event, options):
        return
    pending = prepare(htmx, verb, path, element, target, options, question)
    state = state_of(sync_element(htmx, element))
    if pending is None:
        send_next(state)
        return
    state.under_way = pending
    state.abortable = sync(htmx, element)[1] == "abort"
    htmx.browser.later(lambda: send(htmx, pending, state))


def send(htmx: Htmx2, pending: PendingRequest, state: Any) -> None:
    if pending.aborted:
        activation.enable(pending.disabled)
        return
    try:
        answer = htmx.browser.network.send(pending.request, htmx.browser.location)
        htmx.handle_answer(pending, answer)
    finally:
        activation.enable(pending.disabled)
        if state.under_way is pending:
            state.under_way = None
            state.abortable = False
            send_next(state)


def send_next(state: Any) -> None:
    if state.waiting:
        state.waiting.popleft()()


def sync(htmx: Htmx2, element: Element) -> tuple[str, str]:
    value = htmx.attributes.value(element, "hx-sync")
    if not value:
        return "", ""
    selector, _, strategy = value.partition(":")
    return selector.strip(), strategy.partition(":")[0].strip() or "drop"


def sync_element(htmx: Htmx2, element: Element) -> Element:
    selector = sync(htmx, element)[0]
    if not selector:
        return element
    found = htmx.attributes.this_element(element, "hx-sync") if selector == "this" else htmx.find(element, selector)
    if found is None:
        raise absent_error(f"hx-sync={selector!r} of {describe(element)}", htmx.browser.document)
    return found


def may_issue(htmx: Htmx2, verb: str, path: str, element: Element, event: Event | None, options: Options) -> bool:
    """Decide by `hx-sync` whether to send a request now. One that has to wait is queued."""
    state = state_of(sync_element(htmx, element))
    strategy = sync(htmx, element)[1]
    under_way = state.under_way
    if under_way is None:
        return True
    if (strategy == "drop" and not state.abortable) or strategy == "abort":
        return False
    if strategy == "replace" or state.abortable:
        under_way.aborted = True
        state.under_way = None
        return True
    queue = strategy.partition(" ")[2].strip()
    if not queue and event is not None and not strategy.startswith("queue"):
        queue = event.notes.get("queue") or ""
    queue = queue or "last"

    def issue_later() -> None:
        issue(htmx, verb, path, element, event, options)

    if queue == "last":
        state.waiting.clear()
    if queue in ("all", "last") or (queue == "first" and not state.waiting):
        state.waiting.append(issue_later)
    return False


def prepare(
    htmx: Htmx2, verb: str, path: str, element: Element, target: Element, options: Options, question: str | None
) -> PendingRequest | None:
    """Collect what is sent. Return `None` if a dialog or the validation says no."""
    browser = htmx.browser
    prompt = htmx.attributes.value(element, "hx-prompt")
    prompted = browser.ask(prompt) if prompt else None
    if (prompt and prompted is None) or (question and not browser.ask(question)):
        return None
    entries, valid = parameters.input_values(htmx, element, verb)
    entries = parameters.override(entries, parameters.expand(options.values))
    entries = parameters.override(
        entries, parameters.expand(parameters.inherited_object(htmx, element, "hx-vals") or {})
    )
    entries = parameters.filtered(htmx, element, entries)
    if not htmx.trigger(element, "htmx:configRequest") or not valid:
        if not valid:
            htmx.trigger(element, "htmx:validation:halted")
        return None
    path = path or browser.location
    in_url = verb in htmx.config["methodsThatUseUrlParams"]
    bare, hash_, anchor = path.partition("#")
    final = path
    if in_url:
        final = bare
        if entries:
            final += ("&" if "?" in bare else "?") + urlencode_as_component(network.as_text(entries)) + hash_ + anchor
    request = network.Request(verb.upper(), join(final, browser.base).partition("#")[0])
    request.headers = headers_for(htmx, element, target, options, prompted)
    if not in_url:
        fill_body(htmx, element, request, entries)
    if not htmx.trigger(element, "htmx:beforeRequest"):
        return None
    htmx.trigger(element, "htmx:beforeSend")
    return PendingRequest(element, target, options, request, path, disable(htmx, element))


def disable(htmx: Htmx2, element: Element) -> list[Element]:
    """Disable the elements in `hx-disabled-elt`, and return those that were enabled before (`disableElements`)."""
    disabled = [one for one in parameters.named(htmx, element, "hx-disabled-elt") if "disabled" not in one.attrs]
    activation.disable(htmx.browser, disabled)
    return disabled


def fill_body(htmx: Htmx2, element: Element, request: network.Request, entries: list[Entry]) -> None:
    """Encode the entries as the body (`encodeParamsForBody`)."""
    if uses_multipart(htmx, element):
        request.body, request.content_type = network.encode_multipart(entries), network.MULTIPART_WITH_BOUNDARY
    else:
        request.body = urlencode_as_component(network.as_text(entries)).encode()
        request.content_type = network.FORM


def uses_multipart(htmx: Htmx2, element: Element) -> bool:
    """Return whether the body is sent as multipart (`usesFormData`)."""
    return htmx.attributes.value(element, "hx-encoding") == network.MULTIPART or (
        element.name == "form" and get_attribute(element, "enctype") == network.MULTIPART
    )


def headers_for(htmx: Htmx2, element: Element, target: Element, options: Options, prompted: Any) -> dict[str, str]:
    """Return the headers to send (`getHeaders`)."""
    headers: dict[str, Any] = {
        "HX-Request": "true",
        "HX-Trigger": get_attribute(element, "id"),
        "HX-Trigger-Name": get_attribute(element, "name"),
        "HX-Target": get_attribute(target, "id"),
        "HX-Current-URL": htmx.browser.location,
    }
    for name, value in (parameters.inherited_object(htmx, element, "hx-headers", stop_at_unset=False) or {}).items():
        if headers.get(name) is None:
            headers[name] = value
    if prompted is not None:
        headers["HX-Prompt"] = prompted
    if is_boosted(element):
        headers["HX-Boosted"] = "true"
    config = parameters.inherited_object(htmx, element, "hx-request") or {}
    if config.get("noHeaders"):
        return {}
    sent: dict[str, str] = {}
    for name, value in (headers | options.headers).items():
        if value is not None:
            text = js_string(value)
            if any(ord(letter) > 255 for letter in text):
                text = quote(text, safe="!*'()")
                sent[f"{name}-URI-AutoEncoded"] = "true"
            sent[name] = text
    return sent
