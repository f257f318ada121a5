"""A site for tests of caches. Each of its answers shows its kind."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.shortcuts import render as finished
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.cache import cache_control, cache_page
from django.views.decorators.http import condition, etag
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView

from htmx_partials import PartialResponseMixin, partial_response, render
from tests.templates_for_tests import HTMX_MIDDLEWARE, in_memory

TEMPLATES = {
    "base.html": (
        "{% load django_htmx %}<!doctype html><html><head><title>Site</title><link rel='icon' href='data:,'>"
        "{% htmx_script version=HTMX_VERSION %}</head><body><main id='content'>{% block content %}{% endblock %}</main>"
        "{% partialdef nav inline %}<nav id='nav'>nav</nav>{% endpartialdef %}</body></html>"
    ),
    "page.html": (
        "{% extends 'base.html' %}{% block content %}<h1>page {{ n }}</h1>"
        "<button hx-get='{{ request.get_full_path }}' hx-target='#rows'>rows</button>"
        "<ul id='rows'>{% partialdef rows inline %}<li>rows {{ n }}</li>{% endpartialdef %}</ul>"
        "{% partialdef count inline %}<b id='count'>count {{ n }}</b>{% endpartialdef %}{% endblock %}"
    ),
    "404.html": "<!doctype html><html><h1>missing</h1></html>",
}


def number(request: HttpRequest) -> str:
    return request.GET.get("n", "0")


def tag_of(request: HttpRequest) -> str:
    return f"n{number(request)}"


def changed(request: HttpRequest) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC)


@partial_response("rows", "count")
def decorated(request: HttpRequest) -> TemplateResponse:
    return render(request, "page.html", {"n": number(request)})


tagged = etag(tag_of)(decorated)
conditional = condition(lambda request: f'W/"{tag_of(request)}"', changed)(decorated)
tagged_below = partial_response("rows", "count")(
    etag(tag_of)(lambda request: TemplateResponse(request, "page.html", {"n": number(request)}))
)


class ByClass(PartialResponseMixin, TemplateView):
    template_name = "page.html"
    partial_names = ("rows", "count")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"n": number(self.request)}


@partial_response("rows")
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


@partial_response("rows")
def moved(request: HttpRequest) -> HttpResponse:
    return redirect(f"/decorated/?n={number(request)}")


def undecorated(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, "page.html", {"n": number(request)})


def hand(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>hand {number(request)}</p>")


def either(request: Any) -> HttpResponse:
    if request.htmx and not request.htmx.history_restore_request:
        return HttpResponse(f"<p>hand {number(request)}</p>")
    return finished(request, "page.html", {"n": number(request)})


VIEWS: dict[str, Callable[..., HttpResponseBase]] = {
    "decorated": decorated,
    "tagged": tagged,
    "conditional": conditional,
    "tagged-below": tagged_below,
    "class": etag(tag_of)(ByClass.as_view()),
    "missing": missing,
    "moved": moved,
    "undecorated": undecorated,
    "hand": hand,
    "tagged-hand": etag(tag_of)(hand),
    "either": etag(tag_of)(either),
}

# A cache below the middleware sees only the headers of its view.
varied = vary_on_headers("HX-Request", "HX-History-Restore-Request")(VIEWS["either"])

urlpatterns = [
    *(path(f"{name}/", cache_control(max_age=600)(view)) for name, view in VIEWS.items()),
    *(path(f"kept/{name}/", cache_page(600)(view)) for name, view in (VIEWS | {"either": varied}).items()),
    *(path(f"soon/{name}/", cache_control(max_age=1)(view)) for name, view in VIEWS.items()),
    *(path(f"asked/{name}/", cache_control(no_cache=True)(view)) for name, view in VIEWS.items()),
]


def htmx_version(request: HttpRequest) -> dict[str, int]:
    return {"HTMX_VERSION": settings.HTMX_VERSION}


CACHING = [
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
]
LIBRARY = [HTMX_MIDDLEWARE, "htmx_partials.middleware.HtmxPartialsMiddleware"]


def settings_with(*middleware: str, version: int = 2) -> dict[str, Any]:
    return {
        "ROOT_URLCONF": "tests.caches.site",
        "ALLOWED_HOSTS": ["*"],
        "DEBUG": False,
        "HTMX_VERSION": version,
        "MIDDLEWARE": [*middleware, *LIBRARY],
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "caches"}},
        "HTMX_PARTIALS_TARGETS": {"content": "content"},
        "HTMX_PARTIALS_OOB": {"base.html#nav": None},
        "TEMPLATES": [
            in_memory(
                TEMPLATES, processors=("django.template.context_processors.request", "tests.caches.site.htmx_version")
            )
        ],
    }
