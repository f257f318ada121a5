"""How htmx 4 goes back: it asks the server for the page anew."""

from typing import TYPE_CHECKING

from htmx_partials.testing.htmx4 import answers
from htmx_partials.testing.selectors import query
from htmx_partials.testing.urls import path_of

if TYPE_CHECKING:
    from htmx_partials.testing.htmx4 import Htmx4

HISTORY_ELEMENT = "[hx-history-elt], [data-hx-history-elt]"


def restore(htmx: "Htmx4") -> None:
    """Show the page of the current entry."""
    browser = htmx.browser
    if not htmx.trigger(browser.document_element, "htmx:before:history:restore"):
        return
    if htmx.config["history"] == "reload":
        browser.reload()
        return
    place = query(browser.document, HISTORY_ELEMENT)
    said = {"target": place or browser.body, "swap": "outerSync"}
    if place is not None:
        said["select"] = HISTORY_ELEMENT
    path = path_of(browser.location).partition("#")[0]
    answers.ask(htmx, path, said, {"HX-History-Restore-Request": "true"})
