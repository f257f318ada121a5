"""How htmx 4 goes back: it requests the page from the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..selectors import query
from ..urls import path_and_query
from . import answers
from .extensions import extension_error

if TYPE_CHECKING:
    from . import Htmx4

HISTORY_ELEMENT = "[hx-history-elt], [data-hx-history-elt]"


def restore(htmx: Htmx4) -> None:
    """Show the page of the current entry (`#restoreHistory`)."""
    browser = htmx.browser
    if not htmx.trigger(browser.document_element, "htmx:before:history:restore"):
        return
    if htmx.config["history"] == "reload":
        browser.reload()
        return
    if "hx-history-cache" in htmx.extensions:
        raise extension_error(htmx, "going back")
    place = query(browser.document, HISTORY_ELEMENT)
    options = {"target": place or browser.body, "swap": "outerSync"}
    if place is not None:
        options["select"] = HISTORY_ELEMENT
    path = path_and_query(browser.location)
    answers.ask(htmx, path, options, {"HX-History-Restore-Request": "true"})
