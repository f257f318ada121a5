"""Why a request was answered as it was."""

from collections.abc import Mapping
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.test import AsyncClient, Client, RequestFactory
from rest_framework.decorators import api_view, renderer_classes
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.response import Response

from htmx_partials import Rerender, partial_response, render
from htmx_partials.debug import Explanation, explain
from htmx_partials.testing import HtmxClient, assert_partial
from tests.templates_for_tests import serve

BASE = """<!doctype html><title>Base</title>
{% partialdef title inline %}<title>{{ title }}</title>{% endpartialdef %}
<main>{% block content %}{% endblock %}</main>
<div id="toasts">{% partialdef messages inline %}
{% for each in messages %}<p>{{ each }}</p>{% endfor %}{% endpartialdef %}</div>
"""
PAGE = """{% extends "base.html" %}
{% block content %}
{% if allowed %}
{% partialdef edit inline %}<form id="edit">{{ form }}</form>{% endpartialdef %}
{% endif %}
<ul id="rows">{% partialdef rows inline %}{% partialdef row inline %}<li id="row-1">Ann</li>{% endpartialdef %}
{%- endpartialdef %}</ul>
{% partialdef count inline %}<b id="count">ä1</b>{% endpartialdef %}
{% partialdef note inline %}{{ note }}{% endpartialdef %}
{% endblock %}""".replace("\n{%-", "{%")
TEMPLATES = {"base.html": BASE, "page.html": PAGE}
MIDDLEWARE = "htmx_partials.middleware.HtmxPartialsMiddleware"


def answer(
    settings: Any, view: Any, headers: Mapping[str, str] | None = None, path: str = "/", data: Any = None
) -> Any:
    """The answer of a view at the root, to htmx unless headers say otherwise."""
    serve(settings, view, TEMPLATES, behind=[MIDDLEWARE])
    headers = {"HX-Request": "true"} if headers is None else headers
    return Client().get(path, headers=headers) if data is None else Client().post(path, data, headers=headers)


def explained(settings: Any, view: Any, *args: Any, **kwargs: Any) -> Explanation:
    response = answer(settings, view, *args, **kwargs)
    return explain(response.wsgi_request, response)


@partial_response("rows", "edit", "note", targets={"row-<int>": "row"}, oob=["count"])
def page(request: HttpRequest) -> HttpResponseBase:
    return render(request, "page.html", {"title": "Page"})


def test_a_fragment(settings: Any) -> None:
    result = explained(settings, page, {"HX-Request": "true", "HX-Target": "rows"})
    assert (result.kind, result.reason) == ("fragment", "`HX-Target` `#rows` names it")
    assert result.partial is not None
    assert (result.partial.name, str(result.partial.location)) == ("rows", "page.html, line 6")
    assert (result.partial.size, result.partial.is_empty) == (len('<li id="row-1">Ann</li>'), False)
    assert [each.name for each in result.companions] == ["count"]
    assert result.companions[0].size == len('<b id="count" hx-swap-oob="true">ä1</b>'.encode())
    assert result.headers == {"Hx-Request": "true", "Hx-Target": "rows"}
    assert (result.method, result.url, result.status) == ("GET", "/", 200)
    assert result.view == "tests.debug.test_explaining.page"


def test_one_line_says_it_all(settings: Any) -> None:
    assert str(explained(settings, page)) == (
        "GET / → rows (page.html, line 6), since it is the first that the view declares, and the request names no "
        "target; with count; 63 bytes"
    )


def test_a_page(settings: Any) -> None:
    result = explained(settings, page, {})
    assert (result.kind, result.reason) == ("page", "the request is not htmx's")
    assert result.partial is not None
    assert (result.partial.name, result.partial.location and result.partial.location.template) == (
        "page.html",
        "page.html",
    )
    assert result.partial.size == result.size


def test_a_page_for_htmx(settings: Any) -> None:
    result = explained(settings, page, {"HX-Request": "true", "HX-Boosted": "true"})
    assert (result.kind, result.reason) == ("page", "`HX-Boosted` asks for a page, and the request names no target")


def test_an_empty_fragment_that_something_around_it_hid(settings: Any) -> None:
    result = explained(settings, page, path="/?_partial=edit")
    assert result.partial is not None
    assert result.partial.is_empty
    assert result.partial.why_empty == "empty, hidden by {% if allowed %} (page.html, line 3)"
    assert "; empty, hidden by {% if allowed %} (page.html, line 3); " in str(result)


def test_an_empty_fragment_that_shows_nothing_itself(settings: Any) -> None:
    result = explained(settings, page, path="/?_partial=note")
    assert result.partial is not None
    assert (result.partial.hidden_by, result.partial.why_empty) == ([], "empty")


def test_an_empty_fragment_without_companions(settings: Any) -> None:
    view = partial_response("edit")(lambda request: render(request, "page.html", {}))
    result = explained(settings, view)
    assert result.partial is not None
    assert result.partial.why_empty == "empty, hidden by {% if allowed %} (page.html, line 3)"


