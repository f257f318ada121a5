from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from usual.requests import HtmxRequest


class BoostMiddleware:
    """Keep pages and their boosted content apart in caches, and the login page out of fragments."""

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Boosted"])
        if request.htmx and response.status_code == 302:
            login = resolve_url(settings.LOGIN_URL)
            if urlsplit(response["Location"]).path == login:
                page = request.htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
                return HttpResponseClientRedirect(redirect_to_login(page).url)
            if request.path == login:
                return HttpResponseClientRedirect(response["Location"])
        return response
