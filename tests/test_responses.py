"""A view's response becomes the page or the fragment, and otherwise stays the same."""

import asyncio
import gc
import inspect
import io
import pickle
import weakref
from typing import Any

import pytest
from django.contrib import messages
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render as render_at_once
from django.template.loader import get_template
from django.template.response import ContentNotRenderedError, SimpleTemplateResponse, TemplateResponse
from django.test import AsyncClient, Client, RequestFactory, SimpleTestCase
from django.utils.cache import get_cache_key, patch_vary_headers
from django.utils.csp import CSP
from django.utils.decorators import decorator_from_middleware
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.cache import cache_control, cache_page, never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.vary import vary_on_cookie

from htmx_partials import partial_response, render
from htmx_partials.requests import VARY

from .templates_for_tests import BOOSTED, HTMX, in_memory, serve
from .versions import needs_django_6

TEMPLATES = {
    "page.html": "<!doctype html>\n<h1>{{ word }}</h1>{% partialdef p inline %}<p>{{ word }}</p>{% endpartialdef %}",
    "other.html": "<!doctype html>\n<h2>{{ word }}</h2>{% partialdef p inline %}<b>{{ word }}</b>{% endpartialdef %}",
}
PAGE = b"<!doctype html>\n<h1>word</h1><p>word</p>"
FRAGMENT = b"<p>word</p>"


@partial_response("p")
def view(request):
    return TemplateResponse(request, "page.html", {"word": "word"})


def answers(client: Client, **headers: dict[str, str]) -> list[bytes]:
    return [client.get("/", headers=each).content for each in headers.values()]


# -- Page or fragment -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        ({}, PAGE),
        (HTMX, FRAGMENT),
        (HTMX | {"HX-Request-Type": "partial"}, FRAGMENT),
        (HTMX | {"HX-Request-Type": "full"}, PAGE),
        (HTMX | {"HX-History-Restore-Request": "true"}, PAGE),
        (BOOSTED, PAGE),
        (BOOSTED | {"HX-Target": "p"}, FRAGMENT),
        (BOOSTED | {"HX-Target": "body-of-mine"}, PAGE),
        (BOOSTED | {"HX-Target": "body", "HX-Request-Type": "full"}, PAGE),
        ({"HX-Boosted": "true"}, PAGE),
        (HTMX | {"HX-Target": "elsewhere"}, FRAGMENT),
    ],
)
def test_page_or_fragment(settings, client, headers, content):
    serve(settings, view, TEMPLATES)

    response = client.get("/", headers=headers)

    assert (response.status_code, response.content, response["Vary"]) == (200, content, VARY)


def test_a_post_is_answered_with_a_fragment(settings, client):
    serve(settings, view, TEMPLATES)

    assert client.post("/", {"a": "b"}, headers=HTMX).content == FRAGMENT


def test_a_head_request_has_the_headers_of_a_get(settings, client):
    serve(settings, view, TEMPLATES)

    response = client.head("/", headers=HTMX)

    assert (response.content, response["Vary"]) == (b"", VARY)


def test_a_missing_middleware_is_named(settings, client):
    serve(settings, view, TEMPLATES)
    settings.MIDDLEWARE = []

    with pytest.raises(ImproperlyConfigured, match=r"^request\.htmx is missing\."):
        client.get("/")


# -- The response stays what it was --------------------------------------------------------


@pytest.fixture
def request_for_fragment():
    request: Any = RequestFactory().get("/", headers=HTMX)
    request.htmx = True
    return request


def test_an_unrendered_response_stays_the_object_that_the_view_made(settings, request_for_fragment):
    serve(settings, view, TEMPLATES)
    response = TemplateResponse(request_for_fragment, "page.html", {"word": "word"}, status=422)

    returned = partial_response("p")(lambda request: response)(request_for_fragment)

    assert returned is response
    assert (returned.is_rendered, returned.template_name, returned.context_data) == (
        False,
        "page.html",
        {"word": "word"},
    )