def test_a_row_by_its_number(settings: Any) -> None:
    result = explained(settings, page, {"HX-Request": "true", "HX-Target": "row-1"})
    assert result.reason == "`HX-Target` `#row-1` matches `row-<int>` in `targets=`"


def test_a_whole_template(settings: Any) -> None:
    view = partial_response("base.html#")(lambda request: render(request, "page.html", {}))
    result = explained(settings, view)
    assert result.partial is not None
    assert (result.kind, result.partial.name, str(result.partial.location)) == ("fragment", "base.html#", "base.html")
    assert result.partial.tag_paths == ()


# -- Companions --------------------------------------------------------------------


def left_out(result: Explanation) -> dict[str, str]:
    return {each.name: each.why for each in result.left_out}


def test_a_companion_that_something_around_it_hid(settings: Any) -> None:
    view = partial_response("rows", oob=["edit"])(lambda request: render(request, "page.html", {}))
    result = explained(settings, view)
    assert left_out(result) == {"edit": "empty, hidden by {% if allowed %} (page.html, line 3)"}
    assert "; without edit (empty, hidden by {% if allowed %} (page.html, line 3)); " in str(result)


def test_a_companion_that_the_fragment_shows(settings: Any) -> None:
    view = partial_response("rows", oob=["row"])(lambda request: render(request, "page.html", {}))
    assert left_out(explained(settings, view)) == {"row": "in the fragment already"}


def test_companions_of_the_site(settings: Any) -> None:
    settings.HTMX_PARTIALS_OOB = {
        "title": None,
        "missing": None,
        "rows": None,
        "count": {"on": "boosted"},
    }
    view = partial_response("note")(lambda request: render(request, "page.html", {"title": "T", "note": "N"}))
    result = explained(settings, view)
    assert [each.name for each in result.companions] == ["title", "rows"]
    assert left_out(result) == {"missing": "not in this page", "count": "for boosted requests alone"}


def test_a_companion_of_the_site_that_has_no_root(settings: Any) -> None:
    settings.HTMX_PARTIALS_OOB = ["note"]
    view = partial_response("rows")(lambda request: render(request, "page.html", {"note": "no element"}))
    assert left_out(explained(settings, view)) == {"note": "no single root element with an id"}


def test_companions_that_htmx_would_drop_with_an_error(settings: Any) -> None:
    settings.HTMX_PARTIALS_OOB = ["count"]
    view = partial_response("rows")(lambda request: render(request, "page.html", {}, status=422))
    assert left_out(explained(settings, view)) == {"count": "not swapped by htmx with status 422"}


def test_companions_that_the_view_leaves_out(settings: Any) -> None:
    view = partial_response("rows", oob=["count"])(lambda request: render(request, "page.html", {}, oob=()))
    assert left_out(explained(settings, view)) == {"count": "not asked for by the action or `render()`"}


def test_companions_alone(settings: Any) -> None:
    view = partial_response(oob=["count"])(lambda request: render(request, "page.html", {}, partial=()))
    result = explained(settings, view)
    assert (result.kind, result.reason) == ("companions", "the view answers with companions alone")
    assert (result.partial, [each.name for each in result.companions]) == (None, ["count"])


def test_companions_of_a_finished_answer(settings: Any) -> None:
    settings.HTMX_PARTIALS_OOB = {"base.html#messages": "beforeend:#toasts", "base.html#title": None}

    def view(request: HttpRequest) -> HttpResponse:
        messages.info(request, "Said")
        return HttpResponse("<p>done</p>")

    serve(
        settings,
        view,
        TEMPLATES,
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        behind=[MIDDLEWARE],
        processors=["django.contrib.messages.context_processors.messages"],
    )
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    response: Any = Client().get("/", headers={"HX-Request": "true"})
    result = explain(response.wsgi_request, response)
    assert (result.kind, result.reason) == ("other", "the view has answered itself, with status 200")
    assert [(each.name, each.swap) for each in result.companions] == [
        ("base.html#messages", "beforeend:#toasts"),
        ("base.html#title", None),
    ]


# -- Answers of other kinds ------------------------------------------------------------


def test_a_redirect(settings: Any) -> None:
    result = explained(settings, partial_response("rows")(lambda request: redirect("/there/")))
    assert str(result).startswith("GET / → no partial, since the answer sends the client to `/there/`; ")


def test_a_stream_has_no_size(settings: Any) -> None:
    result = explained(settings, lambda request: StreamingHttpResponse(["a"]))
    assert (result.kind, result.size) == ("other", None)


def test_the_size_of_what_is_no_text(settings: Any) -> None:
    said = explained(settings, lambda request: HttpResponse(b"\xff" * 10, content_type="image/png"))
    assert said.size == 10


def test_a_template_response_of_any_view(settings: Any) -> None:
    settings.HTMX_PARTIALS_TARGETS = {"main": "content"}
    result = explained(
        settings,
        lambda request: TemplateResponse(request, "page.html", {}),
        {"HX-Request": "true", "HX-Target": "main", "HX-Boosted": "true"},
    )
    assert result.partial is not None
    assert (result.kind, result.partial.name) == ("fragment", "content")
    assert result.reason == "`HX-Target` `#main` is in `HTMX_PARTIALS_TARGETS`"


