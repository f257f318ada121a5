"""What holds for the whole site, even for views that do not use this library."""

import asyncio
import gzip
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from threading import Thread, current_thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction
from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required, permission_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin, UserPassesTestMixin
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render as finished
from django.template import TemplateDoesNotExist
from django.template.response import TemplateResponse
from django.test import AsyncClient, AsyncRequestFactory, Client, override_settings
from django.urls import path
from django.utils.deprecation import MiddlewareMixin
from django.views import View
from django.views.decorators.cache import cache_page
from django.views.decorators.gzip import gzip_page
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh, HttpResponseLocation
from django_htmx.middleware import HtmxDetails
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htmx_partials import partial_response, render
from htmx_partials.middleware import HtmxPartialsMiddleware
from htmx_partials.requests import VARY

from .templates_for_tests import in_memory

BASE = """<!doctype html><html><title>{% block title %}Site{% endblock %}</title>
<main id="content">{% block content %}{% endblock %}</main>
<div id="toasts">{% partialdef messages inline %}{% for message in messages %}<p>{{ message }}</p>{% endfor %}
{%- endpartialdef %}</div>{% partialdef nav inline %}<nav id="nav">{{ request.path }}</nav>{% endpartialdef %}</html>
""".replace("\n{%-", "{%")

TEMPLATES = {
    "base.html": BASE,
    "page.html": (
        '{% extends "base.html" %}{% block title %}Page{% endblock %}{% block content %}<h1>Page</h1>'
        '{% partialdef row inline %}<tr id="row"></tr>{% endpartialdef %}{% endblock %}'
    ),
    "fragment.html": "<p>fragment</p>",
    "talking.html": "{% for message in messages %}<i>{{ message }}</i>{% endfor %}",
    "404.html": "<!doctype html><html><h1>Not found</h1></html>",
    "400.html": "<p>no document</p>",
}
ENGINE = in_memory(
    TEMPLATES,
    processors=(
        "django.template.context_processors.request",
        "django.contrib.messages.context_processors.messages",
    ),
)
LIBRARY = "htmx_partials.middleware.HtmxPartialsMiddleware"
MIDDLEWARE = [*django_settings.MIDDLEWARE, LIBRARY]
TOASTS = {"base.html#messages": "beforeend:#toasts"}


@partial_response("row")
def decorated(request: HttpRequest, status: int = 200) -> HttpResponseBase:
    return TemplateResponse(request, "page.html", status=status)


