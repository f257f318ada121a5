"""The one place where a view's response becomes the page or a fragment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import iscoroutine
from typing import Any, TypeGuard
from weakref import ref

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from .oob import Companion
from .rendering import PartialsTemplate
from .requests import VARY, is_htmx_4
from .selection import NOTHING, PAGE, Partials, SelectedPartial, Selection, as_action_says, select, site_wide


def respond(
    request: HttpRequest,
    response: Any,
    declared: Callable[[], Partials],
    view: Callable[..., Any],
) -> Any:
    """
    Make of a view's response what the request asks for.

    A template response that is not rendered yet stays the object that it is, and will
    render a fragment of its template; any other response is passed on. Each of them
    gets the `Vary` line. What the view has `declared` is asked for only where it counts.
    """
    if not isinstance(response, HttpResponseBase):
        return response  # Django has words for what is no response.
    if is_unrendered(response):
        if "resolve_template" not in vars(response):
            render_later(request, response, as_action_says(request, declared()))
    else:
        if is_finished_page(response):
            selection = select(request, as_action_says(request, declared()))
            if selection and selection[-1]:
                raise finished_page(selection[-1], view)
        keep_messages_private(request, response)
    vary(response)
    return response


def then(response: Any, finish: Callable[[HttpRequest, Any], Any], request: HttpRequest) -> Any:
    """
    Finish what a view returned, sync or async.

    Not every async view is marked as one: `dispatch()` of a class is not.
    """

    async def finish_awaited() -> Any:
        return finish(request, await response)

    return finish_awaited() if iscoroutine(response) else finish(request, response)


def is_unrendered(response: HttpResponseBase) -> TypeGuard[SimpleTemplateResponse]:
    """Is this a template response to come? Without a template it is none of ours."""
    return (
        isinstance(response, SimpleTemplateResponse) and not response.is_rendered and response.template_name is not None
    )


def render_later(request: HttpRequest, response: SimpleTemplateResponse, partials: Partials) -> None:
    """
    Let the response render what was selected, whichever template it has by then.

    That is Django's `resolve_template()`, overridden for this one response; what is
    pickled of it, by Django's cache, goes without.
    """
    selection = select(request, partials)
    request._htmx_partials_selection = selection  # type: ignore[attr-defined]
    response.resolve_template = partial(  # type: ignore[method-assign]
        resolve_template, ref(response), request, partials, selection
    )
    response.rendering_attrs = [*response.rendering_attrs, "resolve_template", "rendering_attrs"]
    if selection == NOTHING:
        response["HX-Reswap"] = "none"
    if hasattr(request, "_messages"):
        # Ahead of that of a cache, which must not keep them.
        response._post_render_callbacks.insert(0, partial(keep_messages_private, request))  # type: ignore[attr-defined]


def shows_page(request: HttpRequest) -> bool:
    """Is what the view has returned for this request going to be the page?"""
    return getattr(request, "_htmx_partials_selection", None) == PAGE


def resolve_template(
    response: ref[SimpleTemplateResponse],
    request: HttpRequest,
    partials: Partials,
    selection: Selection,
    template: Any,
) -> Any:
    unrendered: Any = response()
    template = type(unrendered).resolve_template(unrendered, template)
    if selection == PAGE:
        return template
    names = [each and each.name for each in selection]
    fragment = PartialsTemplate(template, names, companions(request, unrendered, partials), htmx_4=is_htmx_4(request))
    # Middleware knows the request that came, not a second one, which an action has made of it.
    came: Any = getattr(request, "_htmx_partials_came", request)
    came._htmx_partials_rendered = fragment
    unrendered._htmx_partials_sent = fragment.sent
    return fragment


def companions(request: HttpRequest, response: HttpResponseBase, partials: Partials) -> list[Companion]:
    """Those of the view, which its pages must have, and those of the site."""
    site = site_wide().oob
    if not site or not may_have_companions(request, response):
        return partials.companions
    return partials.companions + [
        Companion(name, swap, is_required=False) for name, swap in site.items() if name not in partials.oob
    ]


def may_have_companions(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Will what they use up, as messages are, be seen? No session is saved with a server error."""
    return response.status_code < 500 and is_swapped(request, response)


def is_swapped(request: HttpRequest, response: HttpResponseBase) -> bool:
    """
    Will htmx put this answer into the page? One that it will not must use no message.

    See "Response handling" in htmx's documentation: htmx 2 drops errors.
    """
    return (
        (200 <= response.status_code < 300 and response.status_code not in (204, 205))
        or (response.status_code >= 400 and is_htmx_4(request))
    ) and not any(header in response for header in ("HX-Redirect", "HX-Location", "HX-Refresh"))


def is_finished_page(response: HttpResponseBase) -> bool:
    """Is this a successful answer that holds a whole document?"""
    return (
        isinstance(response, HttpResponse)
        and getattr(response, "is_rendered", True)
        and 200 <= response.status_code < 300
        and "HX-Retarget" not in response
        and "HX-Reselect" not in response
        and is_document(response)
    )


def is_html(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("text/html") and "Content-Encoding" not in response


def is_document(response: HttpResponse) -> bool:
    """Is this a whole HTML document, not a piece of one?"""
    start = response.content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return is_html(response) and start.startswith((b"<!doctype", b"<html"))


def finished_page(selected: SelectedPartial, view: Callable[..., Any]) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{name_of(view)} answered a request for the fragment "
        f"{selected.name!r} with a whole page. Return htmx_partials.render(…) or a "
        f"TemplateResponse, of which a fragment can still be rendered, instead of "
        f"django.shortcuts.render(…)."
    )


def name_of(view: Any) -> str:
    return f"{view.__module__}.{view.__qualname__}" if hasattr(view, "__qualname__") else repr(view)


def keep_messages_private(request: HttpRequest, response: HttpResponseBase) -> None:
    """Messages are for one reader: a shared cache must not keep what shows them."""
    if shows_messages(request):
        patch_cache_control(response, private=True)


def shows_messages(request: HttpRequest) -> bool:
    """Has there been any message to show, and has something shown it?"""
    messages = getattr(request, "_messages", None)
    return messages is not None and messages.used and len(messages) > 0


def vary(response: HttpResponseBase) -> None:
    """Add the one `Vary` line: a cache needs all of it on every answer of a URL."""
    there = response.get("Vary")
    if there is None:
        response["Vary"] = VARY
    elif VARY not in there:
        patch_vary_headers(response, VARY.split(", "))
