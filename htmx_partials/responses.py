"""The one place where a view's response becomes the page or a fragment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Sequence
from functools import partial
from types import CoroutineType
from typing import Any, TypeGuard
from weakref import ref

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from .etags import show_kind
from .oob import Companion
from .rendering import PartialsTemplate, WholePage
from .requests import VARY, is_boosted, is_htmx, is_htmx_4
from .selection import (
    COMPANIONS_ALONE,
    PAGE,
    Partials,
    SelectedPartial,
    Selection,
    apply_action,
    companions_of_site,
    select,
)
from .state import state_of

VARY_HEADER = ("Vary", VARY)


def respond(
    request: HttpRequest,
    response: Any,
    declared: Callable[[], Partials],
    view: Callable[..., Any],
    template: str | Sequence[str] | None = None,
) -> Any:
    """
    Turn what a view returned into what the request asks for, and return it.

    A template response that is not rendered yet stays the same object, and will render a
    fragment of its template. Any other response is passed on. Each gets the `Vary` line.
    A dict is the context of `template`. A coroutine is awaited first: not every async view
    is marked as one, the `dispatch()` of a class is not. `declared` returns what the view
    declares; it is called only for htmx. `view` is named in errors.
    """
    if not isinstance(response, HttpResponseBase):
        if isinstance(response, CoroutineType):
            return respond_awaited(request, response, declared, view, template)
        if not isinstance(response, dict) or isinstance(view, type):
            return response  # Django reports what is no response itself.
        if template is None:
            raise dict_without_template_error(view)
        response = TemplateResponse(request, template, response)
    if is_htmx(request):
        resolver = resolver_of(response)
        if resolver and not is_decided(resolver):
            render_later(request, response, resolver, apply_action(request, declared()))
        if resolver is not response:
            once_rendered(response, partial(refuse_finished_page, request, declared, view))
    separate_in_caches(request, response)
    return response


async def respond_awaited(request: HttpRequest, response: Awaitable[Any], *args: Any) -> Any:
    return respond(request, await response, *args)


def dict_without_template_error(view: Callable[..., Any]) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{name_of(view)} returned a dict, and nothing says which template it is for. Add template='….html' to "
        f"partial_response(), or return htmx_partials.render(…)."
    )


def separate_in_caches(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let no cache take the answers to different requests for each other, or store what is for one reader."""
    vary(response)
    if hasattr(request, "_messages"):
        once_rendered(response, partial(keep_messages_private, request))
    if not state_of(request).is_of_site:
        once_rendered(response, partial(show_kind, request))  # a decorator above the view may set an ETag until then


def once_rendered(response: Any, callback: Callable[[HttpResponseBase], None]) -> None:
    """Call `callback` with the response: at once, or when it has been rendered, before a cache stores it."""
    if getattr(response, "is_rendered", True):
        callback(response)
    else:
        response._post_render_callbacks.insert(0, callback)


def resolver_of(response: Any) -> Any:
    """
    Return the object whose `resolve_template()` finds the template of an unrendered response.

    That is the response itself, or the renderer of a Django REST framework response. Returns
    `None` if there is no template.
    """
    if is_unrendered(response):
        return response
    renderer = getattr(response, "accepted_renderer", None)
    if not hasattr(renderer, "resolve_template") or response.is_rendered or response.exception:
        return None
    return renderer


def is_unrendered(response: HttpResponseBase) -> TypeGuard[SimpleTemplateResponse]:
    """Return whether this is a template response that is not rendered yet and names a template."""
    return (
        isinstance(response, SimpleTemplateResponse)
        and not response.is_rendered
        and response.template_name is not None
        and not (hasattr(response, "data") and is_of_rest_framework(response))
    )


def is_of_rest_framework(response: HttpResponseBase) -> bool:
    return hasattr(response, "data") and hasattr(response, "exception")


def render_later(request: HttpRequest, response: Any, resolver: Any, partials: Partials) -> None:
    """
    Let the response render what is selected of `partials`, from whichever template it has by then.

    This overrides Django's `resolve_template()` on this one response, or on what
    `resolver_of()` returns. Django's cache pickles the response without the override.
    """
    state = state_of(request)
    state.partials = partials
    selection = state.selection = select(request, partials)
    resolver.resolve_template = FragmentResolver(response, resolver, request, partials, selection)
    response.rendering_attrs = [*response.rendering_attrs, "resolve_template", "rendering_attrs"]
    if selection is COMPANIONS_ALONE and not leaves_target(request):
        response["HX-Reswap"] = "none"


def is_decided(resolver: Any) -> bool:
    """Return whether it has been decided what a response renders."""
    return "resolve_template" in resolver.__dict__


def leaves_target(request: HttpRequest) -> bool:
    """
    Return whether htmx may handle the target itself where the answer is companions alone.

    htmx 4 leaves its target as it is, unless `hx-swap` is `delete`. htmx 2 would swap the
    answer in unless it is told not to. After a DELETE it is not told, because there the
    target may have to go.
    """
    return is_htmx_4(request) or "DELETE" in (request.method, state_of(request).action_method)


