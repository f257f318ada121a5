"""What this library keeps about one request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actions import Action
    from .debug import Explanation
    from .rendering import PartialsTemplate
    from .selection import Partials, Selection


class PartialState:
    """
    Everything that is kept about a request, as its attribute `_htmx_partials`.

    The request of a second run is a copy, and shares the state of the first.
    """

    # Returns what the view declares; set when the view is called.
    declared: Callable[[], Partials] | None = None
    # The values of `_partial`, hidden from the view.
    partial_parameter: Sequence[str] = ()
    # The action that has run, with the options of its result, and the method of its request.
    action: Action | None = None
    action_method: str | None = None
    # What was selected to answer the request, out of which partials, and the template that renders it.
    selection: Selection | None = None
    partials: Partials | None = None
    rendered: PartialsTemplate | None = None
    # The companions that the middleware appended to a finished response.
    added: PartialsTemplate | None = None
    # Whether HtmxPartialsMiddleware handles the request, and not only a view.
    is_of_site: bool = False
    # The original If-None-Match header, while the view sees a changed one.
    if_none_match: str | None = None
    # The page to return to after an action of the whole site.
    return_url: str | None = None
    # With DEBUG only: when the view started, and the explanation of its response.
    started: float | None = None
    explanation: Explanation | None = None


def state_of(request: Any) -> PartialState:
    """Return the state of this request, a new one at first."""
    state: PartialState | None = getattr(request, "_htmx_partials", None)
    if state is None:
        state = request._htmx_partials = PartialState()
    return state