def test_status_headers_cookies_and_content_type_are_the_views(settings, client):
    @partial_response("p")
    def teapot(request):
        response = TemplateResponse(request, "page.html", {"word": "word"}, "text/plain", 418, headers={"X-A": "b"})
        response.set_cookie("c", "d")
        return response

    serve(settings, teapot, TEMPLATES)

    response = client.get("/", headers=HTMX)

    assert (response.status_code, response.headers, response.cookies["c"].value, response.content) == (
        418,
        {"X-A": "b", "Content-Type": "text/plain", "Vary": VARY},
        "d",
        FRAGMENT,
    )


def test_a_response_may_be_rendered_by_hand(settings, request_for_fragment):
    serve(settings, view, TEMPLATES)

    assert view(request_for_fragment).render().content == FRAGMENT


def test_the_content_can_be_rendered_without_being_set(settings, request_for_fragment):
    serve(settings, view, TEMPLATES)
    response = view(request_for_fragment)

    assert (response.rendered_content, response.is_rendered) == (FRAGMENT.decode(), False)


def test_post_render_callbacks_see_the_rendered_fragment(settings, client):
    seen = []

    @partial_response("p")
    def with_callback(request):
        response = TemplateResponse(request, "page.html", {"word": "word"})
        response.add_post_render_callback(lambda rendered: seen.append(rendered.content))
        return response

    serve(settings, with_callback, TEMPLATES)
    client.get("/", headers=HTMX)

    assert seen == [FRAGMENT]


def test_a_post_render_callback_may_replace_the_response(settings, client):
    @partial_response("p")
    def replaced(request):
        response = TemplateResponse(request, "page.html", {"word": "word"})
        response.add_post_render_callback(lambda rendered: HttpResponse(rendered.content.upper()))
        return response

    serve(settings, replaced, TEMPLATES)

    assert client.get("/", headers=HTMX).content == FRAGMENT.upper()


class Changes(MiddlewareMixin):
    def process_template_response(self, request, response):
        assert not response.is_rendered
        assert response.template_name == "page.html"
        response.template_name = "other.html"
        response.context_data = {"word": response.context_data["word"].upper()}
        return response


def test_middleware_may_change_template_and_context(settings, client):
    serve(settings, view, TEMPLATES, behind=[f"{__name__}.Changes"])

    assert answers(client, page={}, fragment=HTMX) == [
        b"<!doctype html>\n<h2>WORD</h2><b>WORD</b>",
        b"<b>WORD</b>",
    ]


def test_middleware_may_return_another_template_response(settings, client):
    serve(settings, view, TEMPLATES, behind=[f"{__name__}.Replaces"])

    response = client.get("/", headers=HTMX)

    assert response.content == b"<!doctype html>\n<h2>theirs</h2><b>theirs</b>"


class Replaces(MiddlewareMixin):
    def process_template_response(self, request, response):
        return TemplateResponse(request, "other.html", {"word": "theirs"})


def test_an_unrendered_response_cannot_be_pickled(settings, request_for_fragment):
    serve(settings, view, TEMPLATES)

    with pytest.raises(ContentNotRenderedError):
        pickle.dumps(view(request_for_fragment))


@pytest.mark.parametrize("response_class", [TemplateResponse, SimpleTemplateResponse])
def test_a_rendered_response_is_pickled_as_djangos(settings, request_for_fragment, response_class):
    serve(settings, view, TEMPLATES)
    arguments = (request_for_fragment,) if response_class is TemplateResponse else ()

    def make():
        return response_class(*arguments, "page.html", {"word": "word"})

    response = partial_response("p")(lambda request: make())(request_for_fragment).render()
    copy = pickle.loads(pickle.dumps(response))

    assert (type(copy), copy.content, copy["Vary"]) == (response_class, FRAGMENT, VARY)
    assert set(vars(copy)) - {"_htmx_partials_sent"} == set(vars(pickle.loads(pickle.dumps(make().render()))))


def test_a_simple_template_response(settings, client):
    @partial_response("p")
    def simple(request):
        return SimpleTemplateResponse("page.html", {"word": "word"})

    serve(settings, simple, TEMPLATES)

    assert answers(client, page={}, fragment=HTMX) == [PAGE, FRAGMENT]


