"""``hx-on``: the kit runs no JavaScript, but knows the few lines that most pages have there."""

import re

from htmx_partials.testing import values
from htmx_partials.testing.events import Event, Listener
from htmx_partials.testing.parsing import Element, get_attribute

SUCCESS = re.compile(r"if\s*\(\s*(?:event\.)?detail\.successful\s*\)\s*(?P<then>[^{};]+)\Z")


def script(element: Element, name: str) -> Listener:
    """Return what an ``hx-on`` attribute does when its event comes.

    ``this.reset()``, ``this.remove()``, ``event.preventDefault()``, ``event.stopPropagation()``, each also behind
    ``if (event.detail.successful)``. Anything else raises ``NotImplementedError``, when the event comes.
    """
    source = get_attribute(element, name)
    source = get_attribute(element, f"data-{name}") if source is None else source

    def run(event: Event) -> None:
        for statement in filter(None, map(str.strip, (source or "").split(";"))):
            guarded = SUCCESS.match(statement)
            if guarded and not event.detail.get("successful"):
                continue
            _run(guarded["then"].strip() if guarded else statement, element, event, name)

    return run


def _run(statement: str, element: Element, event: Event, name: str) -> None:
    match re.sub(r"\s+", "", statement):
        case "this.reset()" if element.name == "form":
            values.reset(element)
        case "this.remove()":
            element.extract()
        case "event.preventDefault()":
            event.cancelled = True
        case "event.stopPropagation()":
            event.stopped = True
        case _:
            raise NotImplementedError(f"The testing kit runs no JavaScript, and {name} has some for it: {statement!r}.")
