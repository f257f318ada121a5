"""
Several actions behind one URL: forms, the second run, and who may act.

A request that carries `_action` runs that action in place of the view. What comes back
is the state after the change: for a fragment from a second run of the view in the same
round trip, for any other request through a redirect to the same URL.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from inspect import getmembers_static, iscoroutine, isfunction
from typing import Any, NamedTuple, Protocol, cast, overload
from urllib.parse import quote

from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.utils.http import escape_leading_slashes
from django_htmx.http import HttpResponseClientRedirect

from .guards import METHODS, refuse_unguarded_class, refuse_unguarded_function
from .requests import ACTION, asks_for_fragment, own_full_path, replaces_part, second_request, take_parameter
from .responses import is_unrendered, name_of, shows_page
from .selection import OutOfBand, Partials

logger = logging.getLogger("htmx_partials")

type Bind = Callable[..., Any]


class Rerender:
    """
    What an action returns to say how the view is rendered again.

    `context` is put over the view's context; `events` are client-side events, a name,
    several, or a mapping of names to details, sent as `HX-Trigger`; `status` is the
    HTTP status of the answer.

    See `HX-Trigger` in htmx's documentation of response headers.
    """

    def __init__(
        self,
        context: dict[str, Any] | None = None,
        *,
        events: str | Iterable[str] | Mapping[str, Any] | None = None,
        status: int | None = None,
    ) -> None:
        self.context = context
        if isinstance(events, str):
            events = (events,)
        self.events = events if isinstance(events, Mapping) else dict.fromkeys(events or ())
        self.status = status


class Action(NamedTuple):
    """A function that a request may name, and how its outcome is answered."""

    function: Callable[..., Any]
    name: str
    methods: tuple[str, ...]
    form: Bind | None
    partial: tuple[str, ...] | None
    oob: OutOfBand | None


type Actions = dict[str, Action]


class ActionDecorator(Protocol):
    """
    Let requests that carry `_action` run a function in place of the view.

    `name` is what `_action` names it by, the function's own name if there is none;
    `methods` are POST, DELETE or both; `form` is a form class, or a callable that takes
    the view's arguments and returns a bound form: the function runs only when that is
    valid, and gets it as `form`; `partial` is the fragment that is the answer, whatever
    the client asks for, and `oob` its companions, in place of those of the view.

    The function gets the view's arguments. It may return nothing, a dict, a `Rerender`
    or a response. What is decorated is returned as it is.

    Raises `ImproperlyConfigured` for another method, for what is not the name of a
    partial, for two actions of one name, and where a decorator of the view would not
    guard the action.
    """

    @overload
    def __call__[F: Callable[..., Any]](self, name: F, /) -> F: ...

    @overload
    def __call__[F: Callable[..., Any]](
        self,
        name: str | None = None,
        *,
        methods: str | Iterable[str] = ("POST",),
        form: Bind | None = None,
        partial: str | Iterable[str] | None = None,
        oob: OutOfBand | None = None,
    ) -> Callable[[F], F]: ...


def action_decorator(register: Callable[[Action], None]) -> ActionDecorator:
    """Make the decorator that declares actions, each handed to `register`."""

    def action(name: Any = None, **options: Any) -> Any:
        if callable(name):
            return action(**options)(name)

        def declare[F: Callable[..., Any]](function: F) -> F:
            register(declared(function, name or function.__name__, **options))
            return function

        return declare

    return action


def declared(
    function: Callable[..., Any],
    name: str,
    *,
    methods: str | Iterable[str] = ("POST",),
    form: Bind | None = None,
    partial: str | Iterable[str] | None = None,
    oob: OutOfBand | None = None,
) -> Action:
    methods = (methods,) if isinstance(methods, str) else tuple(methods)
    if not methods or not set(methods) <= set(METHODS):
        raise ImproperlyConfigured(f"The action {name!r} has methods={methods!r}. Actions are for POST and DELETE.")
    says = Partials(() if partial is None else partial, oob=() if oob is None else oob)
    return Action(
        function, name, methods, form, None if partial is None else says.names, None if oob is None else says.oob
    )


def add_action(actions: Actions, action: Action, owner: Any) -> None:
    if action.name in actions:
        raise ImproperlyConfigured(f"{name_of(owner)} has two actions named {action.name!r}.")
    actions[action.name] = action


def mark(action: Action) -> None:
    marks = getattr(action.function, "htmx_partials_actions", ())
    action.function.htmx_partials_actions = (*marks, action)  # type: ignore[attr-defined]


# Makes a method of a class with `PartialResponseMixin` an action.
action: ActionDecorator = action_decorator(mark)


@cache
def actions_of(view_class: Hashable) -> Actions:
    """The methods of a class that are marked as actions, by the names of these."""
    actions: Actions = {}
    for method in dict.fromkeys(method for _, method in getmembers_static(view_class, isfunction)):
        for action in getattr(method, "htmx_partials_actions", ()):
            # A decorator above the mark has wrapped what was marked, and is to be called.
            add_action(actions, action._replace(function=method), view_class)
    if actions:
        refuse_unguarded_class(view_class)
    return actions


# -- Which action does a request name? ----------------------------------------------


def answer_for(request: HttpRequest, actions: Mapping[str, Action], view: Any) -> Action | HttpResponse | None:
    """The action that this request runs, or the refusal of it, or neither."""
    if not actions or getattr(request, "method", None) not in ("POST", "PUT", "PATCH", "DELETE"):
        return None
    names = (request.GET if request.method == "DELETE" else request.POST).getlist(ACTION)
    if not names:
        logger.warning(
            "%s has actions and answers a %s of %s without one itself: no field of the request is named %r. A form "
            "that is not sent by its button, by hx-trigger='change' say, needs it as a hidden field or in hx-vals.",
            name_of(view),
            request.method,
            quote(request.path),
            ACTION,
        )
        return None
    action = actions.get(names[0]) if len(names) == 1 else None
    if action is None:
        return HttpResponseBadRequest(f"{ACTION} names no action of this page.", content_type="text/plain")
    if request.method not in action.methods:
        return HttpResponseNotAllowed(action.methods)
    return action


# -- Running it ---------------------------------------------------------------------


def act(
    request: HttpRequest,
    asked: Action | HttpResponse,
    view: Callable[[HttpRequest], Any],
    is_async: bool,
    /,
    *args: Any,
    **kwargs: Any,
) -> Any:
    """
    Answer a request by the action that it asks for, with the view's arguments.

    `view` answers another request, as a second run does. For an async view all of it
    happens in a thread, where forms may use the database.
    """

    def answer() -> Any:
        if isinstance(asked, HttpResponse):
            return asked
        return run(request, asked, view, *args, **kwargs)

    return sync_to_async(answer)() if is_async else answer()


def run(request: HttpRequest, action: Action, view: Callable[[HttpRequest], Any], /, *args: Any, **kwargs: Any) -> Any:
    take_parameter(request, ACTION)
    request._htmx_partials_action = action  # type: ignore[attr-defined]
    reader = who(request)
    result = outcome(request, action, *args, **kwargs)
    if isinstance(result, HttpResponseBase):
        return result
    may_be_fragment = asks_for_fragment(request) and replaces_part(request)
    if who(request) != reader:
        return same_url(request, client=may_be_fragment)
    if result.context is None and not may_be_fragment:
        return same_url(request)
    again = second_request(request)
    response = now(view(again))
    if not isinstance(response, HttpResponseBase):
        return response  # Django has words for what is no response.
    # Which it is may depend on what the view passes to render().
    if not shows_page(again):
        trigger(response, result.events)
    elif result.context is None:
        return same_url(request)
    return with_result(response, action, result)


def outcome(request: HttpRequest, action: Action, /, *args: Any, **kwargs: Any) -> HttpResponseBase | Rerender:
    """What the action returns, in one of two forms, once its form is valid."""
    refuse_unguarded_function(action.function)
    if action.form is not None:
        form = bind(request, action, *args, **kwargs)
        if not form.is_valid():
            return Rerender({"form": form})
        kwargs["form"] = form
    result = now(action.function(request, *args, **kwargs))
    if isinstance(result, (HttpResponseBase, Rerender)):
        return result
    if result is None or isinstance(result, dict):
        return Rerender(result)
    raise TypeError(
        f"The action {action.name!r} returned {type(result).__name__!r}. An action returns nothing, a dict for the "
        f"view's context, a Rerender or a response."
    )


def bind(request: HttpRequest, action: Action, /, *args: Any, **kwargs: Any) -> Any:
    """The action's form with the request's data: made of a class, or by a callable."""
    if isinstance(action.form, type):
        return action.form(request.GET if request.method == "DELETE" else request.POST, request.FILES)
    form = now(cast(Bind, action.form)(request, *args, **kwargs))
    if not getattr(form, "is_bound", False):
        raise ImproperlyConfigured(
            f"The form= of the action {action.name!r} returned {type(form).__name__!r} and no bound form. Make it with "
            f"the data of the request, as in TodoForm(request.POST, instance=todo)."
        )
    return form


def now(result: Any) -> Any:
    """A result, or what a coroutine comes to."""

    async def awaited() -> Any:
        return await result

    return async_to_sync(awaited)() if iscoroutine(result) else result


def who(request: HttpRequest) -> Any:
    """The user that the request is from: an action that logs in or out, or deletes them, shows here."""
    session, user = getattr(request, "session", {}), getattr(request, "user", None)
    return session.get(SESSION_KEY), user, getattr(user, "pk", None)


def same_url(request: HttpRequest, *, client: bool = False) -> HttpResponseBase:
    """Send the reader to this URL again, never to another host's."""
    url = escape_leading_slashes(own_full_path(request))
    if client:
        return HttpResponseClientRedirect(url)
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def trigger(response: HttpResponseBase, events: Mapping[str, Any]) -> None:
    """Add events to the header, which holds a list of names or a mapping in JSON."""
    if events:
        header = response.get("HX-Trigger", "")
        there = (
            json.loads(header) if header.startswith("{") else dict.fromkeys(filter(None, re.split(r"[,\s]+", header)))
        )
        details = {name: {} if detail is None else detail for name, detail in (there | dict(events)).items()}
        response["HX-Trigger"] = json.dumps(details, cls=DjangoJSONEncoder)


def with_result(response: HttpResponseBase, action: Action, result: Rerender) -> HttpResponseBase:
    """Put over the view's answer what the action said of it."""
    if result.status is not None and response.status_code < 300:
        response.status_code = result.status
    if result.context is not None and is_unrendered(response):
        response.context_data = {**(response.context_data or {}), **result.context}
    elif result.context is not None and 200 <= response.status_code < 300:
        raise ImproperlyConfigured(
            f"The view answers the action {action.name!r} with a response that is rendered already, so that "
            f"the context of the action cannot be shown. Return htmx_partials.render(…) or a TemplateResponse from "
            f"the view."
        )
    return response