def test_a_subclass_decides_itself_how_templates_and_contexts_are_resolved(settings, client):
    class Themed(TemplateResponse):
        def resolve_template(self, template):
            return super().resolve_template([f"theme-{template}", template])

        def resolve_context(self, context):
            return {"word": "themed"}

    @partial_response("p")
    def themed(request):
        return Themed(request, "page.html")

    serve(settings, themed, TEMPLATES | {"theme-page.html": "<!doctype html>{% extends 'page.html' %}"})

    assert answers(client, fragment=HTMX) == [b"<p>themed</p>"]


def test_a_template_object_may_be_the_template(settings, client):
    @partial_response("p")
    def with_object(request):
        return TemplateResponse(request, get_template("page.html"), {"word": "word"})

    serve(settings, with_object, TEMPLATES)

    assert answers(client, page={}, fragment=HTMX) == [PAGE, FRAGMENT]


def test_a_list_of_templates_is_that_of_the_first_that_exists(settings, client):
    @partial_response("p")
    def listed(request):
        return TemplateResponse(request, ["gone.html", "page.html", "other.html"], {"word": "word"})

    serve(settings, listed, TEMPLATES)

    assert answers(client, page={}, fragment=HTMX) == [PAGE, FRAGMENT]


def test_the_engine_is_the_one_that_the_response_uses(settings, client):
    @partial_response("p")
    def using(request):
        return TemplateResponse(request, "page.html", {"word": "word"}, using="second")

    serve(settings, using, {"page.html": "first"})
    settings.TEMPLATES = [*settings.TEMPLATES, in_memory(TEMPLATES, name="second")]

    assert answers(client, page={}, fragment=HTMX) == [PAGE, FRAGMENT]


def test_a_template_of_another_engine_can_be_a_page_but_no_fragment(settings, client):
    @partial_response("p")
    def shouting(request):
        return TemplateResponse(request, "page.html")

    serve(settings, shouting, {})
    settings.TEMPLATES = [{"BACKEND": "tests.test_rendering.Shouting"}]

    assert client.get("/").content == b"PAGE!"
    with pytest.raises(ImproperlyConfigured, match=r"^tests\.test_rendering cannot render a partial\."):
        client.get("/", headers=HTMX)


def test_a_view_that_is_decorated_twice_answers_with_what_the_inner_one_says(settings, client):
    serve(settings, partial_response("q")(view), TEMPLATES)

    assert answers(client, page={}, fragment=HTMX) == [PAGE, FRAGMENT]


# -- Passed on ---------------------------------------------------------------------------------


class RestResponse(SimpleTemplateResponse):
    """Like that of Django REST framework: renders data, without a template."""

    def __init__(self, data: Any) -> None:
        super().__init__(None, None)  # type: ignore[arg-type]
        self.data = data

    @property
    def rendered_content(self):
        return repr(self.data)


def lines():
    yield b"a"


OTHERS = {
    "redirect": lambda: HttpResponseRedirect("/elsewhere/"),
    "no content": lambda: HttpResponse(status=204),
    "stream": lambda: StreamingHttpResponse(lines(), content_type="text/html"),
    "file": lambda: FileResponse(io.BytesIO(b"file")),
    "fragment by hand": lambda: HttpResponse("<p>hand-made</p>"),
    "json": lambda: JsonResponse({"a": 1}),
    "rest": lambda: RestResponse([1]),
    "error page": lambda: HttpResponse("<!doctype html>gone", status=404),
    "page for another target": lambda: HttpResponse("<!doctype html>", headers={"HX-Retarget": "body"}),
    "page of which a part is selected": lambda: HttpResponse("<!doctype html>", headers={"HX-Reselect": "#a"}),
    "text that looks like a page": lambda: HttpResponse("<!doctype html>", content_type="text/plain"),
}


