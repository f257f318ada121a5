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

from .rendering import PartialsTemplate
from .requests import VARY
from .selection import Partials, SelectedPartial, select


def respond(
    request: HttpRequest,
    response: Any,
    partials: Partials,
    view: Callable[..., Any],
) -> Any:
    """
    Make of a view's response what the request asks for.

    A template response that is not rendered yet stays the object that it is, and will
    render a fragment of its template; any other response is passed on. Each of them
    gets the `Vary` line.
    """
    if not isinstance(response, HttpResponseBase):
        return response  # Django has words for what is no response.
    if is_unrendered(response):
        if "resolve_template" not in vars(response):
            render_later(request, response, partials)
    else:
        if is_finished_page(response):
            selected = select(request, partials)[-1]
            if selected is not None:
                raise finished_page(selected, view)
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
    names = [each and each.name for each in select(request, partials)]
    response.resolve_template = partial(  # type: ignore[method-assign]
        resolve_template, ref(response), names
    )
    response.rendering_attrs = [*response.rendering_attrs, "resolve_template", "rendering_attrs"]
    if hasattr(request, "_messages"):
        response.add_post_render_callback(partial(keep_messages_private, request))


def resolve_template(response: ref[SimpleTemplateResponse], names: list[str | None], template: Any) -> Any:
    unrendered: Any = response()
    template = type(unrendered).resolve_template(unrendered, template)
    return template if names == [None] else PartialsTemplate(template, names)


def is_finished_page(response: HttpResponseBase) -> bool:
    """Is this a successful answer that holds a whole document?"""
    return (
        isinstance(response, HttpResponse)
        and 200 <= response.status_code < 300
        and "HX-Retarget" not in response
        and "HX-Reselect" not in response
        and response.get("Content-Type", "").startswith("text/html")
        and is_document(response.content)
    )


def is_document(content: bytes) -> bool:
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html"))


def finished_page(selected: SelectedPartial, view: Callable[..., Any]) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{view.__module__}.{view.__qualname__} answered a request for the fragment "
        f"{selected.name!r} with a whole page. Return htmx_partials.render(…) or a "
        f"TemplateResponse, of which a fragment can still be rendered, instead of "
        f"django.shortcuts.render(…)."
    )


def keep_messages_private(request: HttpRequest, response: HttpResponseBase) -> None:
    """Messages are for one reader: a shared cache must not keep what shows them."""
    messages = getattr(request, "_messages", None)
    if messages is not None and messages.used:
        patch_cache_control(response, private=True)


def vary(response: HttpResponseBase) -> None:
    """Add the one `Vary` line: a cache needs all of it on every answer of a URL."""
    there = response.get("Vary")
    if there is None:
        response["Vary"] = VARY
    elif VARY not in there:
        patch_vary_headers(response, VARY.split(", "))