def shows_page(request: HttpRequest) -> bool:
    """Return whether the response to this request is the page."""
    return state_of(request).selection is PAGE


class FragmentResolver:
    """
    Replaces `resolve_template()` of one response, and returns a template that renders what was selected.

    The response holds this object, so this object holds the response weakly. A cycle would
    keep both in memory until the garbage collector runs.
    """

    def __init__(
        self, response: Any, resolver: Any, request: HttpRequest, partials: Partials, selection: Selection
    ) -> None:
        self.response = ref(response)
        self.resolver = self.response if resolver is response else ref(resolver)
        self.request = request
        self.partials = partials
        self.selection = selection

    def __call__(self, template: Any) -> Any:
        response, resolver, request = self.response(), self.resolver(), self.request
        template = type(resolver).resolve_template(resolver, template)  # type: ignore[union-attr]
        state = state_of(request)
        if self.selection is PAGE:
            return WholePage(template, request) if state.declared else template
        selected, of_site = self.selection.partial, self.selection.of_site
        state.rendered = PartialsTemplate(
            template,
            selected and selected.name,
            companions_for(request, response, self.partials),  # type: ignore[arg-type]
            of_site=of_site and of_site.name,
            is_companions_alone=self.selection.is_companions_alone,
            htmx_4=is_htmx_4(request),
            headers=response.headers,  # type: ignore[union-attr]
        )
        response._htmx_partials_sent = state.rendered.sent  # type: ignore[union-attr]
        return state.rendered


def companions_for(request: HttpRequest, response: HttpResponseBase, partials: Partials) -> list[Companion]:
    """Return the companions that the view declares, and those of the site."""
    companions, site = partials.companions, companions_of_site()
    if not (companions or site):
        return companions
    if site and may_have_companions(request, response):
        companions = companions + [each for each in site if each.name not in partials.oob]
    return [each for each in companions if not each.is_for_navigation or is_boosted(request)]


def may_have_companions(request: HttpRequest, response: HttpResponseBase) -> bool:
    """
    Return whether the reader will see companions, and what they use up, such as messages.

    After a server error they might not: Django saves no session then.
    """
    return response.status_code < 500 and is_swapped(request, response)


def is_swapped(request: HttpRequest, response: HttpResponseBase) -> bool:
    """
    Return whether htmx will put this answer into the page. Otherwise it must not use up messages.

    See "Response handling" in htmx's documentation.
    """
    return (
        (200 <= response.status_code < 300 and response.status_code not in (204, 205))
        or (response.status_code >= 400 and is_swapped_error(request, response.status_code))
    ) and not any(header in response for header in ("HX-Redirect", "HX-Location", "HX-Refresh"))


def is_swapped_error(request: HttpRequest, status: int) -> bool:
    """
    Return whether htmx swaps errors with this status: htmx 4 does, htmx 2 does not, unless the settings say otherwise.
    """
    statuses: Container[int] | None = getattr(settings, "HTMX_PARTIALS_SWAPPED_ERRORS", None)
    return is_htmx_4(request) if statuses is None else status in statuses


def refuse_finished_page(
    request: HttpRequest, declared: Callable[[], Partials], view: Callable[..., Any], response: HttpResponseBase
) -> None:
    if is_finished_page(response):
        selection = select(request, apply_action(request, declared()))
        if selection.partial:
            raise ImproperlyConfigured(finished_page_message(selection.partial, view, response))


def is_finished_page(response: HttpResponseBase) -> bool:
    """Return whether this is a successful response that holds a whole document."""
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
    """Return whether this is a whole HTML document, not a part of one."""
    start = response.content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return is_html(response) and start.startswith((b"<!doctype", b"<html"))


def finished_page_message(selected: SelectedPartial, view: Callable[..., Any], response: HttpResponseBase) -> str:
    problem = f"{name_of(view)} answered a request for the fragment {selected.name!r} with a whole page. "
    if is_of_rest_framework(response):
        return problem + (
            "In Django REST framework put partial_response() above @api_view, and let TemplateHTMLRenderer render "
            "the page."
        )
    return problem + (
        "Return htmx_partials.render(…) or a TemplateResponse, of which a fragment can still be rendered, instead of "
        "django.shortcuts.render(…)."
    )


def name_of(view: Any) -> str:
    return f"{view.__module__}.{view.__qualname__}" if hasattr(view, "__qualname__") else repr(view)


def keep_messages_private(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let no shared cache store a response that shows messages, which are for one reader."""
    if shows_messages(request):
        patch_cache_control(response, private=True)


def shows_messages(request: HttpRequest) -> bool:
    """Return whether there were messages, and something has shown them."""
    messages = getattr(request, "_messages", None)
    return messages is not None and messages.used and len(messages) > 0


def vary(response: HttpResponseBase) -> None:
    """Add the one `Vary` line. A cache needs all of it on every answer of a URL."""
    # Not `response.headers["Vary"]`, which would encode the line anew for each response.
    headers: dict[str, tuple[str, str]] = response.headers._store
    header = headers.setdefault("vary", VARY_HEADER)
    if header is not VARY_HEADER and VARY not in header[1]:
        patch_vary_headers(response, VARY.split(", "))