@pytest.mark.parametrize("headers", [{}, HTMX, BOOSTED], ids=["page", "fragment", "boosted"])
@pytest.mark.parametrize("other", OTHERS)
def test_any_other_response_is_passed_on_but_for_vary(settings, client, other, headers):
    serve(settings, partial_response("p")(lambda request: OTHERS[other]()), TEMPLATES)
    expected = OTHERS[other]()

    response = client.get("/", headers=headers)

    assert (type(response), response.status_code, response["Vary"]) == (type(expected), expected.status_code, VARY)
    if hasattr(expected, "render"):
        expected.render()
    assert response.getvalue() == expected.getvalue()


def test_a_page_that_was_rendered_already_is_passed_on_where_the_page_is_asked_for(settings, client):
    @partial_response("p")
    def finished(request):
        return render_at_once(request, "page.html", {"word": "word"})

    serve(settings, finished, TEMPLATES)

    assert answers(client, page={}, boosted=BOOSTED) == [PAGE, PAGE]


@pytest.mark.parametrize("begin", ["<!doctype html>", "\ufeff \n<!DOCTYPE html>", "<html>", "\n<HTML lang='en'>"])
def test_a_page_that_was_rendered_already_is_no_answer_to_a_request_for_a_fragment(settings, client, begin):
    @partial_response("p")
    def finished(request):
        return HttpResponse(begin)

    serve(settings, finished, TEMPLATES)

    with pytest.raises(ImproperlyConfigured) as error:
        client.get("/", headers=HTMX)

    view_name = f"{__name__}.{inspect.unwrap(finished).__qualname__}"
    assert str(error.value) == (
        f"{view_name} answered a request for the fragment 'p' with a whole page. Return "
        f"htmx_partials.render(…) or a TemplateResponse, of which a fragment can still be rendered, instead of "
        f"django.shortcuts.render(…)."
    )


def test_a_template_response_that_the_view_rendered_is_no_answer_to_a_request_for_a_fragment(settings, client):
    @partial_response("p")
    def finished(request):
        return TemplateResponse(request, "page.html").render()

    serve(settings, finished, TEMPLATES)

    with pytest.raises(ImproperlyConfigured, match=r"answered a request for the fragment 'p' with a whole page\."):
        client.get("/", headers=HTMX)


def test_what_is_no_response_is_djangos_to_complain_about(settings, client):
    serve(settings, partial_response("p")(lambda request: None), TEMPLATES)

    with pytest.raises(ValueError, match=r"didn't return an HttpResponse object\. It returned None instead\.$"):
        client.get("/", headers=HTMX)


# -- Vary and caches ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "merged"),
    [
        (None, VARY),
        ("Cookie", f"Cookie, {VARY}"),
        ("HX-Request", VARY),
        (
            "hx-target, Accept",
            "hx-target, Accept, HX-Request, HX-Boosted, HX-History-Restore-Request, HX-Request-Type",
        ),
        (VARY, VARY),
        (f"{VARY}, Cookie", f"{VARY}, Cookie"),
        ("*", "*"),
        ("Cookie, *", "*"),
    ],
)
def test_vary_is_merged_and_never_doubled(settings, client, there, merged):
    @partial_response("p")
    def varying(request):
        return HttpResponse("<p>", headers={} if there is None else {"Vary": there})

    serve(settings, varying, TEMPLATES)

    assert client.get("/")["Vary"] == merged


@pytest.mark.parametrize("outside", [True, False])
def test_vary_is_merged_with_that_of_other_decorators(settings, client, outside):
    @partial_response("p")
    @vary_on_cookie
    def within(request):
        return TemplateResponse(request, "page.html")

    serve(settings, vary_on_cookie(view) if outside else within, TEMPLATES)

    assert client.get("/")["Vary"] == (f"{VARY}, Cookie" if outside else f"Cookie, {VARY}")


@pytest.fixture
def own_cache(settings, request):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": request.node.name}
    }
    yield
    caches["default"].clear()


def counting(inner: Any = lambda view: view) -> Any:
    calls = iter(range(100))

    @partial_response("p")
    @inner
    def counted(request):
        return TemplateResponse(request, "page.html", {"word": next(calls)})

    return counted


