"""`@partial_response`: a view answers with its page or with just a partial of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template.response import TemplateResponse

from .responses import respond, then
from .selection import OutOfBand, Partials, Targets, prepare

type View = Callable[..., Any]


def partial_response(
    *names: str,
    template: str | None = None,
    targets: Targets | None = None,
    oob: OutOfBand = (),
) -> Callable[[View], View]:
    """
    Let a view answer htmx requests with a partial of its template.

    An ordinary request gets the page that the view returns, an htmx request the
    partial that it asks for: `names` are the partials (or blocks) that may be asked
    for, the first is the default.

    The view returns a `TemplateResponse`, as `htmx_partials.render()` makes it, or,
    with `template=`, the name of its template, a dict for its context. Any other
    response is passed on. Every response carries the `Vary` line that keeps pages
    and fragments apart in caches.

    `targets` maps ids of elements that htmx swaps, or their beginning and a `*`, to
    names, `None` for the page. `oob` names partials that go along with every
    fragment as out-of-band swaps, as a list or as a mapping to swap styles.

    Raises `ImproperlyConfigured` where a name is none, and when a view answers a
    request for a fragment with a whole page that is rendered already.

    For methods of class-based views see `PartialResponseMixin`. See "Partial
    rendering" in django-htmx's documentation and `hx-target` in htmx's.
    """
    if names and callable(names[0]):
        raise ImproperlyConfigured(
            "partial_response takes the names of partials: write @partial_response('results') above the view."
        )
    partials = Partials(names, targets, oob)

    def declared() -> Partials:
        return partials

    def decorate(view: View) -> View:
        def finish(request: HttpRequest, response: Any) -> Any:
            if isinstance(response, dict):
                if template is None:
                    raise dict_without_template(view)
                response = TemplateResponse(request, template, response)
            return respond(request, response, partials, view)

        @wraps(view)
        def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            prepare(request, declared)
            response = view(request, *args, **kwargs)
            return then(response, finish, request)

        if iscoroutinefunction(view):
            markcoroutinefunction(decorated)
        decorated.partials = partials  # type: ignore[attr-defined]
        return decorated

    return decorate


def dict_without_template(view: View) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{view.__module__}.{view.__qualname__} returned a dict, and nothing says which "
        f"template it is for. Add template='….html' to partial_response(), or return "
        f"htmx_partials.render(…)."
    )
