"""Django REST framework: pages of `TemplateHTMLRenderer`, and responses that cannot be fragments."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.test import Client
from django.views.decorators.cache import cache_page
from rest_framework.decorators import api_view, renderer_classes
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer, StaticHTMLRenderer, TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from htmx_partials import PartialResponseMixin, partial_response, selected_partial
from htmx_partials.requests import VARY

from .templates_for_tests import BOOSTED, HTMX, serve

LIBRARY = "htmx_partials.middleware.HtmxPartialsMiddleware"
TEMPLATES = {
    "base.html": "<!doctype html><main>{% block content %}{% endblock %}</main>",
    "page.html": (
        "{% extends 'base.html' %}{% block content %}{% partialdef rows inline %}<p>{{ word }}</p>{% endpartialdef %}"
        "{% partialdef row inline %}<b>{{ word }}</b>{% endpartialdef %}"
        "{% partialdef count inline %}<i id='count'>{{ word }}</i>{% endpartialdef %}{% endblock %}"
    ),
    "404.html": "<!doctype html><h1>404</h1>",
}
CONTENT = "<p>word</p><b>word</b><i id='count'>word</i>"
PAGE = f"<!doctype html><main>{CONTENT}</main>"
COUNT = "<i hx-swap-oob=\"true\" id='count'>word</i>"


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.REST_FRAMEWORK = {"UNAUTHENTICATED_USER": None}


def answered(settings: Any, view: Any, headers: dict[str, str], url: str = "/", **options: Any) -> Any:
    serve(settings, view, TEMPLATES, **options)
    return Client().get(url, headers=headers)


@api_view(["GET", "POST"])
@renderer_classes([TemplateHTMLRenderer, JSONRenderer])
def words(request: Any) -> Response:
    if "missing" in request.GET:
        raise Http404
    return Response({"word": "word"}, template_name="page.html")


decorated = partial_response("rows", "row", oob=["count"])(words)


class Words(PartialResponseMixin, APIView):  # type: ignore[misc]
    renderer_classes = (TemplateHTMLRenderer,)
    template_name = "page.html"
    partial_names = ("rows", "row")
    partial_oob = ("count",)

    def get(self, request: Any) -> Response:
        if "missing" in request.GET:
            raise Http404
        assert selected_partial(request) == self.selected_partial
        return Response({"word": "word"})


@pytest.mark.parametrize("behind", [(), (LIBRARY,)])
@pytest.mark.parametrize("view", [decorated, Words.as_view()], ids=["decorator", "mixin"])
@pytest.mark.parametrize(
    ("headers", "url", "html"),
    [
        ({}, "/", PAGE),
        (BOOSTED, "/", PAGE),
        (HTMX, "/", "<p>word</p>" + COUNT),
        (HTMX | {"HX-Target": "row"}, "/", "<b>word</b>" + COUNT),
        (HTMX, "/?_partial=row", "<b>word</b>" + COUNT),
    ],
)
def test_a_template_of_its_own_renderer_answers_with_a_fragment(settings, view, headers, url, html, behind):
    response = answered(settings, view, headers, url, behind=behind)

    assert (response.status_code, response.content.decode()) == (200, html)
    assert set(response["Vary"].split(", ")) >= set(VARY.split(", "))


@pytest.mark.parametrize("view", [decorated, Words.as_view()], ids=["decorator", "mixin"])
def test_an_error_stays_an_error(settings, view):
    response = answered(settings, view, HTMX, "/?missing", behind=[LIBRARY])

    assert (response.status_code, response.content, response["HX-Retarget"]) == (
        404,
        b"<!doctype html><h1>404</h1>",
        "body",
    )


def test_names_of_the_site_are_for_its_views_too(settings):
    settings.HTMX_PARTIALS_TARGETS = {"content": "content"}

    response = answered(settings, words, HTMX | {"HX-Target": "content"}, behind=[LIBRARY])

    assert response.content.decode() == CONTENT


def test_data_is_left(settings):
    response = answered(settings, decorated, HTMX | {"Accept": "application/json"})

    assert (response.content, VARY in response["Vary"]) == (b'{"word":"word"}', True)


def test_a_cached_answer_is_that_of_its_kind(settings):
    cache.clear()
    cached = cache_page(60)(decorated)
    for headers, html in [({}, PAGE), (HTMX, "<p>word</p>" + COUNT)] * 2:
        assert answered(settings, cached, headers).content.decode() == html


CURE = (
    " answered a request for the fragment 'rows' with a whole page. In Django REST framework put partial_response() "
    "above @api_view, and let TemplateHTMLRenderer render the page."
)


def test_below_the_decorator_of_the_framework_it_is_refused(settings):
    @api_view(["GET"])
    @renderer_classes([TemplateHTMLRenderer])
    @partial_response("rows")
    def view(request: Any) -> Response:
        return Response({"word": "word"}, template_name="page.html")

    with pytest.raises(ImproperlyConfigured) as error:
        answered(settings, view, HTMX)
    assert str(error.value).endswith(CURE)


@pytest.mark.parametrize("renderer", [StaticHTMLRenderer, BrowsableAPIRenderer])
def test_a_page_of_another_renderer_is_refused(settings, renderer):
    @partial_response("rows")
    @api_view(["GET"])
    @renderer_classes([renderer])
    def view(request: Any) -> Response:
        return Response(PAGE)

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "rest_framework"]
    serve(settings, view, TEMPLATES | {"rest_framework/api.html": PAGE})
    with pytest.raises(ImproperlyConfigured) as error:
        Client().get("/", headers=HTMX)
    assert str(error.value).endswith(CURE)


def test_a_fragment_of_another_renderer_is_passed_on(settings):
    @partial_response("rows")
    @api_view(["GET"])
    @renderer_classes([StaticHTMLRenderer])
    def view(request: Any) -> Response:
        return Response("<p>by hand</p>")

    assert answered(settings, view, HTMX).content == b"<p>by hand</p>"
