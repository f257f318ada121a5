"""Actions of the whole site, which belong to every page: dismissing a notification, choosing a team."""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme

from .decorators import PartialView, partial_response
from .requests import asks_for_fragment, current_page_url, is_boosted, is_second_run
from .running import redirect_to_same_url
from .selection import OutOfBand
from .shortcuts import render
from .state import state_of


def site_actions(
    template_name: str | Sequence[str], *, oob: OutOfBand = ()
) -> PartialView[[HttpRequest], HttpResponseBase]:
    """
    Make a view that exists for its actions alone, which any page may send.

    A request for a fragment is answered with companions alone: those of the action, or
    else `oob`, and those of the site. Each is a partial or block of the template. Any other
    request is redirected to the page that it came from.

    `template_name` is the site's base template, say, or a list of names. `oob` is as for
    `partial_response()`. Decorate the view as any other, and add it to the URLconf.

    Returns a view that has `.action`. Raises `ImproperlyConfigured` as
    `partial_response()` does.
    """

    @partial_response(oob=oob)
    def view(request: HttpRequest) -> HttpResponseBase:
        if is_second_run(request) and asks_for_fragment(request) and not is_boosted(request):
            return render(request, template_name, partial=())
        return redirect_to_same_url(request)

    @wraps(view)
    def from_any_page(request: Any) -> HttpResponseBase:
        state_of(request).return_url = return_url(request)
        return view(request)

    return cast(PartialView[[HttpRequest], HttpResponseBase], from_any_page)


def return_url(request: HttpRequest) -> str:
    """
    Return the page of this site that a request was sent from, or else the site's root.

    A GET returns to the root: it follows a link or a login, not the form of a page.
    """
    referer: str = request.META.get("HTTP_REFERER", "")
    if request.method in ("GET", "HEAD"):
        return get_script_prefix()
    if page := current_page_url(request):
        return page
    if url_has_allowed_host_and_scheme(referer, request.get_host(), request.is_secure()):
        url = urlsplit(referer)
        return f"{url.path or '/'}{url.query and f'?{url.query}'}"
    return get_script_prefix()
