"""`@partial_response`: a view answers with its page, or with just a partial of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import partial, wraps
from types import FrameType
from typing import Any, Protocol, overload

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .actions import Action, ActionDecorator, Actions, action_decorator, add_action_of_view
from .guards import is_plain_function, refuse_unguarded_view
from .responses import respond
from .running import answer_with_action, requested_action
from .selection import OutOfBand, Partials, Targets, prepare_request

type View = Callable[..., Any]


class PartialView[**P, R](Protocol):
    """A view that `partial_response()` decorates."""

    partials: Partials
    actions: Actions
    action: ActionDecorator
    template: str | Sequence[str] | None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R: ...


class PartialDecorator(Protocol):
    @overload
    def __call__[**P](
        self, view: Callable[P, Coroutine[Any, Any, Any]]
    ) -> PartialView[P, Coroutine[Any, Any, HttpResponseBase]]: ...

    @overload
    def __call__[**P](self, view: Callable[P, Any]) -> PartialView[P, HttpResponseBase]: ...


def partial_response(
    *names: str,
    template: str | Sequence[str] | None = None,
    targets: Targets | None = None,
    oob: OutOfBand = (),
) -> PartialDecorator:
    """
    Let a view answer htmx requests with a partial of its template.

    An ordinary request gets the page that the view returns. An htmx request gets the
    partial that it asks for: `names` are the partials or blocks that may be asked for, the
    first is the default.

    The view returns a `TemplateResponse`, as `htmx_partials.render()` makes it, or, with
    `template=`, the name of its template, a dict for its context. Any other response is
    passed on. Every response carries the `Vary` line that keeps pages and fragments apart
    in caches.

    `targets` maps ids of elements that htmx swaps, or the beginning of ids with a `*` or
    `<int>`, to names, or to `None` for the page. `oob` names companions: partials that are
    sent with every fragment as out-of-band swaps. It is a list, or a mapping to swaps.

    Raises `ImproperlyConfigured` for what is not the name of a partial, and when a view
    answers a request for a fragment with a page that is already rendered.

    For class-based views see `PartialResponseMixin`. See "Partial rendering" in
    django-htmx's documentation, and `hx-target` in htmx's.
    """
    if names and callable(names[0]):
        raise ImproperlyConfigured(
            "partial_response takes the names of partials: write @partial_response('results') above the view."
        )
    partials = Partials(names, targets, oob)

    def declared() -> Partials:
        return partials

    def decorate(view: View) -> Any:
        actions: Actions = {}
        is_async = iscoroutinefunction(view)
        is_plain = is_plain_function(view, sys._getframe(1).f_code)

        def rerun(args: Any, kwargs: Any, request: HttpRequest) -> Any:
            return respond(request, view(request, *args, **kwargs), declared, view, template)

        @wraps(view)
        def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            requested = requested_action(request, actions, view) if actions else None
            prepare_request(request, declared)
            if requested:
                response = answer_with_action(
                    request, requested, partial(rerun, args, kwargs), is_async, *args, **kwargs
                )
            else:
                response = view(request, *args, **kwargs)
            return respond(request, response, declared, view, template)

        def register(action: Action, frame: FrameType) -> None:
            if action.check_guards:
                refuse_unguarded_view(view, is_plain=is_plain)
            add_action_of_view(actions, action, view, decorator, frame)

        decorator = action_decorator(register)

        if is_async:
            markcoroutinefunction(decorated)
        decorated.partials = partials  # type: ignore[attr-defined]
        decorated.actions = actions  # type: ignore[attr-defined]
        decorated.action = decorator  # type: ignore[attr-defined]
        decorated.template = template  # type: ignore[attr-defined]
        return decorated

    return decorate
