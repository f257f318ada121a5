"""What htmx 4 does with an answer: headers, statuses, the window's URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..events import Event
from ..network import Answer
from ..parsing import Element, get_attribute, set_attribute
from ..selectors import absent, connected, query
from ..state import is_boosted
from ..urls import join, path_and_query
from . import hcon, requests, swapping

if TYPE_CHECKING:
    from . import Htmx4

FAILED = 400


def handle(htmx: Htmx4, asking: requests.Asking, answer: Answer) -> None:
    """Do what an answer says (`#issueRequest`)."""
    element = asking.element
    try:
        if not htmx.trigger(element, "htmx:before:response") or not htmx.trigger(element, "htmx:after:request"):
            return
        if answer.status >= FAILED:
            htmx.trigger(element, "htmx:response:error")
        if goes_elsewhere(htmx, asking, answer):
            return
        asking.target = answer.header("HX-Retarget") or asking.target
        asking.swap = answer.header("HX-Reswap") or asking.swap
        asking.select = answer.header("HX-Reselect") or asking.select
        if isinstance(asking.target, Element) and not connected(asking.target) and not htmx.is_beta:
            return
        apply_status(htmx, asking, answer.status)
        swapping.swap(htmx, asking, answer.text, lambda: update_url(htmx, asking, answer))
    finally:
        send_events(htmx, answer.header("HX-Trigger"), asking.element)


def goes_elsewhere(htmx: Htmx4, asking: requests.Asking, answer: Answer) -> bool:
    """
    Do what headers say that leave nothing to swap, and return whether there is one
    (`#handleHeadersAndMaybeReturnEarly`).
    """
    browser = htmx.browser
    redirect, location = answer.header("HX-Redirect"), answer.header("HX-Location")
    if answer.header("HX-Refresh") == "true":
        browser.later(browser.reload)
    elif redirect:
        browser.later(lambda: browser.navigate(redirect))
    elif location:
        if htmx.is_beta:
            stay_busy(htmx, asking)
        follow_location(htmx, location)
    else:
        return False
    return True


def stay_busy(htmx: Htmx4, asking: requests.Asking) -> None:
    """Leave what shows that a request is under way as it is, as htmx does when it goes elsewhere."""
    asking.disabled = []
    said = htmx.attributes.value(asking.element, "hx-indicator")
    indicators = htmx.find(asking.element, said, "hx-indicator") if said else [asking.element]
    for indicator in indicators:
        set_attribute(indicator, "class", f"{get_attribute(indicator, 'class') or ''} htmx-request")


def follow_location(htmx: Htmx4, header: str) -> None:
    """Do what `HX-Location` says: a request that is swapped into the page, whose URL it takes."""
    said: dict[str, Any] = {"path": header}
    if header.startswith("{") or may_say_more(htmx, header):
        said = hcon.parse(header)
    path = str(said.pop("path", "undefined"))
    if "push" not in said and (htmx.is_beta or "replace" not in said):
        said["push"] = "true"
    ask(htmx, path, said)


def may_say_more(htmx: Htmx4, header: str) -> bool:
    if htmx.is_beta:
        return any(letter.isspace() or letter == "," for letter in header)
    return "path" in hcon.parse(header)


def ask(htmx: Htmx4, path: str, said: dict[str, Any], headers: dict[str, str] | None = None) -> None:
    """Ask as `htmx.ajax("GET", …)` does; `headers` take the place of all of htmx's own (`ajax`)."""
    body = htmx.browser.body
    target = said.get("target")
    if isinstance(target, str):
        target = place_named(htmx, target, "HX-Location")
    source = target if htmx.is_beta and target else body
    if "source" in said:
        source = place_named(htmx, str(said["source"]), "HX-Location")
    asking = requests.make(htmx, source, Event("", source))
    requests.adopt(asking, {name: value for name, value in said.items() if name not in ("target", "source")})
    asking.target = target or asking.target
    asking.action, asking.method, asking.anchor = path, "GET", ""
    if headers is not None:
        asking.headers, asking.validate = headers, False
    requests.submit(htmx, asking)


def place_named(htmx: Htmx4, selector: str, header: str) -> Element:
    found = htmx.find(htmx.browser.body, selector)
    if not found:
        raise absent(f"{selector!r}, of {header},", htmx.browser.document)
    return found[0]


def apply_status(htmx: Htmx4, asking: requests.Asking, status: int) -> None:
    """
    Decide by the status: some are not swapped, and `hx-status:404` or `hx-status:5xx` say what is done
    (`#handleStatusCodes`).
    """
    text = str(status)
    unswapped = {str(one) for one in htmx.config["noSwap"]}
    for pattern in (text, f"{text[:2]}x", f"{text[0]}xx"):
        if pattern in unswapped:
            asking.swap = "none"
            return
        said = htmx.attributes.value(asking.element, f"hx-status:{pattern}")
        if said:
            requests.adopt(asking, hcon.parse(said))
            return


def update_url(htmx: Htmx4, asking: requests.Asking, answer: Answer) -> None:
    """Change the window's URL, by headers, then attributes, then boost (`#handleHistoryUpdate`)."""
    browser = htmx.browser
    if not htmx.is_beta:
        if not htmx.config["history"]:
            return
        browser.entries[browser.place].htmx = True
    push, replace = asking.push, asking.replace
    headers = answer.header("HX-Push-Url"), answer.header("HX-Replace-Url")
    if any(headers):
        push, replace = headers
    if push is None and replace is None and is_boosted(asking.element):
        push = "true"
    push, replace = (None if path == "false" else path for path in (push, replace))
    path = push or replace
    if not path:
        return
    if path == "true":
        path = path_and_query(answer.url) + (f"#{asking.anchor}" if asking.anchor else "")
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
    Send what an `HX-Trigger` header names: names between commas, or an object of names and details
    (`#handleTriggerHeader`).
    """
    if not header:
        return
    if not header.startswith("{"):
        for name in header.split(","):
            htmx.trigger(element, name.strip())
        return
    for name, said in hcon.parse(header).items():
        detail = said if isinstance(said, dict) else {"value": said}
        place = element
        if detail.get("target"):
            found = query(htmx.browser.document, str(detail["target"]))
            if found is None:
                raise absent(f"The target {detail['target']!r} of the event {name!r}", htmx.browser.document)
            place = found
        htmx.trigger(place, name, detail)