@partial_response("row")
def decorated_by_hand(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse("<p>hand</p>")


def answer(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return answers of views, most of which do not use this library."""
    if "say" in request.GET:
        messages.info(request, request.GET["say"])
    match kind:
        case "page":
            return TemplateResponse(request, "page.html")
        case "decorated":
            return decorated(request)
        case "decorated-by-hand":
            return decorated_by_hand(request)
        case "alone":
            return render(request, "page.html", partial=())
        case "fragment":
            return TemplateResponse(request, "fragment.html")
        case "finished-page":
            return finished(request, "page.html")
        case "finished-fragment":
            return finished(request, "fragment.html")
        case "talking":
            return finished(request, "talking.html")
        case "hand":
            return HttpResponse("<p>hand</p>")
        case "hand-row":
            return HttpResponse("<tr><td>hand</td></tr>")
        case "empty":
            return HttpResponse("")
        case "latin":
            return HttpResponse("<p>\xe9</p>", content_type="text/html; charset=iso-8859-1")
        case "measured":
            return HttpResponse("<p>hand</p>", headers={"Content-Length": "11", "ETag": '"1"'})
        case "no-content":
            return HttpResponse(status=204)
        case "not-modified":
            return HttpResponse(status=304)
        case "client-redirect":
            return HttpResponseClientRedirect("/page/")
        case "client-location":
            return HttpResponseLocation("/page/")
        case "client-refresh":
            return HttpResponseClientRefresh()
        case "invalid":
            return HttpResponse("<p>invalid</p>", status=422)
        case "invalid-decorated":
            return decorated(request, status=422)
        case "broken":
            return HttpResponse("<p>broken</p>", status=500)
        case "stream":
            return StreamingHttpResponse(iter(["<p>stream</p>"]))
        case "json":
            return JsonResponse({"html": "<p>json</p>"})
        case "text":
            return HttpResponse("text", content_type="text/plain")
        case "encoded":
            return HttpResponse(gzip.compress(b"<p>encoded</p>", mtime=0), headers={"Content-Encoding": "gzip"})
        case "not-found":
            raise Http404
        case "bad-request":
            return HttpResponse("<!DOCTYPE html><html>bad</html>", status=400)
        case "retargeted-error":
            return HttpResponse("<html>bad</html>", status=400, headers={"HX-Retarget": "#errors"})
        case "reselected-error":
            return HttpResponse("<html>bad</html>", status=400, headers={"HX-Reselect": "#error"})
        case "reswapped-error":
            return HttpResponse("\n<html>bad</html>", status=500, headers={"HX-Reswap": "outerHTML"})
        case "same-path":
            return HttpResponseRedirect(request.path + "?kind=done")
        case "done":
            return HttpResponse("<p>done</p>")
    status, _, url = kind.partition(" ")
    response = HttpResponse("moved", status=int(status), headers={"Location": url, "X-Kept": "yes", "Vary": "Cookie"})
    response.set_cookie("kept", "yes", httponly=True)
    return response


def by_kind(request: HttpRequest) -> HttpResponseBase:
    return answer(request, request.GET.get("kind", "page"))


async def by_kind_async(request: HttpRequest) -> HttpResponseBase:
    return answer(request, request.GET.get("kind", "page"))


def none(request: HttpRequest) -> HttpResponse:
    raise AssertionError("nobody may come here")


def anonymous(user: Any) -> bool:
    return False


class Guarded(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return none(request)


class LoginGuarded(LoginRequiredMixin, Guarded):
    pass


class PermissionGuarded(PermissionRequiredMixin, Guarded):
    permission_required = "auth.add_user"


class UserGuarded(UserPassesTestMixin, Guarded):
    redirect_field_name = "then"

    def test_func(self) -> bool:
        return False


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


guards = [
    path("guards/required/", login_required(none)),
    path("guards/url/", login_required(none, login_url="/sign-in/")),
    path("guards/name/", login_required(none, login_url="sign-in")),
    path("guards/query/", login_required(none, login_url="/sign-in/?a=b&c")),
    path("guards/field/", login_required(none, redirect_field_name="then")),
    path("guards/permission/", permission_required("auth.add_user")(none)),
    path("guards/test/", user_passes_test(anonymous)(none)),
    path("guards/mixin/", LoginGuarded.as_view()),
    path("guards/permission-mixin/", PermissionGuarded.as_view()),
    path("guards/test-mixin/", UserGuarded.as_view()),
    path("guards/redirect/", lambda request: redirect_to_login(request.get_full_path())),
]

urlpatterns = [
    *guards,
    path("", login_not_required(by_kind)),
    path("async/", login_not_required(by_kind_async)),
    path("page/", login_not_required(TemplateView.as_view(template_name="page.html"))),
    path("open/", none),
    path("cached/", cache_page(60)(by_kind)),
    path("zipped/", gzip_page(lambda request: HttpResponse("<p>" + "x" * 1000 + "</p>"))),
    path("sign-in/", login_not_required(by_kind), name="sign-in"),
    path("accounts/login/", login_not_required(by_kind), name="login"),
]


@pytest.fixture(autouse=True)
def site() -> Iterator[None]:
    with override_settings(
        ROOT_URLCONF=__name__,
        TEMPLATES=[ENGINE],
        MIDDLEWARE=MIDDLEWARE,
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        HTMX_PARTIALS_TARGETS={"content": "content"},
        HTMX_PARTIALS_OOB=TOASTS,
    ):
        cache.clear()
        yield


class Asker:
    """A browser with htmx 2 or htmx 4, and a sync or async server."""

    def __init__(self, *, asynchronous: bool = False) -> None:
        self.client: Any = AsyncClient() if asynchronous else Client()
        self.asynchronous = asynchronous

    def ask(
        self,
        url: str = "/",
        *,
        method: str = "get",
        htmx: int | None = 2,
        target: str = "",
        boosted: bool = False,
        data: dict[str, str] | None = None,
        **headers: str,
    ) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if htmx:
            sent["HX-Request"] = "true"
        if htmx == 4:
            sent["HX-Request-Type"] = "full" if boosted and not target else "partial"
            sent["HX-Target"] = f"div#{target}" if target else "body" if boosted else "div"
        elif target:
            sent["HX-Target"] = target
        if boosted:
            sent["HX-Boosted"] = "true"
        verb = getattr(self.client, method)
        if self.asynchronous:
            verb = async_to_sync(verb)
        return verb(url, data, headers=sent) if data else verb(url, headers=sent)

    def toasts(self) -> list[str]:
        """Return the messages that a reload would show."""
        html = self.ask("/page/", htmx=None).content.decode()
        return [each.partition("</p>")[0] for each in html.partition('id="toasts">')[2].split("<p>")[1:]]


@pytest.fixture(params=["sync", "async"])
def asker(request: pytest.FixtureRequest) -> Asker:
    return Asker(asynchronous=request.param == "async")


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def toast(message: str, htmx: int = 2) -> str:
    if htmx == 4:
        return f'<hx-partial hx-target="#toasts" hx-swap="beforeend"><p>{message}</p></hx-partial>'
    return f'<div hx-swap-oob="beforeend:#toasts"><p>{message}</p></div>'


CONTENT = '<h1>Page</h1><tr id="row"></tr>'
PAGE = (
    '<!doctype html><html><title>Page</title>\n<main id="content"><h1>Page</h1><tr id="row"></tr></main>\n'
    '<div id="toasts"></div><nav id="nav">/</nav></html>\n'
)

# -- Targets


@pytest.mark.parametrize("htmx", [2, 4])
@pytest.mark.parametrize("boosted", [False, True])
@pytest.mark.parametrize("url", ["/", "/async/", "/page/"])
def test_any_template_response_answers_with_a_fragment_of_the_site(
    asker: Asker, htmx: int, boosted: bool, url: str
) -> None:
    response = asker.ask(url, target="content", htmx=htmx, boosted=boosted)
    assert text(response) == CONTENT
    assert response["Vary"] == VARY


@pytest.mark.parametrize(
    "asks",
    [
        {"htmx": None},
        {"target": "other"},
        {},
        {"boosted": True},
        {"boosted": True, "htmx": 4},
        {"htmx": 4, "target": "row"},
        {"target": "content", "HX_History_Restore_Request": "true"},
    ],
)
def test_any_other_request_gets_the_page(asker: Asker, asks: dict[str, Any]) -> None:
    response = asker.ask(**asks)
    assert text(response) == PAGE
    assert response["Vary"] == VARY


def test_a_template_without_the_block_answers_with_all_of_it(asker: Asker) -> None:
    assert text(asker.ask("/?kind=fragment", target="content")) == "<p>fragment</p>"


def test_a_decorated_view_has_its_own_partials_first(asker: Asker) -> None:
    assert text(asker.ask("/?kind=decorated")) == '<tr id="row"></tr>'
    assert text(asker.ask("/?kind=decorated", target="content")) == CONTENT


def test_a_finished_page_is_left(asker: Asker) -> None:
    response = asker.ask("/?kind=finished-page", target="content")
    assert text(response) == PAGE


@override_settings(HTMX_PARTIALS_TARGETS={}, HTMX_PARTIALS_OOB=())
@pytest.mark.parametrize("kind", ["page", "hand", "fragment", "json", "stream", "no-content"])
def test_without_settings_nothing_changes(asker: Asker, kind: str) -> None:
    plain = asker.ask(f"/?kind={kind}", htmx=None)
    response = asker.ask(f"/?kind={kind}", target="content")
    assert response.status_code == plain.status_code
    assert response.headers.get("Vary") == plain.headers.get("Vary")
    if not response.streaming:
        assert response.content == plain.content


def test_other_middleware_may_still_change_the_template() -> None:
    with override_settings(MIDDLEWARE=[f"{__name__}.OtherTemplate", *MIDDLEWARE]):
        assert text(Asker().ask(target="content")) == "<p>fragment</p>"


class OtherTemplate(HtmxPartialsMiddleware):
    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        response.template_name = "fragment.html"
        return response

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response


def test_htmx_middleware_must_be_there() -> None:
    missing = [each for each in MIDDLEWARE if "django_htmx" not in each]
    with override_settings(MIDDLEWARE=missing), pytest.raises(ImproperlyConfigured, match="HtmxMiddleware"):
        Asker().ask("/?kind=hand")


class NotesThread(HtmxPartialsMiddleware):
    threads: ClassVar[list[Thread]] = []

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        self.threads.append(current_thread())
        return super().process_response(request, response)


@pytest.mark.parametrize(
    ("htmx", "debug", "takes_thread"), [(None, False, False), (2, False, True), (None, True, True)]
)
def test_an_async_request_that_is_not_htmx_takes_no_thread(htmx: int | None, debug: bool, takes_thread: bool) -> None:
    async def ask() -> Thread:
        middleware = NotesThread(by_kind_async)
        assert iscoroutinefunction(middleware)
        request: Any = AsyncRequestFactory().get("/?kind=hand", headers={"HX-Request": "true"} if htmx else {})
        request.htmx = HtmxDetails(request)
        await middleware(request)
        return current_thread()

    NotesThread.threads.clear()
    with override_settings(DEBUG=debug):
        loop_thread = asyncio.run(ask())
    [thread] = NotesThread.threads
    assert (thread is not loop_thread) == takes_thread


# -- Companions of answers that are finished


@pytest.mark.parametrize("htmx", [2, 4])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("hand", "<p>hand</p>"),
        ("decorated-by-hand", "<p>hand</p>"),
        ("fragment", "<p>fragment</p>"),
        ("finished-fragment", "<p>fragment</p>"),
        ("decorated", '<tr id="row"></tr>'),
    ],
)
def test_messages_go_along_with_a_fragment(asker: Asker, htmx: int, method: str, kind: str, html: str) -> None:
    response = asker.ask(f"/?kind={kind}&say=Hi", htmx=htmx, method=method)
    shown = toast("Hi", htmx)
    if htmx == 2 and html.startswith("<tr"):
        shown = f"<template>{shown}</template>"
    assert text(response) == html + shown
    assert response["Cache-Control"] == "private"
    assert VARY in response["Vary"]
    assert asker.toasts() == []


@pytest.mark.parametrize("url", ["/?kind=hand", "/async/?kind=hand"])
def test_views_of_either_colour_have_companions(asker: Asker, url: str) -> None:
    assert text(asker.ask(f"{url}&say=Hi")) == "<p>hand</p>" + toast("Hi")


def test_behind_a_row_a_companion_of_htmx_2_stands_in_a_template(asker: Asker) -> None:
    row = "<tr><td>hand</td></tr>"
    assert text(asker.ask("/?kind=hand-row&say=Hi")) == f"{row}<template>{toast('Hi')}</template>"
    assert text(asker.ask("/?kind=hand-row&say=Hi", htmx=4)) == row + toast("Hi", 4)


def test_beside_nothing_htmx_4_gets_what_lets_nothing_be_swapped(asker: Asker) -> None:
    assert text(asker.ask("/?kind=empty&say=Hi")) == toast("Hi")
    response = asker.ask("/?kind=empty&say=Hi", htmx=4)
    assert text(response) == "<template></template>" + toast("Hi", 4)
    assert response["HX-Reselect"] == ":not(*)"


def test_an_answer_without_messages_is_not_changed_nor_private(asker: Asker) -> None:
    response = asker.ask("/?kind=hand")
    assert text(response) == "<p>hand</p>"
    assert "Cache-Control" not in response
    assert VARY in response["Vary"]


def test_several_messages_keep_their_order(asker: Asker) -> None:
    asker.ask("/?kind=no-content&say=One")
    asker.ask("/?kind=no-content&say=Two")
    assert text(asker.ask("/?kind=hand&say=Three")) == (
        '<p>hand</p><div hx-swap-oob="beforeend:#toasts"><p>One</p><p>Two</p><p>Three</p></div>'
    )


def test_length_and_tag_of_the_answer_follow(asker: Asker) -> None:
    response = asker.ask("/?kind=measured&say=Hi")
    assert response["Content-Length"] == str(len(response.content)) == str(len("<p>hand</p>" + toast("Hi")))
    assert "ETag" not in response
    response = asker.ask("/?kind=measured")
    assert response["Content-Length"] == "11"
    assert re.fullmatch('"1-htmx-[0-9a-f]{12}"', response["ETag"])


def test_what_the_charset_lacks_is_written_as_html_can(asker: Asker) -> None:
    response = asker.ask("/?kind=latin&say=Gr\N{LATIN SMALL LETTER U WITH DIAERESIS}\N{SNOWMAN}")
    assert response.content == b'<p>\xe9</p><div hx-swap-oob="beforeend:#toasts"><p>Gr\xfc&#9731;</p></div>'


@override_settings(HTMX_PARTIALS_OOB={"base.html#nav": None, "base.html#messages": "beforeend:#toasts", "title": None})
def test_only_those_that_name_their_template_go_along_with_finished_answers(asker: Asker) -> None:
    nav = '<nav hx-swap-oob="true" id="nav">/</nav>'
    assert text(asker.ask("/?kind=hand&say=Hi")) == "<p>hand</p>" + nav + toast("Hi")


@override_settings(HTMX_PARTIALS_OOB=["nav"])
def test_without_such_there_are_none(asker: Asker) -> None:
    response = asker.ask("/?kind=hand")
    assert text(response) == "<p>hand</p>"


@override_settings(HTMX_PARTIALS_OOB=["missing.html#nav"])
def test_a_template_that_is_missing_is_an_error(asker: Asker) -> None:
    with pytest.raises(TemplateDoesNotExist, match=r"missing\.html"):
        asker.ask("/?kind=hand")


@override_settings(HTMX_PARTIALS_OOB=["base.html#nva"])
def test_a_partial_that_is_missing_is_an_error(asker: Asker) -> None:
    with pytest.raises(TemplateDoesNotExist, match=r"did you mean 'nav'"):
        asker.ask("/?kind=hand")


@pytest.mark.parametrize(
    "kind",
    [
        "finished-page",
        "stream",
        "json",
        "text",
        "encoded",
        "no-content",
        "not-modified",
        "client-redirect",
        "client-location",
        "client-refresh",
        "invalid",
        "broken",
        "bad-request",
    ],
)
def test_other_answers_are_left_as_they_are(asker: Asker, kind: str) -> None:
    with override_settings(HTMX_PARTIALS_OOB={"base.html#nav": None}):
        response = asker.ask(f"/?kind={kind}")
        plain = asker.ask(f"/?kind={kind}", htmx=None)
    if response.streaming:
        assert not plain.content if not plain.streaming else True
    else:
        assert response.content == plain.content


@pytest.mark.parametrize("method", ["head", "put", "patch", "options"])
def test_other_methods_have_no_companions(asker: Asker, method: str) -> None:
    response = asker.ask("/?kind=hand&say=Hi", method=method)
    assert text(response) in ("", "<p>hand</p>")
    assert asker.toasts() == ["Hi"]


def test_an_ordinary_request_has_no_companions(asker: Asker) -> None:
    assert text(asker.ask("/?kind=hand&say=Hi", htmx=None)) == "<p>hand</p>"
    assert asker.toasts() == ["Hi"]


def test_an_answer_of_the_view_that_is_encoded_keeps_the_message(asker: Asker) -> None:
    asker.ask("/?kind=no-content&say=Hi")
    response = asker.ask("/zipped/", Accept_Encoding="gzip")
    assert gzip.decompress(response.content) == b"<p>" + b"x" * 1000 + b"</p>"
    assert asker.toasts() == ["Hi"]


# -- Each message once, whichever way the answer came about

KINDS = [
    "page",
    "decorated",
    "decorated-by-hand",
    "alone",
    "fragment",
    "finished-page",
    "finished-fragment",
    "talking",
    "hand",
    "hand-row",
    "empty",
    "latin",
    "measured",
    "no-content",
    "not-modified",
    "client-redirect",
    "client-location",
    "client-refresh",
    "invalid",
    "invalid-decorated",
    "broken",
    "stream",
    "json",
    "text",
    "encoded",
    "not-found",
    "bad-request",
    "reswapped-error",
    "same-path",
    "302 /page/",
    "303 /?kind=decorated",
    "307 /page/",
    "302 https://example.com/",
]


def shown_by_client(asker: Asker, response: Any, htmx: int | None, **asks: Any) -> str:
    """Return the HTML that a client puts into the page, and its target."""
    if response.status_code in (301, 302, 303, 307, 308):
        url = response["Location"]
        if url.startswith("https:"):
            return ""
        return shown_by_client(asker, asker.ask(url, htmx=htmx, **asks), htmx, **asks)
    if htmx and (response.status_code in (204, 304) or (response.status_code >= 400 and htmx == 2)):
        return ""
    if any(header in response for header in ("HX-Redirect", "HX-Location", "HX-Refresh")):
        return ""
    if response.streaming:
        return "<p>stream</p>"
    content: bytes = gzip.decompress(response.content) if response.get("Content-Encoding") else response.content
    return content.decode(response.charset)


@pytest.mark.parametrize(
    ("htmx", "asks"),
    [
        (None, {}),
        *(
            (htmx, asks)
            for htmx in (2, 4)
            for asks in ({}, {"target": "content"}, {"target": "content", "boosted": True}, {"boosted": True})
        ),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("storage", ["cookie.CookieStorage", "session.SessionStorage"])
def test_a_message_is_shown_once(htmx: int | None, kind: str, asks: dict[str, Any], storage: str) -> None:
    asker = Asker()
    with override_settings(MESSAGE_STORAGE=f"django.contrib.messages.storage.{storage}"):
        shown = shown_by_client(asker, asker.ask(f"/?kind={kind}&say=Hi", htmx=htmx, **asks), htmx, **asks)
        times = [shown.count(">Hi<"), asker.toasts().count("Hi"), asker.toasts().count("Hi")]
    # Django saves no session with a server error.
    lost = storage.startswith("session") and kind in ("broken", "reswapped-error")
    assert times in ([[0, 0, 0]] if lost else [[1, 0, 0], [0, 1, 0]])


@pytest.mark.parametrize(
    ("kind", "htmx"),
    [
        *(
            (kind, htmx)
            for kind in (
                "page",
                "decorated",
                "alone",
                "fragment",
                "finished-fragment",
                "hand",
                "hand-row",
                "empty",
                "same-path",
            )
            for htmx in (2, 4)
        ),
        ("invalid", 4),
        ("invalid-decorated", 4),
    ],
)
def test_a_message_is_shown_at_once_where_it_can(asker: Asker, kind: str, htmx: int) -> None:
    response = asker.ask(f"/?kind={kind}&say=Hi", htmx=htmx, target="content")
    assert shown_by_client(asker, response, htmx, target="content").count("<p>Hi</p>") == 1


@pytest.mark.parametrize("storage", ["cookie.CookieStorage", "session.SessionStorage"])
@pytest.mark.parametrize("htmx", [2, 4])
def test_a_message_waits_where_no_session_is_saved(htmx: int, storage: str) -> None:
    asker = Asker()
    with override_settings(MESSAGE_STORAGE=f"django.contrib.messages.storage.{storage}"):
        asker.ask("/?kind=no-content&say=Hi")
        assert text(asker.ask("/?kind=broken", htmx=htmx)) == "<p>broken</p>"
        assert asker.toasts() == ["Hi"]


@override_settings(
    TEMPLATES=[in_memory(TEMPLATES | {"404.html": BASE}, processors=ENGINE["OPTIONS"]["context_processors"])]
)
@pytest.mark.parametrize("asks", [{}, {"target": "content"}, {"boosted": True}])
def test_a_page_that_is_dropped_uses_no_message(asker: Asker, asks: dict[str, Any]) -> None:
    asker.ask("/?kind=no-content&say=Old")
    assert "<p>Old</p><p>New</p>" in text(asker.ask("/?kind=not-found&say=New", **asks))
    assert asker.toasts() == ["Old", "New"]
    assert asker.toasts() == []


def test_a_message_that_the_answer_shows_itself_is_not_sent_again(asker: Asker) -> None:
    assert text(asker.ask("/?kind=talking&say=Hi")) == "<i>Hi</i>"


# -- Caches and other middleware around

AROUND = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.common.CommonMiddleware",
    *django_settings.MIDDLEWARE,
    "django.middleware.cache.FetchFromCacheMiddleware",
    LIBRARY,
]


def test_zipped_outside_the_answer_is_whole(asker: Asker) -> None:
    long = "x" * 1000
    with override_settings(MIDDLEWARE=AROUND):
        response = asker.ask(f"/?kind=hand&say={long}", Accept_Encoding="gzip")
        assert response["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.content).decode() == "<p>hand</p>" + toast(long)
        assert response["Content-Length"] == str(len(response.content))


def test_a_conditional_request_sees_the_message(asker: Asker) -> None:
    with override_settings(MIDDLEWARE=[each for each in AROUND if "cache" not in each]):
        tag = asker.ask("/?kind=hand")["ETag"]
        assert asker.ask("/?kind=hand", If_None_Match=tag).status_code == 304
        asker.ask("/?kind=no-content&say=Hi")
        response = asker.ask("/?kind=hand", If_None_Match=tag)
        assert (response.status_code, text(response)) == (200, "<p>hand</p>" + toast("Hi"))
        assert asker.ask("/?kind=hand", If_None_Match=tag).status_code == 304


@pytest.mark.parametrize("kind", ["page", "hand", "decorated", "fragment"])
def test_a_cache_for_the_site_keeps_pages_and_fragments_apart(asker: Asker, kind: str) -> None:
    plain = {key: text(asker.ask(f"/?kind={kind}", **asks)) for key, asks in enumerate(WAYS)}
    with override_settings(MIDDLEWARE=AROUND):
        for _ in range(2):
            assert {key: text(asker.ask(f"/?kind={kind}", **asks)) for key, asks in enumerate(WAYS)} == plain


WAYS: list[dict[str, Any]] = [
    {"htmx": None},
    {"target": "content"},
    {"target": "content", "htmx": 4},
    {},
    {"boosted": True},
]


@pytest.mark.parametrize("kind", ["page", "hand", "decorated", "fragment", "finished-fragment"])
@pytest.mark.parametrize("asks", [{"htmx": None}, {"htmx": 2}, {"htmx": 4}, {"target": "content"}])
@pytest.mark.parametrize("middleware", [MIDDLEWARE, AROUND])
def test_nobody_gets_the_message_of_another(kind: str, asks: dict[str, Any], middleware: list[str]) -> None:
    storage = "django.contrib.messages.storage.cookie.CookieStorage"
    with override_settings(MIDDLEWARE=middleware, MESSAGE_STORAGE=storage):
        first, second = Asker(), Asker()
        first.ask("/?kind=no-content&say=Secret")
        said = text(first.ask(f"/cached/?kind={kind}", **asks))
        assert "Secret" not in text(second.ask(f"/cached/?kind={kind}", **asks))
        assert said.count("Secret") + first.toasts().count("Secret") == 1


@pytest.mark.parametrize("kind", ["hand", "decorated", "fragment"])
def test_a_cached_fragment_shows_new_messages(asker: Asker, kind: str) -> None:
    html = text(asker.ask(f"/cached/?kind={kind}"))
    asker.ask("/?kind=no-content&say=Hi")
    said = text(asker.ask(f"/cached/?kind={kind}"))
    assert said.startswith(html)
    assert said.count("<p>Hi</p>") == 1
    assert text(asker.ask(f"/cached/?kind={kind}")) == html


def test_a_page_without_messages_can_be_cached(asker: Asker) -> None:
    assert "Cache-Control" not in asker.ask("/")
    assert asker.ask("/cached/")["Cache-Control"] == "max-age=60"
    assert asker.ask("/?say=Hi")["Cache-Control"] == "private"


@override_settings(HTMX_PARTIALS_OOB={"base.html#nav": "beforeend:#log", "base.html#messages": "beforeend:#toasts"})
def test_companions_are_added_once_to_a_cached_fragment(asker: Asker) -> None:
    first = text(asker.ask("/cached/?kind=decorated", htmx=4))
    assert first.count("<nav") == 1
    assert text(asker.ask("/cached/?kind=decorated", htmx=4)) == first


# -- Error pages


@pytest.mark.parametrize("htmx", [2, 4])
@pytest.mark.parametrize("asks", [{}, {"target": "content"}, {"target": "content", "boosted": True}])
@pytest.mark.parametrize("kind", ["not-found", "bad-request"])
def test_an_error_page_goes_to_the_body(asker: Asker, htmx: int, asks: dict[str, Any], kind: str) -> None:
    response = asker.ask(f"/?kind={kind}", htmx=htmx, **asks)
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("body", "innerHTML")
    assert VARY in response["Vary"]
    plain = asker.ask(f"/?kind={kind}", htmx=None)
    assert response.content == plain.content
    assert response.status_code == plain.status_code
    assert "HX-Retarget" not in plain


@pytest.mark.parametrize(
    "asks", [{"htmx": None}, {"boosted": True}, {"htmx": 4, "boosted": True}, {"HX_History_Restore_Request": "true"}]
)
def test_an_error_page_in_place_of_a_page_is_left(asker: Asker, asks: dict[str, Any]) -> None:
    assert "HX-Retarget" not in asker.ask("/?kind=bad-request", **asks)


@pytest.mark.parametrize("kind", ["invalid", "broken", "hand", "finished-page", "no-content", "json"])
def test_what_is_no_error_page_stays_in_its_target(asker: Asker, kind: str) -> None:
    assert "HX-Retarget" not in asker.ask(f"/?kind={kind}", htmx=4)


def test_an_error_page_that_has_a_place_keeps_it(asker: Asker) -> None:
    response = asker.ask("/?kind=retargeted-error", htmx=4)
    assert (response["HX-Retarget"], "HX-Reswap" in response) == ("#errors", False)
    assert "HX-Retarget" not in asker.ask("/?kind=reselected-error", htmx=4)
    assert asker.ask("/?kind=reswapped-error", htmx=4)["HX-Reswap"] == "outerHTML"


def test_a_page_that_failed_in_debug_goes_to_the_body() -> None:
    asker = Asker()
    asker.client.raise_request_exception = False
    with override_settings(DEBUG=True, HTMX_PARTIALS_OOB=["missing.html#nav"]):
        response = asker.ask("/?kind=999 ", htmx=4)
    assert response.status_code == 500
    assert response["HX-Retarget"] == "body"


# -- Redirects


def redirected(asker: Asker, kind: str, url: str = "/", **asks: Any) -> Any:
    response = asker.ask(f"{url}?kind={kind}", **asks)
    assert (response.status_code, response.content) == (200, b"")
    assert "Location" not in response
    assert VARY in response["Vary"].replace("Cookie, ", "")
    cache_control = set(response["Cache-Control"].split(", "))
    assert cache_control == {"max-age=0", "no-cache", "no-store", "must-revalidate", "private"}
    return response


def is_left(asker: Asker, kind: str, **asks: Any) -> bool:
    status, _, url = kind.partition(" ")
    response = asker.ask(f"/?kind={kind}", **asks)
    return bool((response.status_code, response["Location"]) == (int(status), url) and "HX-Redirect" not in response)


@pytest.mark.parametrize("status", [301, 302, 303])
@pytest.mark.parametrize("url", ["/", "/async/"])
@pytest.mark.parametrize(
    "asks",
    [
        {},
        {"htmx": 4},
        {"target": "content"},
        {"target": "content", "htmx": 4},
        {"target": "content", "boosted": True},
        {"target": "content", "boosted": True, "htmx": 4},
        {"method": "post"},
        {"method": "delete", "htmx": 4},
    ],
)
def test_a_redirect_is_left_to_the_client(asker: Asker, status: int, url: str, asks: dict[str, Any]) -> None:
    assert redirected(asker, f"{status} /page/", url, **asks)["HX-Redirect"] == "/page/"


def test_cookies_and_headers_are_kept(asker: Asker) -> None:
    response = redirected(asker, "302 /page/")
    assert response["X-Kept"] == "yes"
    assert response["Vary"] == f"Cookie, {VARY}"
    assert response["Content-Type"] == "text/html; charset=utf-8"
    expected: SimpleCookie = SimpleCookie()
    expected["kept"] = "yes"
    expected["kept"]["httponly"] = True
    expected["kept"]["path"] = "/"
    assert response.cookies["kept"].OutputString() == expected["kept"].OutputString()


def test_the_message_waits_for_the_page(asker: Asker) -> None:
    redirected(asker, "302 /page/&say=Hi")
    assert asker.toasts() == ["Hi"]


@pytest.mark.parametrize(
    "asks",
    [
        {"htmx": None},
        {"boosted": True},
        {"boosted": True, "htmx": 4},
        {"HX_History_Restore_Request": "true"},
    ],
)
def test_a_redirect_of_a_whole_page_is_left_to_the_browser(asker: Asker, asks: dict[str, Any]) -> None:
    assert is_left(asker, "302 /page/", **asks)


def test_an_element_of_htmx_4_needs_no_id_to_be_less_than_the_body() -> None:
    asker = Asker()
    response = asker.client.get(
        "/?kind=302 /page/",
        headers={"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "main", "HX-Boosted": "true"},
    )
    assert response["HX-Redirect"] == "/page/"


@pytest.mark.parametrize("tag", ["body", "body#top"])
def test_the_body_of_htmx_4_is_no_less_than_the_body(tag: str) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "full", "HX-Target": tag}
    response = Asker().client.get("/?kind=302 /page/", headers=headers)
    assert response["Location"] == "/page/"


@pytest.mark.parametrize("status", [300, 304, 307, 308])
def test_other_redirects_are_left_to_the_browser(asker: Asker, status: int) -> None:
    assert is_left(asker, f"{status} /page/")


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/page/?a=b%26c%23d", "/page/?a=b&c#d"),
        ("page/", "/page/"),
        ("../page/", "/page/"),
        ("http://testserver/page/", "/page/"),
        ("https://testserver/page/", "https://testserver/page/"),
        ("http://testserver:8000/", "http://testserver:8000/"),
        ("https://example.com/a?b", "https://example.com/a?b"),
        ("//example.com/a", "http://example.com/a"),
        ("http://testserver//example.com/", "/%2Fexample.com/"),
        ("http://testserver////example.com/", "/%2F//example.com/"),
        ("/page/%3Fq=%25E9%26a%26b=c%2520d", "/page/?q=%E9&a&b=c%20d"),
    ],
)
def test_relative_http_and_https_targets_are_turned(asker: Asker, location: str, url: str) -> None:
    response = redirected(asker, f"302 {location}".replace("?", "%3F"), HX_Current_URL="http://testserver/a/")
    assert response["HX-Redirect"] == url


@pytest.mark.parametrize(
    "location", ["http://[", "javascript:alert(1)", "data:text/html,x", "ftp://example.com/", "mailto:a@b"]
)
def test_other_targets_are_left(asker: Asker, location: str) -> None:
    assert is_left(asker, f"302 {location}")


@pytest.mark.parametrize("location", ["/", "/?a=b", "?a", "#x", "", "http://testserver/"])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_a_redirect_to_the_same_path_is_left_as_a_303_after_a_change(asker: Asker, location: str, method: str) -> None:
    response = asker.ask(f"/?kind=302 {location}".replace("#", "%23"), method=method)
    assert (response.status_code, response["Location"]) == (302 if method in ("get", "head") else 303, location)
    assert VARY in response["Vary"].replace("Cookie, ", "")


@pytest.mark.parametrize("length", [2000, 5000])
def test_a_long_address_is_turned_too(asker: Asker, length: int) -> None:
    assert redirected(asker, f"302 /page/{'x' * length}")["HX-Redirect"] == f"/page/{'x' * length}"


def test_a_redirect_in_a_cache_does_not_reach_the_client_twice(asker: Asker) -> None:
    with override_settings(MIDDLEWARE=AROUND):
        for _ in range(2):
            assert redirected(asker, "302 /page/")["HX-Redirect"] == "/page/"
            assert is_left(asker, "302 /page/", htmx=None)


class Located(HtmxPartialsMiddleware):
    def client_redirect(self, request: HttpRequest, response: HttpResponseBase, url: str) -> HttpResponseBase:
        if "left" in request.GET:
            return response
        return HttpResponseLocation(url, target="#content")


def test_the_way_to_redirect_can_be_overridden(asker: Asker) -> None:
    with override_settings(MIDDLEWARE=[*MIDDLEWARE[:-1], f"{__name__}.Located"]):
        response = redirected(asker, "302 /page/")
        assert response["HX-Location"] == '{"path": "/page/", "target": "#content"}'
        assert "HX-Redirect" not in response
        left = asker.ask("/?kind=302 /page/&left")
        assert (left.status_code, left["Location"]) == (302, "/page/")
        assert VARY in left["Vary"].replace("Cookie, ", "")


# -- Asking for a login


GUARDS = {
    "required": "/accounts/login/?next=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "url": "/sign-in/?next=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "name": "/sign-in/?next=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "query": "/sign-in/?a=b&c=&next=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "field": "/accounts/login/?then=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "permission": "/accounts/login/?next=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "test": "/accounts/login/?next=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "mixin": "/accounts/login/?next=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "permission-mixin": "/accounts/login/?next=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "test-mixin": "/accounts/login/?then=/reading/%3Fpage%3D2%26q%3Da%2520b",
    "redirect": "/accounts/login/?next=/reading/%3Fpage%3D2%26q%3Da%2520b",
}
READING = "http://testserver/reading/?page=2&q=a%20b"


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("htmx", [2, 4])
def test_after_a_login_one_is_on_the_page_where_one_was(asker: Asker, guard: str, htmx: int) -> None:
    response = asker.ask(f"/guards/{guard}/?tab=notes", htmx=htmx, HX_Current_URL=READING)
    assert response["HX-Redirect"] == GUARDS[guard]


def test_each_way_to_ask_for_a_login_is_tested() -> None:
    assert [str(each.pattern) for each in guards] == [f"guards/{guard}/" for guard in GUARDS]


def test_the_middleware_that_asks_for_a_login_is_understood(asker: Asker) -> None:
    middleware = [*MIDDLEWARE[:-1], "django.contrib.auth.middleware.LoginRequiredMiddleware", LIBRARY]
    with override_settings(MIDDLEWARE=middleware):
        response = asker.ask("/open/", HX_Current_URL=READING)
    assert response["HX-Redirect"] == GUARDS["required"]


def test_without_the_address_of_the_page_the_fragment_is_next(asker: Asker) -> None:
    response = asker.ask("/guards/required/?tab=notes")
    assert response["HX-Redirect"] == "/accounts/login/?next=/guards/required/%3Ftab%3Dnotes"


@override_settings(LOGIN_URL="login")
def test_the_login_may_be_the_name_of_a_url(asker: Asker) -> None:
    assert asker.ask("/guards/required/", HX_Current_URL=READING)["HX-Redirect"] == GUARDS["required"]


@override_settings(LOGIN_URL="https://sso.example.com/login")
def test_the_login_may_be_on_another_host(asker: Asker) -> None:
    response = asker.ask("/guards/required/", HX_Current_URL=READING)
    assert response["HX-Redirect"].startswith("https://sso.example.com/login?")
    assert parse_qs(urlsplit(response["HX-Redirect"]).query) == {"next": [READING]}
    response = asker.ask("/?kind=302 https://sso.example.com/login%3Fnext=/x", HX_Current_URL=READING)
    assert parse_qs(urlsplit(response["HX-Redirect"]).query) == {"next": [READING]}


def test_next_of_another_page_is_left(asker: Asker) -> None:
    response = asker.ask("/?kind=302 /page/%3Fnext=/x%2526y", HX_Current_URL=READING)
    assert response["HX-Redirect"] == "/page/?next=/x%26y"


@override_settings(LOGIN_URL="no-such-name")
def test_a_login_that_is_nowhere_matters_only_to_those_who_ask_for_it(asker: Asker) -> None:
    response = asker.ask("/?kind=302 /page/%3Fa=b", HX_Current_URL=READING)
    assert response["HX-Redirect"] == "/page/?a=b"


def test_a_long_address_of_the_page_is_no_error(asker: Asker) -> None:
    response = asker.ask("/guards/required/", HX_Current_URL=f"http://testserver/{'&' * 1500}")
    assert response["HX-Redirect"] == f"/accounts/login/?next=/{'%26' * 1500}"
    response = asker.ask("/guards/required/", HX_Current_URL=f"http://testserver/{'x' * 5000}")
    assert response["HX-Redirect"] == "/accounts/login/?next=/guards/required/"


HOSTILE = [
    "https://evil.example/",
    "//evil.example/",
    "http://testserver//evil.example/",
    "http://testserver///evil.example/",
    "http://testserver/\\evil.example/",
    "http://testserver\\@evil.example/",
    "http://testserver@evil.example/",
    "http://evil@testserver/",
    "http://testserver:99/",
    "http://testserver#x",
    "http://testserver?x",
    "https://testserver/",
    "javascript:alert(1)",
    "http://[",
    "/relative/",
    "",
    "http://testserver\x00/",
    "%zz",
]


def safe_next(response: Any) -> bool:
    [target] = parse_qs(urlsplit(response["HX-Redirect"]).query)["next"]
    return bool(target.startswith("/") and not target.startswith(("//", "/\\")))


@pytest.mark.parametrize("url", HOSTILE)
@pytest.mark.parametrize("encoded", [False, True])
def test_a_hostile_address_never_becomes_next(asker: Asker, url: str, encoded: bool) -> None:
    more: dict[str, Any] = {"HX_Current_URL_URI_AutoEncoded": "true"} if encoded else {}
    response = asker.ask("/guards/required/", HX_Current_URL=url, **more)
    assert response["HX-Redirect"] == "/accounts/login/?next=/guards/required/"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(),
        st.builds("http://testserver{}".format, st.text()),
        st.builds("http://testserver/{}evil.example/{}".format, st.text("/\\.@:%25cf\t\r\n "), st.text()),
    )
)
def test_no_address_takes_the_reader_away(url: str) -> None:
    response = Client().get("/guards/required/", headers={"HX-Request": "true", "HX-Current-URL": url})
    assert safe_next(response)


def test_the_way_to_redirect_to_the_same_path_can_be_overridden_too(asker: Asker) -> None:
    with override_settings(MIDDLEWARE=[*MIDDLEWARE[:-1], f"{__name__}.Located"]):
        response = redirected(asker, "302 /?a=b".replace("?a", "%3Fa"), method="post")
        assert response["HX-Location"] == '{"path": "/?a=b", "target": "#content"}'
        left = asker.ask("/?kind=302 /&left", method="post")
        assert (left.status_code, left["Location"]) == (303, "/")
        assert "Cache-Control" not in left


# -- What htmx gets in another form says so to everybody


@pytest.mark.parametrize(
    ("kind", "varies"),
    [
        ("not-found", True),
        ("bad-request", True),
        ("302 /page/", True),
        ("303 /", True),
        ("hand", True),
        ("finished-page", True),
        ("page", True),
        ("decorated", True),
        ("not-modified", True),
        ("encoded", True),
        ("json", False),
        ("text", False),
    ],
)
@pytest.mark.parametrize("asks", [{"htmx": None}, {}, {"htmx": 4}, {"boosted": True}])
def test_the_answer_to_either_side_varies(asker: Asker, asks: dict[str, Any], kind: str, varies: bool) -> None:
    response = asker.ask(f"/?kind={kind}", **asks)
    assert (VARY in response.get("Vary", "").replace("Cookie, ", "")) is varies


# -- Errors that the site's htmx swaps


@pytest.mark.parametrize("kind", ["invalid", "invalid-decorated"])
@pytest.mark.parametrize("htmx", [2, 4])
def test_a_message_of_an_error_that_is_swapped_is_shown_once(asker: Asker, htmx: int, kind: str) -> None:
    with override_settings(HTMX_PARTIALS_SWAPPED_ERRORS=[422]):
        assert text(asker.ask(f"/?kind={kind}&say=Hi", htmx=htmx)).count("<p>Hi</p>") == 1
        assert asker.toasts() == []


@pytest.mark.parametrize("htmx", [2, 4])
def test_a_message_of_an_error_that_is_not_swapped_waits(asker: Asker, htmx: int) -> None:
    with override_settings(HTMX_PARTIALS_SWAPPED_ERRORS=[404]):
        assert text(asker.ask("/?kind=invalid&say=Hi", htmx=htmx)) == "<p>invalid</p>"
        assert asker.toasts() == ["Hi"]


# -- Companions for navigation


@pytest.mark.parametrize("htmx", [2, 4])
def test_companions_for_navigation_go_with_hand_made_answers_to_boosted_requests_alone(htmx: int) -> None:
    asker = Asker()
    with override_settings(HTMX_PARTIALS_OOB={"base.html#nav": {"swap": "innerHTML:#nav", "on": "boosted"}}):
        assert text(asker.ask("/?kind=hand", htmx=htmx)) == "<p>hand</p>"
        assert "/</nav>" in text(asker.ask("/?kind=hand", htmx=htmx, boosted=True, target="content"))


# -- Beside middleware that writes HTML into answers


class Writing(MiddlewareMixin):
    """Like Django Debug Toolbar: writes before the end of the body, if there is one."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if b"</html>" in response.content:
            response.content = response.content.replace(b"</html>", b"<i>tool</i></html>")
            if "Content-Length" in response:
                response["Content-Length"] = str(len(response.content))
        return response


class Appending(MiddlewareMixin):
    """Like some middleware for statistics: appends to all HTML."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if response.get("Content-Type", "").startswith("text/html"):
            response.content += b"<i>tool</i>"
        return response


@pytest.mark.parametrize("inside", [False, True], ids=["outside", "inside"])
@pytest.mark.parametrize("kind", ["page", "finished-page", "decorated", "hand", "not-found", "302 /page/"])
@pytest.mark.parametrize("htmx", [None, 2, 4])
def test_beside_what_writes_into_pages_answers_are_what_they_were(inside: bool, kind: str, htmx: int | None) -> None:
    asker = Asker()
    plain = asker.ask(f"/?kind={kind}&say=Hi", htmx=htmx, target="content")
    other = f"{__name__}.Writing"
    with override_settings(MIDDLEWARE=[*MIDDLEWARE, other] if inside else [other, *MIDDLEWARE]):
        written = Asker().ask(f"/?kind={kind}&say=Hi", htmx=htmx, target="content")
    assert text(written) == text(plain).replace("</html>", "<i>tool</i></html>")
    changing = ("Content-Length", "Expires")  # the second is the time of the request
    assert {name: value for name, value in written.items() if name not in changing} == {
        name: value for name, value in plain.items() if name not in changing
    }


@pytest.mark.parametrize(
    ("inside", "html"),
    [
        (False, f"<p>hand</p>{toast('Hi')}<i>tool</i>"),
        (True, f"<p>hand</p><i>tool</i>{toast('Hi')}"),
    ],
    ids=["outside", "inside"],
)
def test_companions_go_behind_what_is_written_nearer_to_the_view(inside: bool, html: str) -> None:
    other = f"{__name__}.Appending"
    with override_settings(MIDDLEWARE=[*MIDDLEWARE, other] if inside else [other, *MIDDLEWARE]):
        assert text(Asker().ask("/?kind=hand&say=Hi")) == html
