"""What the view sees in its second run, and where the reader is redirected to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.auth import alogin, alogout, login, logout
from django.contrib.auth.models import AnonymousUser, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from htmx_partials import PartialResponseMixin, Rerender, action, render

from .acting import (
    FRAGMENT,
    FRAGMENTS,
    HTMX,
    KINDS,
    ORDINARY,
    OTHERS,
    acting,
    answer,
    client_redirect,
    make_view,
    see_other,
    send,
    whole,
    without_cookie,
)
from .templates_for_tests import in_memory
from .versions import needs_django_6

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    HTMX,
]


def add(request: HttpRequest, **kwargs: Any) -> None:
    pass


class Seen(list[Any]):
    """A view that keeps its requests."""

    def view(self, request: HttpRequest, **kwargs: Any) -> TemplateResponse:
        self.append(request)
        return render(request, "todos.html")


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# -- The request ----------------------------------------------------------------------


def test_it_is_a_get(seen, kind):
    send(make_view(kind, seen.view, acting(add)), "post", "/todos/", {"_action": "add"})
    assert [request.method for request in seen] == ["GET"]


URLS = [
    ("/todos/", "/todos/"),
    ("/todos/?", "/todos/"),
    ("/todos/?q=a%20b&q=c", "/todos/?q=a%20b&q=c"),
    ("/todos/?_partial=form", "/todos/"),
    ("/todos/?q=a%20b&_partial=form&q=c", "/todos/?q=a+b&q=c"),
    ("/todos/?%5Fpartial=form&q=1", "/todos/?q=1"),
    ("/todos/?_action=other&q=1", "/todos/?q=1"),
    ("/todos/?my_action=1&x=_partial", "/todos/?my_action=1&x=_partial"),
]


@pytest.mark.parametrize(("url", "clean"), URLS)
def test_it_has_the_url_of_the_page_without_our_parameters(seen, kind, url, clean):
    send(make_view(kind, seen.view, acting(add)), "post", url, {"_action": "add"})
    (request,) = seen
    assert request.get_full_path() == request.get_full_path_info() == clean
    assert request.build_absolute_uri() == f"http://testserver{clean}"


@pytest.mark.parametrize(("url", "clean"), URLS)
def test_a_redirect_goes_there_too(seen, kind, url, clean):
    response = send(make_view(kind, seen.view, acting(add)), "post", url, {"_action": "add"}, ORDINARY)
    assert whole(response) == see_other(clean)


@pytest.mark.parametrize(
    ("query", "clean"), [("_action=add&q=1", "?q=1"), ("%5Faction=add&q=1", "?q=1"), ("_action=add&_partial=x", "")]
)
def test_a_delete_leaves_its_name_out_of_the_url(seen, kind, query, clean):
    view = make_view(kind, seen.view, acting(add, methods=["DELETE"]))
    assert send(view, "delete", f"/todos/?{query}").status_code == 200
    assert [request.get_full_path() for request in seen] == [f"/todos/{clean}"]
    assert whole(send(view, "delete", f"/todos/?{query}", None, ORDINARY)) == see_other(f"/todos/{clean}")


def test_it_has_the_query_without_our_parameters(seen, kind):
    view = make_view(kind, seen.view, acting(add))
    send(view, "post", "/todos/?q=1&q=2&_partial=form&_action=x", {"_action": "add"})
    (request,) = seen
    assert request.GET.urlencode() == "q=1&q=2"
    with pytest.raises(AttributeError, match="immutable"):
        request.GET["q"] = "3"


def test_its_path_keeps_the_prefix_of_the_script_and_takes_a_slash(seen):
    view = make_view("function", seen.view, acting(add))
    request: Any = RequestFactory().post("/todos?_partial=x", {"_action": "add"}, SCRIPT_NAME="/prefix")
    request.htmx = True
    view(request)
    (again,) = seen
    assert again.get_full_path() == "/prefix/todos"
    assert again.get_full_path_info() == "/todos"
    assert again.get_full_path(force_append_slash=True) == again.get_full_path(True) == "/prefix/todos/"
    assert again.get_full_path_info(force_append_slash=True) == "/todos/"


def test_it_has_no_body_and_no_files(seen, kind):
    view = make_view(kind, seen.view, acting(add))
    send(view, "post", "/todos/", {"_action": "add", "text": "x", "file": SimpleUploadedFile("a.txt", b"content")})
    (request,) = seen
    assert (request.POST.dict(), request.FILES.dict(), request.body, request.read()) == ({}, {}, b"", b"")
    assert (request.content_type, request.content_params) == ("", {})


def test_it_has_nothing_to_read_of_a_body_that_was_read_at_once(seen):
    view = make_view("function", seen.view, acting(add))
    request: Any = RequestFactory().post("/todos/", "_action=add&text=x", "application/x-www-form-urlencoded")
    request.htmx = True
    view(request)
    (again,) = seen
    assert (again.read(), again.body, again.POST.dict()) == (b"", b"", {})


def test_the_request_that_came_keeps_its_own(seen, kind):
    came = []

    def keep(request):
        came.append(request)

    view = make_view(kind, seen.view, acting(keep))
    send(view, "post", "/todos/", {"_action": "keep", "text": "x", "file": SimpleUploadedFile("a.txt", b"content")})
    (request,) = came
    assert request is not seen[0]
    assert (request.method, request.POST.dict(), list(request.FILES)) == ("POST", {"text": "x"}, ["file"])
    assert request.content_type == "multipart/form-data"


def remember_tenant(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: Any) -> HttpResponse:
        request.tenant = object()
        return get_response(request)

    return middleware


@pytest.mark.django_db
def test_it_shares_what_django_and_middleware_have_put_on_the_request(seen, kind):
    came = []

    def keep(request, pk):
        came.append(request)

    view = make_view(kind, seen.view, acting(keep))
    send(
        view,
        "post",
        "/1/",
        {"_action": "keep"},
        route="<int:pk>/",
        MIDDLEWARE=[*MIDDLEWARE, f"{__name__}.remember_tenant"],
    )
    (request,), (again,) = came, seen
    for name in ("META", "user", "session", "_messages", "resolver_match", "tenant", "COOKIES", "htmx"):
        assert getattr(again, name) is getattr(request, name), name
    assert again.resolver_match.kwargs == {"pk": 1}


def test_a_class_is_made_anew_with_what_as_view_was_given(kind):
    instances = []

    class Page(PartialResponseMixin, TemplateView):
        template_name = "unused.html"
        partial_names = ("todo-list",)
        todos = ["before"]  # noqa: RUF012

        @cached_property
        def shown(self):
            return list(self.todos)

        def get_context_data(self, **kwargs):
            instances.append(self)
            return super().get_context_data(**kwargs) | {"todos": self.shown}

        @action
        def add(self, request, **kwargs):
            instances.append(self)
            self.todos[:] = [*self.shown, "after"]

    response = send(Page.as_view(template_name="todos.html"), "post", "/1/", {"_action": "add"}, route="<int:pk>/")
    assert whole(response) == answer('<ul id="todo-list"><li>before</li><li>after</li></ul>')
    acted, shown = instances
    assert acted is not shown
    assert (shown.template_name, shown.kwargs, shown.request.method) == ("todos.html", {"pk": 1}, "GET")


# -- What goes on through it ----------------------------------------------------------

TOKEN = "{% partialdef token inline %}{% csrf_token %}{% endpartialdef %}"
CARD = (
    "{% partialdef notes inline %}<p>{% for each in messages %}{{ each }}{% endfor %}</p>{% endpartialdef %}"
    "{% partialdef seen inline %}<p>{{ request.session.seen }}</p>{% endpartialdef %}"
)


def of_template(kind: str, *actions: Any, names: tuple[str, ...], **options: Any) -> Any:
    return make_view(kind, lambda request: render(request, "todos.html"), *actions, names=names, **options)


@pytest.mark.django_db
def test_the_csrf_cookie_is_set_when_the_view_shows_the_token(kind):
    response = send(
        of_template(kind, acting(add), names=("token",)),
        "post",
        "/todos/",
        {"_action": "add"},
        template=TOKEN,
        MIDDLEWARE=MIDDLEWARE,
    )
    assert len(response.cookies["csrftoken"].value) == 32
    assert "csrfmiddlewaretoken" in response.content.decode()


@pytest.mark.django_db
def test_csrf_protection_comes_before_any_action(seen):
    acted: list[Any] = []
    view = make_view("function", seen.view, acting(acted.append, "add"))
    client = Client(enforce_csrf_checks=True)
    response = send(view, "post", "/todos/", {"_action": "add"}, client=client, MIDDLEWARE=MIDDLEWARE)
    assert response.status_code == 403
    assert (acted, seen) == ([], [])


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY])
def test_an_action_with_the_csrf_token_runs(kind, headers):
    acted: list[Any] = []
    view = of_template(kind, acting(acted.append, "add"), names=("token",))
    client = Client(enforce_csrf_checks=True)
    send(view, "get", "/todos/", client=client, template=TOKEN, MIDDLEWARE=MIDDLEWARE)
    data = {"_action": "add", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    response = send(view, "post", "/todos/", data, headers, client=client, template=TOKEN, MIDDLEWARE=MIDDLEWARE)
    assert response.status_code == (200 if headers else 303)
    assert len(acted) == 1


@pytest.mark.django_db
def test_a_message_of_the_action_is_shown_in_its_fragment(kind):
    def note(request):
        messages.info(request, "Noted")

    options: Any = {
        "client": Client(),
        "MIDDLEWARE": MIDDLEWARE,
        "TEMPLATES": [
            in_memory({"todos.html": CARD}, processors=["django.contrib.messages.context_processors.messages"])
        ],
    }
    view = of_template(kind, acting(note), names=("notes",))
    response = send(view, "post", "/todos/", {"_action": "note"}, **options)
    assert response.content.decode() == "<p>Noted</p>"
    assert response["Cache-Control"] == "private"
    assert send(view, "get", "/todos/", **options).content.decode() == "<p></p>"


@pytest.mark.django_db
def test_what_the_action_puts_into_the_session_is_seen_and_kept(kind):
    def see(request):
        request.session["seen"] = "seen"

    client = Client()
    view = of_template(kind, acting(see), names=("seen",))
    options: Any = {"client": client, "template": CARD, "MIDDLEWARE": MIDDLEWARE}
    assert send(view, "post", "/todos/", {"_action": "see"}, **options).content.decode() == "<p>seen</p>"
    assert send(view, "get", "/todos/", **options).content.decode() == "<p>seen</p>"


def test_companions_of_the_site_go_along_once(kind):
    template = (
        '{% partialdef list inline %}<ul id="list"></ul>{% endpartialdef %}'
        '{% partialdef note inline %}{% if not is_hidden %}<p id="note">Note</p>{% endif %}{% endpartialdef %}'
    )
    view = make_view(
        kind, lambda request: render(request, "todos.html", {"is_hidden": True}), acting(add), names=("list",)
    )
    response = send(
        view,
        "post",
        "/todos/",
        {"_action": "add"},
        template=template,
        HTMX_PARTIALS_OOB=["todos.html#note"],
        MIDDLEWARE=[HTMX, "htmx_partials.middleware.HtmxPartialsMiddleware"],
    )
    assert whole(response) == answer('<ul id="list"></ul>')


@needs_django_6(reason="Django 5.2 has no content security policy")
def test_a_nonce_of_the_fragment_is_the_one_of_the_policy(kind):
    view = make_view(kind, lambda request: TemplateResponse(request, "todos.html"), acting(add), names=("script",))
    response = send(
        view,
        "post",
        "/todos/",
        {"_action": "add"},
        MIDDLEWARE=["django.middleware.csp.ContentSecurityPolicyMiddleware", HTMX],
        SECURE_CSP={"script-src": ["<CSP_NONCE_SENTINEL>"]},
        TEMPLATES=[
            in_memory(
                {"todos.html": "{% partialdef script inline %}{{ csp_nonce }}{% endpartialdef %}"},
                processors=["django.template.context_processors.csp"],
            )
        ],
    )
    assert response["Content-Security-Policy"] == f"script-src 'nonce-{response.content.decode()}'"


# -- An action that changes who the user is -------------------------------------------


def let_in(request):
    login(request, User.objects.get(username="ada"))


def put_out(request):
    logout(request)


async def let_in_async(request):
    await alogin(request, await User.objects.aget(username="ada"))


async def put_out_async(request):
    await alogout(request)


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_user("ada", password="secret")


CHANGES = [(let_in, False), (let_in_async, False), (put_out, True), (put_out_async, True)]


@pytest.mark.parametrize(("change", "is_in"), CHANGES)
@pytest.mark.parametrize("headers", FRAGMENTS)
def test_a_fragment_is_sent_to_the_same_url_by_the_client(seen, kind, ada, change, is_in, headers):
    client = Client()
    if is_in:
        client.force_login(ada)
    view = make_view(kind, seen.view, acting(change, "change"))
    response = send(view, "post", "/todos/?q=1", {"_action": "change"}, headers, client=client, MIDDLEWARE=MIDDLEWARE)
    assert without_cookie(response) == client_redirect("/todos/?q=1")
    assert seen == []
    assert ("_auth_user_id" in client.session) is not is_in


@pytest.mark.parametrize(("change", "is_in"), CHANGES)
@pytest.mark.parametrize("headers", OTHERS)
def test_any_other_request_is_sent_to_the_same_url_as_ever(seen, kind, ada, change, is_in, headers):
    client = Client()
    if is_in:
        client.force_login(ada)
    view = make_view(kind, seen.view, acting(change, "change"))
    response = send(view, "post", "/todos/?q=1", {"_action": "change"}, headers, client=client, MIDDLEWARE=MIDDLEWARE)
    assert without_cookie(response) == see_other("/todos/?q=1")
    assert seen == []


@pytest.mark.parametrize("result", [{"note": "secret"}, Rerender({"note": "secret"}, events="x", status=201)])
@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY])
def test_nothing_else_that_it_returns_shows_the_page(seen, kind, ada, headers, result):
    def change(request):
        logout(request)
        return result

    client = Client()
    client.force_login(ada)
    view = make_view(kind, seen.view, acting(change))
    response = send(view, "post", "/todos/", {"_action": "change"}, headers, client=client, MIDDLEWARE=MIDDLEWARE)
    assert without_cookie(response) == (client_redirect("/todos/") if headers else see_other("/todos/"))
    assert seen == []


def test_a_response_of_such_an_action_is_the_response(seen, kind, ada):
    def change(request):
        logout(request)
        return HttpResponse("Bye")

    client = Client()
    client.force_login(ada)
    view = make_view(kind, seen.view, acting(change))
    response = send(view, "post", "/todos/", {"_action": "change"}, client=client, MIDDLEWARE=MIDDLEWARE)
    assert without_cookie(response) == answer("Bye")


def test_one_user_after_another_is_a_change(seen, kind, ada):
    def change(request):
        login(request, User.objects.create_user("bob"))

    client = Client()
    client.force_login(ada)
    view = make_view(kind, seen.view, acting(change))
    response = send(view, "post", "/todos/", {"_action": "change"}, client=client, MIDDLEWARE=MIDDLEWARE)
    assert without_cookie(response) == client_redirect("/todos/")


def test_a_user_who_is_no_more_is_a_change(seen, kind, ada):
    def change(request):
        request.user.delete()
        return {"note": "secret"}

    client = Client()
    client.force_login(ada)
    view = make_view(kind, seen.view, acting(change))
    response = send(view, "post", "/todos/", {"_action": "change"}, client=client, MIDDLEWARE=MIDDLEWARE)
    assert without_cookie(response) == client_redirect("/todos/")
    assert seen == []


def test_the_same_user_logged_in_again_is_no_change(seen, kind, ada):
    client = Client()
    client.force_login(ada)
    view = make_view(kind, seen.view, acting(let_in, "change"))
    response = send(view, "post", "/todos/", {"_action": "change"}, client=client, MIDDLEWARE=MIDDLEWARE)
    assert without_cookie(response) == answer('<ul id="todo-list"></ul>')
    assert [request.user for request in seen] == [ada]


def test_a_user_without_a_session_may_change_too(seen):
    def change(request):
        request.user = AnonymousUser()

    view = make_view("function", seen.view, acting(change))
    request: Any = RequestFactory().post("/todos/", {"_action": "change"})
    request.htmx, request.user = True, User(pk=1)
    assert whole(view(request)) == answer("", HX_Redirect="/todos/")
    assert seen == []


# -- The URL is never another host's --------------------------------------------------

HOSTILE = [
    ("//evil.example/", "/%2Fevil.example/"),
    ("///evil.example/", "/%2F/evil.example/"),
    ("/\\evil.example/", "/%5Cevil.example/"),
    ("/%2Fevil.example/", "/%252Fevil.example/"),
    ("/a\nLocation: x/", "/a%0ALocation:%20x/"),
    ("//evil.example", "/%2Fevil.example"),
]


@pytest.mark.parametrize(("hostile", "safe"), HOSTILE)
@pytest.mark.parametrize("append_slash", [True, False])
@pytest.mark.parametrize("query", ["", "q=1&_partial=x"])
def test_a_redirect_never_leads_to_another_host(seen, settings, hostile, safe, append_slash, query):
    settings.APPEND_SLASH = append_slash
    view = make_view("function", seen.view, acting(add))
    request: Any = RequestFactory().post("/", {"_action": "add"}, PATH_INFO=hostile, QUERY_STRING=query)
    request.htmx = False
    assert whole(view(request)) == see_other(safe + ("?q=1" if query else ""))


@pytest.mark.parametrize(("hostile", "safe"), HOSTILE)
def test_a_client_redirect_never_leads_to_another_host(seen, hostile, safe):
    def change(request):
        request.user = AnonymousUser()

    view = make_view("function", seen.view, acting(change))
    request: Any = RequestFactory().post("/", {"_action": "change"}, PATH_INFO=hostile)
    request.htmx, request.user = True, User(pk=1)
    assert whole(view(request)) == answer("", HX_Redirect=safe)
