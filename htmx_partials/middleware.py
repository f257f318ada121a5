"""What holds for the whole site: targets, companions, error pages and redirects."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.template.loader import get_template
from django.template.response import SimpleTemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.encoding import iri_to_uri
from django.utils.http import escape_leading_slashes

from .etags import hide_other_kinds, show_kind
from .rendering import PartialsTemplate
from .requests import asks_for_fragment, current_page_url, is_boosted, is_htmx, is_htmx_4, replaces_part
from .responses import (
    is_decided,
    is_document,
    is_html,
    is_swapped,
    keep_messages_private,
    may_have_companions,
    render_later,
    resolver_of,
    separate_in_caches,
    shows_messages,
    vary,
)
from .running import warn_about_refused_action
from .selection import NOTHING_DECLARED, companions_of_site
from .state import state_of

SAFE_METHODS = frozenset(["GET", "HEAD", "OPTIONS", "TRACE"])


class HtmxPartialsMiddleware:
    """
    Do for every view of a site what `partial_response()` does for its own.

    Put it last in `MIDDLEWARE`. A request for an element that `HTMX_PARTIALS_TARGETS` names
    gets just that partial or block of any template response. The companions in
    `HTMX_PARTIALS_OOB` that name their template are sent with every other fragment, even one
    made by hand. An error page or a redirect never ends up inside the element that was to be
    swapped.

    Override `client_redirect()` to answer redirects in another way.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response
        self.async_mode = iscoroutinefunction(get_response)
        if self.async_mode:
            markcoroutinefunction(self)
        if settings.DEBUG:
            from .debug.showing import report_responses

            report_responses(self)

    def __call__(self, request: HttpRequest) -> Any:
        state_of(request).is_of_site = True
        meta = request.META
        if "HTTP_IF_NONE_MATCH" in meta or "HTTP_IF_MATCH" in meta:  # few requests
            hide_other_kinds(request)
        if self.async_mode:
            return self.__acall__(request)
        return self.process_response(request, self.get_response(request))

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = await self.get_response(request)
        if is_htmx(request) or settings.DEBUG:  # companions and messages may use the database, and DEBUG counts queries
            return await sync_to_async(self.process_response)(request, response)
        return self.process_response(request, response)

    def process_template_response(self, request: HttpRequest, response: SimpleTemplateResponse) -> HttpResponseBase:
        if resolver := resolver_of(response):
            if is_htmx(request) and not is_decided(resolver):
                render_later(request, response, resolver, NOTHING_DECLARED)
            separate_in_caches(request, response)
        return response

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # Where htmx may get another answer, all others need the `Vary` line as well. `response.get()` takes longer.
        content_type = response.headers._store.get("content-type")
        if (content_type and content_type[1].startswith("text/html")) or response.status_code in (301, 302, 303, 304):
            vary(response)
        if response.status_code == 405:
            warn_about_refused_action(request, response)
        if not is_htmx(request):
            return response
        show_kind(request, response)
        if not is_swapped(request, response) and hasattr(request, "_messages"):
            request._messages.used = False  # nobody has seen them
        if response.status_code in (301, 302, 303) and replaces_part(request):
            return self.redirect(request, response)
        if isinstance(response, HttpResponse) and asks_for_fragment(request):
            if is_document(response):
                if response.status_code >= 400 and replaces_part(request):
                    retarget_to_body(response)
            elif lacks_companions(request, response):
                add_companions(request, response)
        return response

    def redirect(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Let the client follow a redirect as a page load, instead of putting the next page into the target."""
        here = urlsplit(request.build_absolute_uri())
        try:
            url = urlsplit(urljoin(here.geturl(), response.get("Location", "")))
        except ValueError:
            return response
        if url.scheme not in ("http", "https"):
            return response
        leads_away = url[:3] != here[:3]
        if leads_away:
            url = with_next_page(request, url)
        elif request.method not in SAFE_METHODS:
            response.status_code = 303
        if url[:2] == here[:2]:
            url = url._replace(scheme="", netloc="", path=escape_leading_slashes(url.path))
        answer = self.client_redirect(request, response, url.geturl())
        if leads_away or answer is not response:
            add_never_cache_headers(answer)
        vary(answer)
        return answer

    def client_redirect(self, request: HttpRequest, response: HttpResponseBase, url: str) -> HttpResponseBase:
        """
        Return the answer that takes the client to `url`, in place of a redirect.

        Cookies and headers of `response` are kept. A redirect to the path of the request is
        left to the browser: `response` is returned as it is. Override this to answer with
        django-htmx's `HttpResponseLocation` where the page must not be reloaded, or to return
        `response` for other paths as well.

        See `HX-Redirect` in htmx's documentation of response headers.
        """
        if urlsplit(urljoin(request.build_absolute_uri(), url))[:3] == urlsplit(request.build_absolute_uri())[:3]:
            return response
        answer = HttpResponse()
        for header, value in response.items():
            if header.lower() not in ("location", "content-length", "content-type", "content-encoding"):
                answer[header] = value
        answer["HX-Redirect"] = iri_to_uri(url)
        answer.cookies = response.cookies
        return answer


def with_next_page(request: HttpRequest, url: SplitResult) -> SplitResult:
    """
    Return the URL of a login page so that it leads back to the reader's page, not to a fragment's URL.

    A redirect asks for that if it goes to `LOGIN_URL`, or if its query has the URL of the
    request, as Django's own redirects to a login have.
    """
    page = current_page_url(request)
    if page is None:
        return url
    path, uri = request.get_full_path(), request.build_absolute_uri()
    absolute_page = request.build_absolute_uri(page)
    is_ours = url[:2] == urlsplit(uri)[:2]

    def changed(name: str, value: str) -> str:
        if value == path:
            return page
        if value == uri:
            return absolute_page
        if name == REDIRECT_FIELD_NAME and url[:3] == urlsplit(urljoin(uri, resolve_url(settings.LOGIN_URL)))[:3]:
            return page if is_ours else absolute_page
        return value

    parameters = parse_qsl(url.query, keep_blank_values=True)
    query = [(name, changed(name, value)) for name, value in parameters]
    return url if query == parameters else url._replace(query=urlencode(query, safe="/"))


def retarget_to_body(response: HttpResponse) -> None:
    """Show an error page as a page, whatever the target of the request was."""
    if "HX-Retarget" not in response and "HX-Reselect" not in response:
        response["HX-Retarget"] = "body"
        response.headers.setdefault("HX-Reswap", "innerHTML")


def lacks_companions(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether this is a fragment that companions can be sent with, and none are yet."""
    rendered = state_of(request).rendered
    return (
        request.method in ("GET", "POST", "DELETE")
        and not (rendered and rendered.is_fragment)
        and not shows_messages(request)
        and is_html(response)
        and may_have_companions(request, response)
    )


def add_companions(request: HttpRequest, response: HttpResponse) -> None:
    """Append the companions that name their template. A finished response no longer has a template of its own."""
    sent = getattr(response, "_htmx_partials_sent", ())  # noted when it was rendered, maybe for a cache
    companions = [
        each
        for each in companions_of_site()
        if each.is_required and each.name not in sent and (not each.is_for_navigation or is_boosted(request))
    ]
    if not companions:
        return
    template = get_template(companions[0].name.partition("#")[0])
    preceding = response.content.decode(response.charset, "replace")
    added = state_of(request).added = PartialsTemplate(
        template,
        None,
        companions,
        is_companions_alone=True,
        htmx_4=is_htmx_4(request),
        preceding=preceding,
        headers=response.headers,
    )
    if html := added.render({}, request):
        response.content += html.encode(response.charset, "xmlcharrefreplace")
        if "Content-Length" in response:
            response["Content-Length"] = str(len(response.content))
        del response["ETag"]
    keep_messages_private(request, response)
