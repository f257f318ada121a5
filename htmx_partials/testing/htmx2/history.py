"""How htmx 2 keeps pages for the back button: as markup, in the window's storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..attributes import own
from ..network import Answer, Request
from ..parsing import Element, descendants, serialize_contents
from ..selectors import query
from ..state import is_boosted
from ..urls import join, path_and_query
from . import requests, swapping

if TYPE_CHECKING:
    from . import Htmx2

HISTORY_ELEMENT = "[hx-history-elt], [data-hx-history-elt]"


@dataclass(frozen=True)
class Update:
    """A change of the window's URL: `push` or `replace`, and the path."""

    kind: str
    path: str


@dataclass(frozen=True)
class Snapshot:
    markup: str
    title: str


def update_for(htmx: Htmx2, pending: requests.PendingRequest, answer: Answer) -> Update | None:
    """
    Return the change of the URL that headers, attributes or a boost ask for, in this order (`determineHistoryUpdates`).
    """
    for kind, header in (("push", "HX-Push"), ("push", "HX-Push-Url"), ("replace", "HX-Replace-Url")):
        path = answer.header(header)
        if path:
            return None if path == "false" else Update(kind, path)
    element = pending.element
    push = pending.options.push or htmx.attributes.value(element, "hx-push-url")
    replace = pending.options.replace or htmx.attributes.value(element, "hx-replace-url")
    answer_path = path_and_query(answer.url)
    if push == "false" and htmx.has_partials:
        return None
    if push and push != "false":
        kind, path = "push", push
    elif replace and replace != "false":
        kind, path = "replace", replace
    elif is_boosted(element):
        kind, path = "push", answer_path
    else:
        return None
    path = answer_path if path == "true" else path
    anchor = pending.path.partition("#")[2]
    return Update(kind, f"{path}#{anchor}" if anchor and "#" not in path else path)


def write(htmx: Htmx2, update: Update | None) -> None:
    """Change the window's URL (`pushUrlIntoHistory`, `replaceUrlInHistory`)."""
    if update is None:
        return
    browser = htmx.browser
    htmx.trigger(browser.body, "htmx:beforeHistoryUpdate", {"history": {"type": update.kind, "path": update.path}})
    if htmx.config["historyEnabled"]:
        (browser.push if update.kind == "push" else browser.replace)(update.path, htmx=True)
    remember_path(htmx, update.path)
    name = "htmx:pushedIntoHistory" if update.kind == "push" else "htmx:replacedInHistory"
    htmx.trigger(browser.body, name, {"path": update.path})


def remember_path(htmx: Htmx2, path: str) -> None:
    """Store the path for the next snapshot (`setCurrentPathForHistory`)."""
    htmx.browser.storage["current-path"] = path_and_query(path) if "://" in path else path


def save_current(htmx: Htmx2) -> None:
    """Keep the current page, unless it has `hx-history="false"` (`saveCurrentPageToHistory`)."""
    browser = htmx.browser
    if not any((own(element, "hx-history") or "").lower() == "false" for element in descendants(browser.document)):
        kept: dict[str, Snapshot] = browser.storage.setdefault("history", {})
        key = key_of(htmx, browser.storage["current-path"])
        kept.pop(key, None)
        kept[key] = Snapshot(serialize_contents(history_element(htmx)), browser.title)
        for oldest in list(kept)[: max(0, len(kept) - htmx.config["historyCacheSize"])]:
            del kept[oldest]
    if htmx.config["historyEnabled"]:
        browser.entries[browser.index].htmx = True


def restore(htmx: Htmx2) -> None:
    """Show the page of the current entry: the kept one, or else one from the server (`restoreHistory`)."""
    browser = htmx.browser
    save_current(htmx)
    path = path_and_query(browser.location)
    kept: Snapshot | None = browser.storage.get("history", {}).get(key_of(htmx, path))
    if kept is not None:
        show(htmx, kept.markup, kept.title, from_server=False)
        remember_path(htmx, path)
        htmx.trigger(browser.body, "htmx:historyRestore", {"path": path})
    elif htmx.config["refreshOnHistoryMiss"]:
        browser.reload()
    else:
        browser.later(lambda: ask(htmx, path))


def ask(htmx: Htmx2, path: str) -> None:
    """Request the page from the server (`loadHistoryFromServer`)."""
    browser = htmx.browser
    headers = {"HX-History-Restore-Request": "true", "HX-Current-URL": browser.location}
    if htmx.config["historyRestoreAsHxRequest"]:
        headers["HX-Request"] = "true"
    answer = browser.network.send(Request("GET", join(path, browser.base), headers), browser.location)
    if answer.status < 400:
        show(htmx, answer.text, "", from_server=True)
        remember_path(htmx, path)
        htmx.trigger(browser.body, "htmx:historyRestore", {"path": path})


def show(htmx: Htmx2, markup: str, title: str, *, from_server: bool) -> None:
    place = history_element(htmx)
    options = swapping.SwapOptions(element=place, title=title, history=from_server)
    swapping.swap(htmx, place, markup, swapping.Specification("innerHTML"), options)


def history_element(htmx: Htmx2) -> Element:
    """Return the element whose content is kept (`getHistoryElement`)."""
    return query(htmx.browser.document, HISTORY_ELEMENT) or htmx.browser.body


def key_of(htmx: Htmx2, path: str) -> str:
    """Return the path under which a page is kept (`normalizePath`)."""
    normal = path_and_query(join(path, htmx.browser.location))
    return normal if normal == "/" else normal.rstrip("/")
