"""`hx-on` and `onclick`. The kit runs no JavaScript, but knows the few statements that most pages have there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import values
from .events import Event, Listener
from .parsing import Element, get_attribute

if TYPE_CHECKING:
    from .browser import Browser

SUCCESS = re.compile(r"if\s*\(\s*(?:event\.)?detail\.successful\s*\)\s*(?P<then>[^{};]+)\Z")


def script(browser: Browser, element: Element, name: str) -> Listener:
    """Return a listener that does what an `hx-on` attribute says."""
    source = get_attribute(element, name)
    source = get_attribute(element, f"data-{name}") if source is None else source
    return lambda event: run_script(browser, source or "", element, event, name)


def run_script(browser: Browser, source: str, element: Element, event: Event, name: str) -> None:
    """
    Do what a script says.

    It may contain `this.reset()`, `this.remove()`, `event.preventDefault()` and `event.stopPropagation()`, each also
    after `if (event.detail.successful)`, and `return false`.

    Raises `NotImplementedError` for anything else, unless the test said `scripts="ignore"`.
    """
    for statement in filter(None, map(str.strip, source.split(";"))):
        guarded = SUCCESS.match(statement)
        if guarded and not event.detail.get("successful"):
            continue
        match re.sub(r"\s+", "", guarded["then"] if guarded else statement):
            case "this.reset()" if element.name == "form":
                values.reset(element)
            case "this.remove()":
                element.extract()
            case "event.preventDefault()":
                event.cancelled = True
            case "event.stopPropagation()":
                event.stopped = True
            case "returnfalse":
                event.cancelled = event.cancelled or not name.startswith("hx-on")
                return
            case _:
                browser.skip_script(statement, name)
