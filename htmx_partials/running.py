"""
Run an action, and answer with the state after it.

For a fragment, the view runs a second time in the same request. Any other request is
redirected to the same URL.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from asgiref.sync import sync_to_async
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

from .actions import Action, Rerender, actions_of
from .forms import InvalidFormError, inject_form, is_invalid, run_to_completion, valid_form
from .guards import refuse_unguarded_function
from .readers import has_lost_rights, reader_of, reload_user, rights_of
from .requests import ACTION, asks_for_fragment, own_full_path, replaces_part, second_request, take_parameter
from .responses import is_unrendered, name_of, shows_page
from .state import state_of

logger = logging.getLogger("htmx_partials")

# -- Which action does a request name? ----------------------------------------------


def requested_action(request: HttpRequest, actions: Mapping[str, Action], view: Any) -> Action | HttpResponse | None:
    """Return the action that this request names, a response that refuses it, or `None`."""
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


def warn_about_refused_action(request: HttpRequest, response: HttpResponseBase) -> None:
    """Log why a 405 was sent although the view has this action: something above the view refused the method."""
    match = request.resolver_match
    view: Any = match and match.func
    view_class = getattr(view, "view_class", None)
    actions = actions_of(view_class) if hasattr(view_class, "partial_names") else getattr(view, "actions", {})
    sent = (request.GET if request.method == "DELETE" else request.POST).get(ACTION, "")
    if sent in actions and request.method in actions[sent].methods:
        logger.warning(
            "%s has an action %r, and something ahead of it allows %s only: @require_GET above it, say, or "
            "http_method_names. Allow %s there.",
            name_of(view_class or view),
            sent,
            response.get("Allow", "other methods"),
            request.method,
        )


# -- Running it ---------------------------------------------------------------------


def answer_with_action(
    request: HttpRequest,
    requested: Action | HttpResponse,
    view: Callable[[HttpRequest], Any],
    is_async: bool,
    /,
    *args: Any,
    **kwargs: Any,
) -> Any:
    """
    Answer a request with the action that it names, called with the view's arguments.

    `view` answers the request of the second run. For an async view all of this runs in a
    thread, because forms may use the database.
    """

    def answer() -> Any:
        if isinstance(requested, HttpResponse):
            return requested
        return run(request, requested, view, *args, **kwargs)

    return sync_to_async(answer)() if is_async else answer()


def run(request: HttpRequest, action: Action, view: Callable[[HttpRequest], Any], /, *args: Any, **kwargs: Any) -> Any:
    take_parameter(request, ACTION)
    state_of(request).action = action
    reader = reader_of(request)
    rights = rights_of(reader.user)
    result = call_action(request, action, *args, **kwargs)
    if isinstance(result, HttpResponseBase):
        return result
    may_be_fragment = asks_for_fragment(request) and replaces_part(request)
    if reader_of(request) != reader:
        return redirect_to_same_url(request, client=may_be_fragment)
    if result.context is None and not may_be_fragment:
        return redirect_to_same_url(request)
    user = reload_user(reader.user)
    if has_lost_rights(user, rights):
        return redirect_to_same_url(request, client=may_be_fragment)
    state_of(request).action = apply_result(action, result)
    second = second_request(request, user)
    response = run_to_completion(view(second))
    if not isinstance(response, HttpResponseBase):
        return response  # Django reports what is no response
    # Asked only now: it may depend on what the view passes to render().
    if may_be_fragment and not shows_page(second):
        add_events(response, result.events)
        if result.reswap is not None:
            response["HX-Reswap"] = result.reswap
        return update_response(
            response, action, result.status, combined_context(result.context, result.fragment_context)
        )
    if result.context is None:
        return redirect_to_same_url(request)
    return update_response(response, action, result.status, result.context)


def call_action(request: HttpRequest, action: Action, /, *args: Any, **kwargs: Any) -> HttpResponseBase | Rerender:
    """Validate the form of an action, call the action, and return a response or a `Rerender`."""
    if action.check_guards:
        refuse_unguarded_function(action.function, action.binding)
    function = action.function if action.form is None else function_with_form(action)
    try:
        result = run_to_completion(function(*action.owner, request, *args, **kwargs))
    except InvalidFormError as invalid:
        return Rerender({action.form_name: invalid.form})
    if isinstance(result, (HttpResponseBase, Rerender)):
        return result
    if result is None or isinstance(result, dict):
        return Rerender(result)
    raise TypeError(
        f"The action {action.name!r} returned {type(result).__name__!r}. An action returns nothing, a dict for the "
        f"view's context, a Rerender or a response."
    )


def function_with_form(action: Action) -> Callable[..., Any]:
    def form_for(*args: Any, **kwargs: Any) -> Any:
        return valid_form(action.name, action.form, *args[len(action.owner) :], **kwargs)

    function: Callable[..., Any] = inject_form(action.function, action.innermost, form_for)
    return function


def apply_result(action: Action, result: Rerender) -> Action:
    """
    Return the action with the options of its result, which go before its own.

    With an invalid form, the answer is the action's own partial if it has one, without the
    companions of a success.
    """
    if any(map(is_invalid, (result.context or {}).values())):
        action = action._replace(partial=action.partial or None, oob=())
    return action._replace(
        partial=action.partial if result.partial is None else result.partial,
        oob=action.oob if result.oob is None else result.oob,
    )


def combined_context(*contexts: dict[str, Any] | None) -> dict[str, Any] | None:
    given = [context for context in contexts if context is not None]
    return {name: value for context in given for name, value in context.items()} if given else None


def redirect_to_same_url(request: HttpRequest, *, client: bool = False) -> HttpResponseBase:
    """Redirect to this URL, or to the page that an action of the site was sent from; never to another host."""
    url = escape_leading_slashes(state_of(request).return_url or own_full_path(request))
    if client:
        return HttpResponseClientRedirect(url)
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def add_events(response: HttpResponseBase, events: Mapping[str, Any]) -> None:
    """Add events to `HX-Trigger`, which holds a list of names or a mapping in JSON."""
    if events:
        header = response.get("HX-Trigger", "")
        existing = (
            json.loads(header) if header.startswith("{") else dict.fromkeys(filter(None, re.split(r"[,\s]+", header)))
        )
        details = {name: {} if detail is None else detail for name, detail in (existing | dict(events)).items()}
        response["HX-Trigger"] = json.dumps(details, cls=DjangoJSONEncoder)


def update_response(
    response: HttpResponseBase, action: Action, status: int | None, context: dict[str, Any] | None
) -> HttpResponseBase:
    """
    Set the status and the context of an action's result on the view's response.

    Raises `ImproperlyConfigured` if the response is already rendered and there is a context to show.
    """
    if status is not None and response.status_code < 300:
        response.status_code = status
    if context is not None and is_unrendered(response):
        response.context_data = {**(response.context_data or {}), **context}
    elif context is not None and 200 <= response.status_code < 300:
        raise ImproperlyConfigured(
            f"The view answers the action {action.name!r} with a response that is rendered already, so that "
            f"the context of the action cannot be shown. Return htmx_partials.render(…) or a TemplateResponse from "
            f"the view."
        )
    return response