def test_a_page_that_lacks_what_the_site_names(settings: Any) -> None:
    settings.HTMX_PARTIALS_TARGETS = {"main": "nowhere"}
    result = explained(
        settings,
        lambda request: TemplateResponse(request, "page.html", {}),
        {"HX-Request": "true", "HX-Target": "main"},
    )
    assert result.kind == "page"
    assert result.reason == (
        "the view declares no partial, and this page does not have `nowhere`, which `HX-Target` `#main` is for"
    )


def test_a_view_of_rest_framework(settings: Any) -> None:
    @partial_response("edit")
    @api_view(["GET"])
    @renderer_classes([TemplateHTMLRenderer])
    def view(request: Any) -> Response:
        return Response({"allowed": False}, template_name="page.html")

    result = explained(settings, view)
    assert result.partial is not None
    assert result.partial.why_empty == "empty, hidden by {% if allowed %} (page.html, line 3)"


class PageRenderer(TemplateHTMLRenderer):  # type: ignore[misc]
    template_name = "page.html"


@pytest.mark.parametrize(
    ("renderer", "template", "kind"),
    [
        (TemplateHTMLRenderer, "page.html", "page"),
        (PageRenderer, None, "page"),
        (JSONRenderer, "page.html", "other"),
    ],
)
def test_a_page_of_rest_framework(settings: Any, renderer: Any, template: str | None, kind: str) -> None:
    @partial_response("edit")
    @api_view(["GET"])
    @renderer_classes([renderer])
    def view(request: Any) -> Response:
        return Response({}, template_name=template)

    result = explained(settings, view, {})
    assert (result.kind, result.partial) == (kind, None)


def test_an_action_and_the_second_run(settings: Any) -> None:
    @partial_response("rows", oob=["count"])
    def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "page.html", {})

    @view.action(partial="note", oob=())
    def change(request: HttpRequest) -> Rerender:
        return Rerender({"note": "changed"})

    result = explained(settings, view, data={"_action": "change"})
    assert (result.method, result.action, result.is_second_run) == ("POST", "change", True)
    assert result.reason == "the action `change` answers with it"
    assert "; after the action change, in a second run; " in str(result)


def test_an_action_that_answers_itself(settings: Any) -> None:
    @partial_response("rows")
    def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "page.html", {})

    @view.action
    def change(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204)

    result = explained(settings, view, data={"_action": "change"})
    assert (result.kind, result.action, result.is_second_run) == ("other", "change", False)
    assert "; after the action change; " in str(result)


# -- Before, after, and where it is asked --------------------------------------------------


def test_a_request_that_is_not_answered_yet() -> None:
    result = explain(RequestFactory().get("/there/"))
    assert str(result) == "GET /there/ → no partial, since nothing has been returned yet that renders a template"


def test_a_response_that_is_not_rendered_yet(settings: Any) -> None:
    serve(settings, page, TEMPLATES)
    request: Any = RequestFactory().get("/", headers={"HX-Request": "true"})
    request.htmx = True
    response = page(request)
    result = explain(request, response)
    assert (result.kind, result.partial, result.size) == ("fragment", None, None)


def test_queries_are_counted_where_django_logs_them(settings: Any) -> None:
    settings.DEBUG = True
    assert explained(settings, page).queries == 0


def test_failing_assertions_say_why(settings: Any) -> None:
    serve(settings, page, TEMPLATES, behind=[MIDDLEWARE])
    with pytest.raises(AssertionError) as failure:
        assert_partial(HtmxClient().get("/", htmx=True), "edit")
    assert str(failure.value) == (
        "Not the partial 'edit' but 'rows' was rendered: <li id=\"row-1\">Ann</li>"
        '<b hx-swap-oob="true" id="count">ä1</b>\n'
        "GET / → rows (page.html, line 6), since it is the first that the view declares, and the request names no "
        "target; with count; 63 bytes"
    )


def test_failing_assertions_say_why_of_an_async_client(settings: Any) -> None:
    serve(settings, page, TEMPLATES, behind=[MIDDLEWARE])
    response = async_to_sync(AsyncClient().get)("/", headers={"HX-Request": "true"})
    with pytest.raises(AssertionError, match="GET / → rows"):
        assert_partial(response, "edit")


processed: list[str] = []


def counted(request: HttpRequest) -> dict[str, Any]:
    processed.append(request.path)
    return {}


@pytest.mark.parametrize(("url", "times"), [("/", 1), ("/?_partial=edit", 2)])
def test_context_processors_run_again_only_to_see_what_hid_something(settings: Any, url: str, times: int) -> None:
    serve(settings, page, TEMPLATES, processors=[f"{__name__}.counted"])
    processed.clear()
    response: Any = Client().get(url, headers={"HX-Request": "true"})
    explain(response.wsgi_request, response)
    assert processed == ["/"] * times
