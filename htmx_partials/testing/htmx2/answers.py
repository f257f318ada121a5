"""How htmx 2 handles an answer: its headers, its status, its target, and its events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .. import selectors
from ..javascript import js_string, parse_json
from ..network import Answer
from ..parsing import Element
from ..selectors import absent_error, connected, describe
from . import history, requests, swapping
from .extensions import refuse_target_of_status
from .state import state_of

if TYPE_CHECKING:
    from . import Htmx2

STOP_POLLING = 286


def handle(htmx: Htmx2, pending: requests.PendingRequest, answer: Answer) -> None:
    """Handle an answer, and dispatch events on the element or what is left of its ancestors (`issueAjaxRequest`)."""
    element = pending.element
    ancestors_before = [element, *selectors.ancestors(element)]
    take(htmx, pending, answer)
    detail = {"successful": answer.status < 400, "failed": answer.status >= 400}
    places = dict.fromkeys((True, connected(element)))
    for inside in places:
        target = element if inside else next((outer for outer in ancestors_before if connected(outer)), None)
        if target is not None:
            htmx.trigger(target, "htmx:afterRequest", detail)
            htmx.trigger(target, "htmx:afterOnLoad", detail)


def take(htmx: Htmx2, pending: requests.PendingRequest, answer: Answer) -> None:
    """Do what an answer says (`handleAjaxResponse`)."""
    browser, element, options = htmx.browser, pending.element, pending.options
    if not htmx.trigger(element, "htmx:beforeOnLoad"):
        return
    send_events(htmx, answer.header("HX-Trigger"), element)
    refuse_target_of_status(element, answer.status)
    location, redirect = answer.header("HX-Location"), answer.header("HX-Redirect")
    if location is not None:
        follow_location(htmx, location)
        return
    if redirect is not None:
        browser.later(lambda: browser.navigate(redirect))
        return
    if answer.header("HX-Refresh") == "true":
        browser.later(browser.reload)
        return
    update = history.update_for(htmx, pending, answer)
    handling = handling_of(htmx, answer.status)
    target = pending.target
    for selector in (handling.get("target"), answer.header("HX-Retarget")):
        if selector:
            target = retarget(htmx, element, str(selector))
    reswap = answer.header("HX-Reswap") or options.swap or handling.get("swapOverride")
    detail = {"shouldSwap": bool(handling["swap"]), "isError": bool(handling.get("error"))}
    if not htmx.trigger(target, "htmx:beforeSwap", detail):
        return
    if handling["swap"]:
        if answer.status == STOP_POLLING:
            state_of(element).stopped_polling = True
        if update:
            history.save_current(htmx)
        select = answer.header("HX-Reselect") or options.select or handling.get("select")
        swapping.swap(
            htmx,
            target,
            answer.text,
            swapping.specification(htmx, element, reswap),
            swapping.SwapOptions(
                element=element,
                select=None if select == "unset" else select or htmx.attributes.value(element, "hx-select"),
                select_oob=options.select_oob or htmx.attributes.value(element, "hx-select-oob"),
                ignore_title=bool(htmx.config["ignoreTitle"] or handling.get("ignoreTitle")),
                before=lambda: history.write(htmx, update),
                after_swap=lambda: send_events_later(htmx, answer.header("HX-Trigger-After-Swap"), element),
                after_settle=lambda: send_events_later(htmx, answer.header("HX-Trigger-After-Settle"), element),
            ),
        )
    if handling.get("error"):
        htmx.trigger(element, "htmx:responseError")


def send_events(htmx: Htmx2, header: str | None, element: Element) -> None:
    """
    Dispatch the events in an `HX-Trigger` header (`handleTriggerHeader`).

    The header holds names between commas, or a JSON object of names and details.
    """
    if not header:
        return
    if not header.startswith("{"):
        for name in header.split(","):
            htmx.trigger(element, name.strip())
        return
    target: Element = element
    for name, value in parse_json(header).items():
        detail = value if isinstance(value, dict) else {"value": value}
        if isinstance(value, dict) and "target" in value:
            target = find_event_target(htmx, name, str(value["target"]))
        htmx.trigger(target, name, detail)


def send_events_later(htmx: Htmx2, header: str | None, element: Element) -> None:
    send_events(htmx, header, element if connected(element) else htmx.browser.body)


def find_event_target(htmx: Htmx2, name: str, selector: str) -> Element:
    target = selectors.query(htmx.browser.document, selector)
    if target is None:
        raise absent_error(f"The target {selector!r} of the event {name!r}", htmx.browser.document)
    return target


def follow_location(htmx: Htmx2, header: str) -> None:
    """
    Follow `HX-Location`: send a request that is swapped into the page and whose URL the page takes (`ajaxHelper`).
    """
    location: dict[str, Any] = parse_json(header) if header.startswith("{") else {"path": header}
    source = htmx.browser.body
    target = None
    if location.get("source"):
        source = find_event_target(htmx, "HX-Location", str(location["source"]))
    if location.get("target"):
        target = find_event_target(htmx, "HX-Location", str(location["target"]))
    options = requests.Options(
        target=target,
        swap=location.get("swap"),
        select=location.get("select"),
        select_oob=location.get("selectOOB"),
        push=js_string(location.get("push", "true")),
        replace=location.get("replace"),
        values=location.get("values") or {},
        headers=location.get("headers") or {},
    )
    requests.issue(htmx, "get", str(location["path"]), source, None, options)


def retarget(htmx: Htmx2, element: Element, selector: str) -> Element:
    target = element if selector == "this" else htmx.find(element, selector)
    if target is None:
        raise absent_error(f"HX-Retarget {selector!r}, in answer to {describe(element)},", htmx.browser.document)
    return target


def handling_of(htmx: Htmx2, status: int) -> dict[str, Any]:
    """Return what the configuration says about a status (`resolveResponseHandling`)."""
    for handling in htmx.config["responseHandling"]:
        if re.search(handling["code"], str(status)):
            return {"swap": False, **handling}
    return {"swap": False}
