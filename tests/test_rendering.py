"""Rendering partials of a page's template, in views and without a request."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist
from django.template.backends.base import BaseEngine
from django.template.context_processors import csrf
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.utils.safestring import SafeString
from django_htmx.middleware import HtmxDetails

from htmx_partials import partial_response, render, render_partial_to_string
from htmx_partials.oob import Companion
from htmx_partials.rendering import PartialsTemplate, WholePage

from .templates_for_tests import BOOSTED, HTMX, in_memory, serve

P = "{% partialdef p inline %}{{ word }}{% endpartialdef %}"


class Shouting(BaseEngine):
    """Another template engine."""

    def __init__(self, params: dict[str, Any]) -> None:
        params.pop("OPTIONS")
        super().__init__(params)

    def get_template(self, template_name: str) -> "Shouting.Template":
        return self.Template()

    class Template:
        def render(self, context: Any = None, request: Any = None) -> str:
            return "PAGE!"


def test_a_partial_is_a_safe_string(settings):
    settings.TEMPLATES = [in_memory({"page.html": "<h1>" + P})]

    html = render_partial_to_string("page.html", "p", {"word": "<b>"})

    assert (type(html), html) == (SafeString, "&lt;b&gt;")


def test_without_a_context(settings):
    settings.TEMPLATES = [in_memory({"page.html": P})]

    assert render_partial_to_string("page.html", "p") == ""


def test_context_processors_run_where_there_is_a_request(settings):
    settings.TEMPLATES = [
        in_memory({"page.html": "{% partialdef p inline %}{{ request.path }} {{ debug }}{% endpartialdef %}"})
    ]

    assert render_partial_to_string("page.html", "p", request=RequestFactory().get("/here/")) == "/here/ "
    assert render_partial_to_string("page.html", "p") == " "


def test_a_csrf_token_is_there_where_there_is_a_request(settings):
    settings.TEMPLATES = [in_memory({"page.html": "{% partialdef p inline %}{% csrf_token %}{% endpartialdef %}"})]
    request = RequestFactory().get("/")

    html = render_partial_to_string("page.html", "p", request=request)

    assert html.startswith('<input type="hidden" name="csrfmiddlewaretoken" value="')
    assert len(str(csrf(request)["csrf_token"])) == 64


def test_the_context_that_was_given_is_left_as_it_was(settings):
    settings.TEMPLATES = [in_memory({"page.html": "{% with word='x' %}" + P + "{% endwith %}"})]
    context = {"word": "y"}

    assert (render_partial_to_string("page.html", "p", context), context) == ("x", {"word": "y"})


def test_autoescape_is_that_of_the_engine(settings):
    settings.TEMPLATES = [in_memory({"page.txt": P}, autoescape=False)]

    assert render_partial_to_string("page.txt", "p", {"word": "<b>"}) == "<b>"


def test_what_is_invalid_is_shown_as_the_engine_says(settings):
    settings.TEMPLATES = [in_memory({"page.html": P}, string_if_invalid="?")]

    assert render_partial_to_string("page.html", "p") == "?"


def test_each_engine_has_templates_of_its_own(settings):
    settings.TEMPLATES = [
        in_memory({"page.html": "{% extends 'base.html' %}", "base.html": P}, name="first"),
        in_memory(
            {"page.html": "{% extends 'base.html' %}", "base.html": "{% filter upper %}" + P + "{% endfilter %}"},
            name="second",
        ),
    ]

    shown = [
        render_partial_to_string("page.html", "p", {"word": "a"}, using=name) for name in ("first", "second", None)
    ]

    assert shown == ["a", "A", "a"]


def test_the_first_engine_that_has_the_template_is_taken(settings):
    settings.TEMPLATES = [in_memory({}, name="first"), in_memory({"page.html": P}, name="second")]

    assert render_partial_to_string("page.html", "p", {"word": "a"}) == "a"


def test_a_template_of_another_engine_is_told_apart(settings):
    settings.TEMPLATES = [{"BACKEND": f"{__name__}.Shouting"}]

    with pytest.raises(ImproperlyConfigured) as error:
        render_partial_to_string("page.html", "p")

    assert str(error.value) == (
        f"{__name__} cannot render a partial. Render the page with Django's own template engine, "
        f"django.template.backends.django.DjangoTemplates."
    )


def test_a_template_that_does_not_exist_is_named(settings):
    settings.TEMPLATES = [in_memory({})]

    with pytest.raises(TemplateDoesNotExist, match=r"^page\.html$"):
        render_partial_to_string("page.html", "p")


def test_no_template_of_a_list_exists(settings):
    settings.TEMPLATES = [in_memory({})]

    with pytest.raises(TemplateDoesNotExist, match=r"^a\.html, b\.html$"):
        render_partial_to_string(["a.html", "b.html"], "p")


def test_an_error_of_a_partial_that_is_nowhere_names_the_backend(settings):
    settings.TEMPLATES = [in_memory({"page.html": P}, name="ours")]

    with pytest.raises(TemplateDoesNotExist) as error:
        render_partial_to_string("page.html", "q")

    assert error.value.backend is not None
    assert error.value.backend.name == "ours"


def test_the_same_partial_renders_again_and_again(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% block b %}{% partialdef p inline %}{% cycle 'a' 'b' %}{% ifchanged %}{{ word }}"
                "{% endifchanged %}{% endpartialdef %}{% endblock %}",
                "page.html": "{% extends 'base.html' %}{% block b %}{{ block.super }}{% endblock %}",
            }
        )
    ]

    assert [render_partial_to_string("page.html", "p", {"word": word}) for word in "xxy"] == ["ax", "ax", "ay"]


def test_a_companion_that_the_fragment_shows_twice_is_not_sent_again(settings):
    page = (
        "{% partialdef main %}{% partial count %}{% partial count %}{% endpartialdef %}"
        "{% partialdef count %}<b id='count'>1</b>{% endpartialdef %}"
    )
    settings.TEMPLATES = [in_memory({"page.html": page})]
    template = PartialsTemplate(get_template("page.html"), "main", [Companion("count", None, is_required=True)])

    assert template.render() == "<b id='count'>1</b><b id='count'>1</b>"


# -- The page for htmx


BASES = {
    "base.html": "<!doctype html><main>{% block content %}{% endblock %}</main>",
    "bare.html": "{% block content %}{% endblock %}",
    "page.html": (
        '{% extends request.htmx|yesno:"bare.html,base.html" %}'
        "{% block content %}<h1>page</h1>{% partialdef p inline %}<p>p</p>{% endpartialdef %}"
        "{% if request.htmx.boosted %}boosted{% endif %}{{ request.htmx.target|default_if_none:'' }}{% endblock %}"
    ),
}
BARE = "<h1>page</h1><p>p</p>"


def based(inside: str = "") -> str:
    return f"<!doctype html><main>{BARE}{inside}</main>"


@partial_response("p", targets={"content": "block:content", "all": None})
def choosing_base(request):
    return render(request, "page.html")


@pytest.mark.parametrize(
    ("headers", "html"),
    [
        ({}, based()),
        (BOOSTED, based("boosted")),
        (HTMX | {"HX-History-Restore-Request": "true"}, based()),
        (HTMX | {"HX-Request-Type": "full"}, based()),
        (HTMX | {"HX-Target": "all"}, based("all")),
        (HTMX, "<p>p</p>"),
        (HTMX | {"HX-Target": "content"}, f"{BARE}content"),
    ],
)
@pytest.mark.parametrize("behind", [(), ("htmx_partials.middleware.HtmxPartialsMiddleware",)])
def test_a_page_that_the_library_chose_has_its_base(settings, client, headers, html, behind):
    serve(settings, choosing_base, BASES, behind=behind)

    assert client.get("/", headers=headers).content.decode() == html


def test_a_view_that_knows_nothing_of_the_library_chooses_itself(settings, client):
    serve(
        settings,
        lambda request: TemplateResponse(request, "page.html"),
        BASES,
        behind=("htmx_partials.middleware.HtmxPartialsMiddleware",),
    )

    assert client.get("/", headers=HTMX).content.decode() == BARE
    assert client.get("/").content.decode() == based()


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("plain", [False, True])
def test_afterwards_the_request_is_what_it_was(settings, rf, plain, fails):
    def word():
        if fails:
            raise ZeroDivisionError
        return "word"

    settings.TEMPLATES = [in_memory({"page.html": "{{ word }} {{ request.htmx|yesno }}"})]
    request = rf.get("/", headers=HTMX)
    request.htmx = htmx = True if plain else HtmxDetails(request)
    page = WholePage(get_template("page.html"), request)

    if fails:
        with pytest.raises(ZeroDivisionError):
            page.render({"word": word}, request)
    else:
        assert page.render({"word": word}, request) == "word no"
    assert request.htmx is htmx