def by_hand() -> Any:
    calls = iter(range(100))

    @partial_response("p")
    def counted(request):
        if request.htmx and not request.htmx.boosted:
            return HttpResponse(f"<p>{next(calls)}</p>")
        return TemplateResponse(request, "page.html", {"word": next(calls)})

    return counted


KINDS = {
    "page": {},
    "fragment": HTMX,
    "boosted": BOOSTED,
    "history": HTMX | {"HX-History-Restore-Request": "true"},
    "full": HTMX | {"HX-Request-Type": "full"},
    "boosted into a target": BOOSTED | {"HX-Target": "p"},
}


def page(n: int) -> bytes:
    return f"<!doctype html>\n<h1>{n}</h1><p>{n}</p>".encode()


def fragment(n: int) -> bytes:
    return f"<p>{n}</p>".encode()


@pytest.mark.parametrize("order", [list(KINDS), list(reversed(KINDS)), ["fragment", "page", "boosted", "history"]])
@pytest.mark.parametrize("where", ["around", "below"])
def test_cache_page_serves_page_and_fragment_to_whom_they_belong(settings, own_cache, order, where):
    cached = cache_page(60)
    serve(settings, cached(counting()) if where == "around" else counting(inner=cached), TEMPLATES)
    client = Client()

    for _ in range(2):
        shown = {kind: client.get("/", headers=KINDS[kind]).content for kind in order}
        for kind in order:
            is_fragment = kind in ("fragment", "boosted into a target")
            assert shown[kind].startswith(b"<p>" if is_fragment else b"<!doctype html>"), kind


def test_cache_page_around_keeps_each_answer(settings, own_cache):
    serve(settings, cache_page(60)(counting()), TEMPLATES)
    client = Client()

    shown = [client.get("/", headers=KINDS[kind]).content for kind in ("page", "fragment", "boosted") * 2]

    assert shown == [page(0), fragment(1), page(2)] * 2


def test_cache_page_around_keeps_fragments_by_hand_apart(settings, own_cache):
    serve(settings, cache_page(60)(by_hand()), TEMPLATES)
    client = Client()

    shown = [client.get("/", headers=KINDS[kind]).content for kind in ("fragment", "page", "boosted") * 2]

    assert shown == [fragment(0), page(1), page(2)] * 2


def test_a_cached_fragment_is_kept_apart_by_target(settings, own_cache):
    @partial_response("p", "q")
    def two(request):
        return TemplateResponse(request, "page.html", {"word": "word"})

    source = TEMPLATES["page.html"] + "{% partialdef q inline %}Q{% endpartialdef %}"
    serve(settings, cache_page(60)(two), {"page.html": source})
    client = Client()

    shown = [client.get("/", headers=HTMX | {"HX-Target": target}).content for target in ("p", "q", "p", "q")]

    assert shown == [FRAGMENT, b"Q", FRAGMENT, b"Q"]


def test_a_cached_answer_that_renders_later_goes_by_its_own_vary(settings, own_cache):
    serve(settings, cache_page(60)(view), TEMPLATES)
    request: Any = RequestFactory().get("/", headers=HTMX)
    Client().get("/", headers=HTMX)

    key = get_cache_key(request)

    assert caches["default"].get(key).content == FRAGMENT


def test_cache_middleware_for_the_whole_site(settings, own_cache):
    serve(
        settings,
        counting(),
        TEMPLATES,
        "django.middleware.cache.UpdateCacheMiddleware",
        behind=["django.middleware.cache.FetchFromCacheMiddleware"],
    )
    client = Client()

    shown = [client.get("/", headers=KINDS[kind]).content for kind in ("fragment", "page", "boosted") * 2]

    assert shown == [fragment(0), page(1), page(2)] * 2


def test_other_decorators_around_hold(settings, client):
    serve(settings, never_cache(cache_control(no_transform=True)(gzip_page(view))), TEMPLATES)

    response = client.get("/", headers=HTMX)

    assert response["Cache-Control"] == "no-transform, max-age=0, no-cache, no-store, must-revalidate, private"
    assert response.content == FRAGMENT


