"""How htmx 4 handles an answer: its headers, its status, and the window's URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..events import Event
from ..network import Answer
from ..parsing import Element, get_attribute, set_attribute
from ..selectors import absent_error, connected, query
from ..state import is_boosted
from ..urls import join, path_and_query
from . import hcon, requests, swapping

if TYPE_CHECKING:
    from . import Htmx4

FAILED = 400


def handle(htmx: Htmx4, pending: requests.PendingRequest, answer: Answer) -> None:
    """Do what an answer says (`#issueRequest`)."""
    element = pending.element
    try:
        if not htmx.trigger(element, "htmx:before:response") or not htmx.trigger(element, "htmx:after:request"):
            return
        if answer.status >= FAILED:
            htmx.trigger(element, "htmx:response:error")
        if follow_headers(htmx, pending, answer):
            return
        pending.target = answer.header("HX-Retarget") or pending.target
        pending.swap = answer.header("HX-Reswap") or pending.swap
        pending.select = answer.header("HX-Reselect") or pending.select
        if isinstance(pending.target, Element) and not connected(pending.target) and not htmx.is_beta:
            return
        apply_status(htmx, pending, answer.status)
        swapping.swap(htmx, pending, answer.text, lambda: update_url(htmx, pending, answer))
    finally:
        send_events(htmx, answer.header("HX-Trigger"), pending.element)


def follow_headers(htmx: Htmx4, pending: requests.PendingRequest, answer: Answer) -> bool:
    """
    Follow a header that leaves nothing to swap. Return whether there is one (`#handleHeadersAndMaybeReturnEarly`).
    """
    browser = htmx.browser
    redirect, location = answer.header("HX-Redirect"), answer.header("HX-Location")
    if answer.header("HX-Refresh") == "true":
        browser.later(browser.reload)
    elif redirect:
        browser.later(lambda: browser.navigate(redirect))
    elif location:
        if htmx.is_beta:
            keep_indicators(htmx, pending)
        follow_location(htmx, location)
    else:
        return False
    return True


def keep_indicators(htmx: Htmx4, pending: requests.PendingRequest) -> None:
    """Leave the indicators and disabled elements of the request as they are, as htmx does when it follows a header."""
    pending.disabled = []
    selector = htmx.attributes.value(pending.element, "hx-indicator")
    indicators = htmx.find(pending.element, selector, "hx-indicator") if selector else [pending.element]
    for indicator in indicators:
        set_attribute(indicator, "class", f"{get_attribute(indicator, 'class') or ''} htmx-request")


def follow_location(htmx: Htmx4, header: str) -> None:
    """Follow `HX-Location`: send a request that is swapped into the page and whose URL the page takes."""
    location: dict[str, Any] = {"path": header}
    if header.startswith("{") or may_say_more(htmx, header):
        location = hcon.parse(header)
    path = str(location.pop("path", "undefined"))
    if "push" not in location and (htmx.is_beta or "replace" not in location):
        location["push"] = "true"
    ask(htmx, path, location)


def may_say_more(htmx: Htmx4, header: str) -> bool:
    if htmx.is_beta:
        return any(letter.isspace() or letter == "," for letter in header)
    return "path" in hcon.parse(header)


def ask(htmx: Htmx4, path: str, options: dict[str, Any], headers: dict[str, str] | None = None) -> None:
    """Send a request as `htmx.ajax("GET", …)` does. `headers` replace all of htmx's own (`ajax`)."""
    body = htmx.browser.body
    target = options.get("target")
    if isinstance(target, str):
        target = find_named(htmx, target, "HX-Location")
    source = target if htmx.is_beta and target else body
    if "source" in options:
        source = find_named(htmx, str(options["source"]), "HX-Location")
    pending = requests.make(htmx, source, Event("", source))
    requests.adopt(pending, {name: value for name, value in options.items() if name not in ("target", "source")})
    pending.target = target or pending.target
    pending.action, pending.method, pending.anchor = path, "GET", ""
    if headers is not None:
        pending.headers, pending.validate = headers, False
    requests.submit(htmx, pending)


def find_named(htmx: Htmx4, selector: str, header: str) -> Element:
    found = htmx.find(htmx.browser.body, selector)
    if not found:
        raise absent_error(f"{selector!r}, of {header},", htmx.browser.document)
    return found[0]


def apply_status(htmx: Htmx4, pending: requests.PendingRequest, status: int) -> None:
    """
    Decide by the status what is swapped and how (`#handleStatusCodes`).

    Some statuses are not swapped. `hx-status:404` or `hx-status:5xx` have options for others.
    """
    text = str(status)
    unswapped = {str(one) for one in htmx.config["noSwap"]}
    for pattern in (text, f"{text[:2]}x", f"{text[0]}xx"):
        if pattern in unswapped:
            pending.swap = "none"
            return
        options = htmx.attributes.value(pending.element, f"hx-status:{pattern}")
        if options:
            requests.adopt(pending, hcon.parse(options))
            return


def update_url(htmx: Htmx4, pending: requests.PendingRequest, answer: Answer) -> None:
    """Change the window's URL as headers, attributes or a boost ask for, in this order (`#handleHistoryUpdate`)."""
    browser = htmx.browser
    if not htmx.is_beta:
        if not htmx.config["history"]:
            return
        browser.entries[browser.index].htmx = True
    push, replace = pending.push, pending.replace
    headers = answer.header("HX-Push-Url"), answer.header("HX-Replace-Url")
    if any(headers):
        push, replace = headers
    if push is None and replace is None and is_boosted(pending.element):
        push = "true"
    push, replace = (None if path == "false" else path for path in (push, replace))
    path = push or replace
    if not path:
        return
    if path == "true":
        path = path_and_query(answer.url) + (f"#{pending.anchor}" if pending.anchor else "")
    kind = "push" if push else "replace"
    detail = {"history": {"type": kind, "path": path}}
    if not htmx.trigger(browser.document_element, "htmx:before:history:update", detail):
        return
    if htmx.config["history"]:
        (browser.push if push else browser.replace)(join(path, browser.base), htmx=True)
        htmx.trigger(browser.document_element, f"htmx:after:history:{kind}", {"path": path})
    htmx.trigger(browser.document_element, "htmx:after:history:update", detail)


def send_events(htmx: Htmx4, header: str | None, element: Element) -> None:
    """
    Dispatch the events in an `HX-Trigger` header (`#handleTriggerHeader`).

    The header holds names between commas, or an object of names and details.
    """
    if not header:
        return
    if not header.startswith("{"):
        for name in header.split(","):
            htmx.trigger(element, name.strip())
        return
    for name, value in hcon.parse(header).items():
        detail = value if isinstance(value, dict) else {"value": value}
        target = element
        if detail.get("target"):
            found = query(htmx.browser.document, str(detail["target"]))
            if found is None:
                raise absent_error(f"The target {detail['target']!r} of the event {name!r}", htmx.browser.document)
            target = found
        htmx.trigger(target, name, detail)
