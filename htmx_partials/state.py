"""What this library knows of one request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actions import Action
    from .rendering import PartialsTemplate
    from .selection import Partials, Selection


class PartialState:
    """
    All that is noted of a request, under the one name `_htmx_partials`.

    The request of a second run is a copy of the one that came, and shares it.
    """

    # What the view declares, once it has been called.
    declared: Callable[[], Partials] | None = None
    # The values of `_partial`, which the view does not see.
    partial_parameter: Sequence[str] = ()
    # The action that has been run, with what it says of its answer, and the method that it was sent by.
    action: Action | None = None
    action_method: str | None = None
    # What answers the request, and the fragment that was rendered for it.
    selection: Selection | None = None
    rendered: PartialsTemplate | None = None
    # Does the middleware see the request, and not just a view?
    is_of_site: bool = False
    # The tags that the request came with, while the view sees those of its kind.
    if_none_match: str | None = None
    # The page that an action of the whole site was sent from.
    return_url: str | None = None


def state_of(request: Any) -> PartialState:
    """What is known of this request, nothing at first."""
    state: PartialState | None = getattr(request, "_htmx_partials", None)
    if state is None:
        state = request._htmx_partials = PartialState()
    return state