def test_decorators_made_of_middleware_hold(settings, client):
    serve(settings, decorator_from_middleware(Changes)(view), TEMPLATES)

    assert answers(client, page={}, fragment=HTMX) == [
        b"<!doctype html>\n<h2>WORD</h2><b>WORD</b>",
        b"<b>WORD</b>",
    ]


def test_vary_of_later_middleware_comes_behind(settings, client):
    serve(settings, view, TEMPLATES, f"{__name__}.VariesOnCookie")

    assert client.get("/")["Vary"] == f"{VARY}, Cookie"


class VariesOnCookie(MiddlewareMixin):
    def process_response(self, request, response):
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response


# -- Messages ---------------------------------------------------------------------------------


MESSAGES = "{% for message in messages %}<i>{{ message }}</i>{% endfor %}"
WITH_MESSAGES = {"page.html": "{% partialdef p inline %}" + MESSAGES + "{% endpartialdef %}", "other.html": "other"}
MESSAGE_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]


def serve_with_messages(settings, view):
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    serve(
        settings,
        view,
        WITH_MESSAGES,
        *MESSAGE_MIDDLEWARE,
        processors=["django.contrib.messages.context_processors.messages"],
    )


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_answer_in_which_messages_were_shown_is_private(settings, client, headers):
    @partial_response("p")
    def says(request):
        messages.info(request, "saved")
        return TemplateResponse(request, "page.html")

    serve_with_messages(settings, says)

    response = client.get("/", headers=headers)

    assert (response.content, response["Cache-Control"]) == (b"<i>saved</i>", "private")


def test_an_answer_made_by_hand_in_which_messages_were_shown_is_private(settings, client):
    @partial_response("p")
    def says(request):
        messages.info(request, "saved")
        return HttpResponse("".join(str(message) for message in messages.get_messages(request)))

    serve_with_messages(settings, says)

    response = client.get("/", headers=HTMX)

    assert (response.content, response["Cache-Control"]) == (b"saved", "private")


@pytest.mark.parametrize("template", ["page.html", "other.html"])
def test_an_answer_in_which_no_message_was_shown_is_not_private(settings, client, template):
    @partial_response()
    def says_nothing(request):
        if template == "other.html":
            messages.info(request, "for the next page")
        return TemplateResponse(request, template)

    serve_with_messages(settings, says_nothing)

    assert "Cache-Control" not in client.get("/").headers


# -- What tests see ----------------------------------------------------------------------------


FAMILY = {
    "base.html": "{% partialdef up inline %}<i>{{ word }}</i>{% endpartialdef %}{% block main %}{% endblock %}",
    "cell.html": "{{ word }}",
    "page.html": "{% extends 'base.html' %}{% block main %}{% partialdef p inline %}"
    "<p>{% include 'cell.html' with word='cell' %}</p>{% endpartialdef %}{% endblock %}",
}


def of_the_view(contexts: Any) -> Any:
    """Return the response without what differs for each request."""
    return [{name: value for name, value in each.items() if name not in ("request", "csrf_token")} for each in contexts]


def recorded(response: Any) -> Any:
    names = [(each.origin.template_name, each.name) for each in response.templates]
    return names, of_the_view([each.flatten() for each in response.context])


@needs_django_6(reason="the test client of Django 5.2 records no partials")
def test_tests_see_what_they_see_for_djangos_own_render_of_the_partial(settings, client):
    serve(settings, lambda request: render_at_once(request, "page.html#p", {"word": "word"}), FAMILY)
    theirs = client.get("/", headers=HTMX)
    serve(settings, view, FAMILY)
    ours = client.get("/", headers=HTMX)

    assert recorded(ours) == recorded(theirs)
    assert ours.content == theirs.content


