"""`htmx_partials.render`, in a decorated view and on its own."""

import inspect

import pytest
from django import shortcuts
from django.core.exceptions import ImproperlyConfigured
from django.template.response import TemplateResponse

from htmx_partials import partial_response, render, selected_partial
from htmx_partials.requests import VARY

from .templates_for_tests import BOOSTED, HTMX, in_memory, serve

TEMPLATES = {
    "page.html": "<h1>{% partialdef p inline %}<p>{{ word }}</p>{% endpartialdef %}"
    "{% partialdef q inline %}<q>{{ word }}</q>{% endpartialdef %}"
}
PAGE, P, Q = b"<h1><p>word</p><q>word</q>", b"<p>word</p>", b"<q>word</q>"


def test_its_arguments_are_those_of_djangos_and_three_of_its_own():
    django = list(inspect.signature(shortcuts.render).parameters)

    parameters = inspect.signature(render).parameters

    assert list(parameters) == [*django, "partial", "targets", "oob"]
    assert [parameters[name].default for name in django[2:]] == [None] * 4


def test_an_unrendered_template_response(settings, rf):
    settings.TEMPLATES = [in_memory(TEMPLATES)]
    request = rf.get("/", headers=HTMX)
    request.htmx = True

    response = render(request, "page.html", {"word": "word"}, "text/plain", 422, partial="p")

    assert (type(response), response.is_rendered, response.template_name, response.context_data) == (
        TemplateResponse,
        False,
        "page.html",
        {"word": "word"},
    )
    assert (response.status_code, response["Content-Type"], response.render().content) == (422, "text/plain", P)


def test_the_content_type_is_djangos_default(settings, rf):
    settings.DEFAULT_CHARSET = "iso-8859-1"
    request = rf.get("/")
    request.htmx = False

    assert render(request, "page.html")["Content-Type"] == TemplateResponse(request, "page.html")["Content-Type"]


def test_the_charset_is_that_of_the_content_type_in_the_end(settings, rf):
    serve(settings, render, {"page.html": "{{ word }}"})
    request = rf.get("/")
    request.htmx = False

    response = render(request, "page.html", {"word": "é"})
    response["Content-Type"] = "text/html; charset=iso-8859-1"

    assert response.render().content == b"\xe9"


@pytest.mark.parametrize(
    ("headers", "content"), [({}, PAGE), (HTMX, P), (HTMX | {"HX-Target": "q"}, Q), (BOOSTED, PAGE)]
)
def test_without_a_decorator_it_answers_with_what_it_is_given(settings, client, headers, content):
    serve(settings, lambda request: render(request, "page.html", {"word": "word"}, partial=["p", "q"]), TEMPLATES)

    response = client.get("/", headers=headers)

    assert (response.content, response["Vary"]) == (content, VARY)


def test_without_a_decorator_and_without_a_partial_it_is_the_page(settings, client):
    serve(settings, lambda request: render(request, "page.html", {"word": "word"}), TEMPLATES)

    response = client.get("/", headers=HTMX)

    assert (response.content, response["Vary"]) == (PAGE, VARY)


def test_without_a_decorator_our_parameter_is_kept_from_links(settings, client):
    source = (
        "{% partialdef p inline %}{% querystring page=2 %}{% endpartialdef %}{% partialdef q %}Q{% endpartialdef %}"
    )
    serve(settings, lambda request: render(request, "page.html", partial=["p", "q"]), {"page.html": source})

    assert client.get("/?_partial=p&a=b", headers=HTMX).content == b"?a=b&amp;page=2"
    assert client.get("/?_partial=q&a=b", headers=HTMX).content == b"Q"


def test_without_a_decorator_targets_are_those_of_the_decorator(settings, client):
    def view(request):
        return render(request, "page.html", {"word": "word"}, targets={"row-*": "q"})

    serve(settings, view, TEMPLATES)

    shown = [client.get("/", headers=HTMX | {"HX-Target": target}).content for target in ("row-5", "else")]

    assert shown == [Q, PAGE]


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ({}, [P, Q]),
        ({"partial": "q"}, [Q, Q]),
        ({"partial": ["q", "p"]}, [Q, Q]),
        ({"targets": {"here": None}}, [P, PAGE]),
        ({"targets": {}}, [P, P]),
        ({"partial": "q", "targets": {"here": "p"}}, [Q, P]),
    ],
)
def test_in_a_decorated_view_what_is_passed_wins_each_argument_for_itself(settings, client, arguments, shown):
    @partial_response("p", targets={"here": "q"})
    def view(request):
        return render(request, "page.html", {"word": "word"}, **arguments)

    serve(settings, view, TEMPLATES)

    assert [client.get("/", headers=headers).content for headers in (HTMX, HTMX | {"HX-Target": "here"})] == shown


def test_in_a_decorated_view_the_page_stays_the_page(settings, client):
    @partial_response("p")
    def view(request):
        return render(request, "page.html", {"word": "word"}, partial="q")

    serve(settings, view, TEMPLATES)

    assert [client.get("/", headers=headers).content for headers in ({}, BOOSTED)] == [PAGE, PAGE]


def test_the_view_is_told_what_the_decorator_says(settings, client):
    seen = []

    @partial_response("p")
    def view(request):
        seen.append(selected_partial(request))
        return render(request, "page.html", partial="q")

    serve(settings, view, TEMPLATES)
    client.get("/", headers=HTMX)

    assert seen == [("p", "")]


def test_a_list_of_templates_and_an_engine(settings, client):
    def view(request):
        return render(request, ["gone.html", "page.html"], {"word": "word"}, using="second", partial="p")

    serve(settings, view, {"page.html": "first"})
    settings.TEMPLATES = [*settings.TEMPLATES, in_memory(TEMPLATES, name="second")]

    assert [client.get("/", headers=headers).content for headers in ({}, HTMX)] == [PAGE, P]


def test_a_name_that_is_none_is_a_mistake(rf):
    request = rf.get("/")
    request.htmx = False

    with pytest.raises(ImproperlyConfigured) as error:
        render(request, "page.html", partial="#p")

    assert str(error.value) == (
        "'#p' is not the name of a partial. Name a partial or a block of the view's template, as in 'results', or one "
        "of another template, as in 'other.html#results'."
    )