@needs_django_6(reason="the test client of Django 5.2 does not know partials by the names of their templates")
@pytest.mark.parametrize(("name", "used"), [("p", "page.html#p"), ("up", "base.html#up"), ("main", "page.html#main")])
def test_assert_template_used_names_the_template_that_defines_the_partial(settings, client, name, used):
    @partial_response(name)
    def named(request):
        return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, named, FAMILY)

    with SimpleTestCase().assertTemplateUsed(used) as noted:
        response = client.get("/", headers=HTMX)

    assert noted.rendered_template_names == [used, *(["cell.html"] if name != "up" else [])]
    assert response.context["word"] == "word"


def test_assert_template_used_of_a_response_has_the_name_of_the_partial_as_for_djangos_own_render(settings, client):
    serve(settings, view, FAMILY)
    response = client.get("/", headers=HTMX)

    SimpleTestCase().assertTemplateUsed(response, "p")
    SimpleTestCase().assertTemplateNotUsed(response, "page.html")


def test_the_template_and_the_context_of_a_response_are_the_views(settings, client):
    serve(settings, view, FAMILY)

    response = client.get("/", headers=HTMX)

    assert (response.template_name, response.context_data) == ("page.html", {"word": "word"})


# -- Tokens and nonces ---------------------------------------------------------------------------


def test_a_csrf_token_in_a_fragment_sets_the_cookie_and_is_accepted(settings):
    source = "{% partialdef p inline %}{% csrf_token %}{% endpartialdef %}"
    serve(settings, view, {"page.html": source}, "django.middleware.csrf.CsrfViewMiddleware")
    client = Client(enforce_csrf_checks=True)

    answer = client.get("/", headers=HTMX)
    token = answer.content.decode().split('value="')[1].split('"')[0]

    assert client.post("/", {}, headers=HTMX).status_code == 403
    assert client.post("/", {"csrfmiddlewaretoken": token}, headers=HTMX).status_code == 200
    assert answer["Vary"] == f"{VARY}, Cookie"


@needs_django_6(reason="Django 5.2 has no content security policy")
def test_a_nonce_of_the_content_security_policy_is_in_fragment_and_header(settings, client):
    settings.SECURE_CSP = {"script-src": [CSP.NONCE]}
    serve(
        settings,
        view,
        {"page.html": "{% partialdef p inline %}{{ csp_nonce }}{% endpartialdef %}"},
        "django.middleware.csp.ContentSecurityPolicyMiddleware",
        processors=["django.template.context_processors.csp"],
    )

    first, second = client.get("/", headers=HTMX), client.get("/", headers=HTMX)

    assert [each["Content-Security-Policy"] for each in (first, second)] == [
        f"script-src 'nonce-{each.content.decode()}'" for each in (first, second)
    ]
    assert first.content != second.content


# -- Several requests at once ---------------------------------------------------------------------


def test_requests_at_the_same_time_do_not_mix(settings):
    @partial_response("p")
    async def slow(request):
        await asyncio.sleep(0.001 * (int(request.GET["n"]) % 3))
        return TemplateResponse(request, "page.html", {"n": request.GET["n"]})

    source = "<h1>{% partialdef p inline %}{{ n }}{% cycle 'a' 'b' %}{{ request.GET.n }}{% endpartialdef %}"
    serve(settings, slow, {"page.html": source})

    async def ask() -> list[bytes]:
        client = AsyncClient()
        answers = await asyncio.gather(*(client.get("/", {"n": n}, headers=HTMX if n % 2 else {}) for n in range(50)))
        return [answer.content for answer in answers]

    assert asyncio.run(ask()) == [f"{'' if n % 2 else '<h1>'}{n}a{n}".encode() for n in range(50)]


def test_a_response_does_not_live_on_in_a_circle(settings, request_for_fragment):
    serve(settings, view, TEMPLATES)
    gc.disable()
    try:
        response = view(request_for_fragment).render()
        gone = weakref.ref(response)
        del response
        assert gone() is None
    finally:
        gc.enable()


def test_render_and_the_decorator_make_one_fragment(settings, client):
    @partial_response("p")
    def rendered(request):
        return render(request, "page.html", {"word": "word"})

    serve(settings, rendered, TEMPLATES)

    assert answers(client, page={}, fragment=HTMX) == [PAGE, FRAGMENT]
