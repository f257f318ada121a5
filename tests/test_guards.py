"""What guards a view guards its actions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required, login_required, permission_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin, UserPassesTestMixin
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import Client
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import etag, require_GET, require_http_methods, require_POST, require_safe
from django.views.generic import TemplateView, View

from htmx_partials import PartialResponseMixin, action, guarded_by, partial_response, render
from htmx_partials.requests import VARY

from .acting import FRAGMENT, FRAGMENTS, HTMX, ORDINARY, OTHERS, send

pytestmark = pytest.mark.django_db

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    HTMX,
]

LOGIN = "/accounts/login/?next=/todos/"


class Acted(list[str]):
    def add(self, *args: Any) -> None:
        self.append("x")


acted = Acted()


@pytest.fixture(autouse=True)
def fresh() -> None:
    acted.clear()


def view(request: HttpRequest) -> TemplateResponse:
    return render(request, "todos.html", {"todos": acted})


class Page(PartialResponseMixin, TemplateView):
    template_name = "todos.html"
    partial_names = "todo-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"todos": acted}

    @action
    def add(self, request: HttpRequest) -> None:
        acted.add()


class AsyncPage(PartialResponseMixin, View):
    partial_names = "todo-list"

    async def get(self, request: HttpRequest) -> TemplateResponse:
        return render(request, "todos.html", {"todos": acted})

    @action
    async def add(self, request: HttpRequest) -> None:
        acted.add()


def may_add(user: Any) -> bool:
    return bool(user.has_perm("auth.add_group"))


def with_action(*decorators: Callable[..., Any], is_async: bool = False) -> Any:
    if is_async:

        @partial_response("todo-list")
        async def decorated(request: HttpRequest) -> TemplateResponse:
            return render(request, "todos.html", {"todos": acted})
    else:

        @partial_response("todo-list")
        def decorated(request: HttpRequest) -> TemplateResponse:
            return render(request, "todos.html", {"todos": acted})

    for decorator in decorators:
        decorated = decorator(decorated)
    decorated.action("add")(acted.add)
    return decorated


class LoginFirst(LoginRequiredMixin, Page):
    pass


class LoginBetween(PartialResponseMixin, LoginRequiredMixin, TemplateView):
    template_name = "todos.html"
    partial_names = "todo-list"
    extra_context = {"todos": acted}  # noqa: RUF012
    add = Page.add


class PermissionFirst(PermissionRequiredMixin, Page):
    permission_required = "auth.add_group"


class PermissionBetween(PermissionRequiredMixin, LoginBetween):
    permission_required = "auth.add_group"


class MayAddFirst(UserPassesTestMixin, Page):
    def test_func(self) -> bool:
        return may_add(self.request.user)


@method_decorator(login_required, name="dispatch")
class LoginOnDispatch(Page):
    pass


class LoginOnOwnDispatch(Page):
    @method_decorator([never_cache, login_required])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)


@method_decorator(login_required, name="add")
class LoginOnActionByName(Page):
    pass


class LoginAboveAction(Page):
    @method_decorator(login_required)
    @action
    def add(self, request: HttpRequest) -> None:
        acted.add()


class LoginBelowAction(Page):
    @action
    @method_decorator(login_required)
    def add(self, request: HttpRequest) -> None:
        acted.add()


GUARDED = {
    "login_required": with_action(login_required),
    "login_required, async": with_action(login_required, is_async=True),
    "permission_required": with_action(permission_required("auth.add_group")),
    "permission_required, async": with_action(permission_required("auth.add_group"), is_async=True),
    "user_passes_test": with_action(user_passes_test(may_add)),
    "user_passes_test, async": with_action(user_passes_test(may_add), is_async=True),
    "several": with_action(csrf_exempt, login_required, never_cache),
    "login_required around a class": login_required(Page.as_view()),
    "permission_required around a class": permission_required("auth.add_group")(Page.as_view()),
    "login_required around an async class": login_required(AsyncPage.as_view()),
    "LoginRequiredMixin first": LoginFirst.as_view(),
    "LoginRequiredMixin between": LoginBetween.as_view(),
    "PermissionRequiredMixin first": PermissionFirst.as_view(),
    "PermissionRequiredMixin and LoginRequiredMixin": PermissionBetween.as_view(),
    "UserPassesTestMixin": MayAddFirst.as_view(),
    "method_decorator on dispatch": LoginOnDispatch.as_view(),
    "method_decorator on an own dispatch": LoginOnOwnDispatch.as_view(),
    "method_decorator on the action": LoginOnActionByName.as_view(),
    "method_decorator above the action": LoginAboveAction.as_view(),
    "method_decorator below the action": LoginBelowAction.as_view(),
}


class AsyncLoginFirst(LoginRequiredMixin, AsyncPage):
    pass


class AsyncPermissionFirst(PermissionRequiredMixin, AsyncPage):
    permission_required = "auth.add_group"


class AsyncLoginBetween(PartialResponseMixin, LoginRequiredMixin, View):
    partial_names = "todo-list"
    add = AsyncPage.add

    async def get(self, request: HttpRequest) -> TemplateResponse:
        return render(request, "todos.html", {"todos": acted})


@method_decorator(login_required, name="dispatch")
class AsyncLoginOnDispatch(AsyncPage):
    pass


# Django's mixins load the user without `await`, which works only for an anonymous request.
REFUSING = GUARDED | {
    "LoginRequiredMixin first, async": AsyncLoginFirst.as_view(),
    "LoginRequiredMixin between, async": AsyncLoginBetween.as_view(),
    "PermissionRequiredMixin first, async": AsyncPermissionFirst.as_view(),
    "method_decorator on dispatch, async": AsyncLoginOnDispatch.as_view(),
}


@pytest.fixture
def member() -> Client:
    """A client whose user may do all that the guards ask for."""
    user = User.objects.create_user("ada")
    user.user_permissions.add(Permission.objects.get(codename="add_group"))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("headers", [*FRAGMENTS, *OTHERS])
@pytest.mark.parametrize("name", REFUSING)
def test_an_anonymous_request_never_runs_an_action(name, headers):
    response = send(REFUSING[name], "post", "/todos/", {"_action": "add"}, headers, MIDDLEWARE=MIDDLEWARE)
    assert (response.status_code, response["Location"], response.content) == (302, LOGIN, b"")
    assert acted == []


@pytest.mark.parametrize("client", [None, Client()], ids=["its own", "sync"])
@pytest.mark.parametrize("name", REFUSING)
def test_it_never_does_in_whichever_handler(name, client):
    response = send(REFUSING[name], "post", "/todos/", {"_action": "add"}, client=client, MIDDLEWARE=MIDDLEWARE)
    assert response.status_code == 302
    assert acted == []


@pytest.mark.parametrize("name", sorted(set(REFUSING) - {each for each in REFUSING if "the action" in each}))
def test_a_guard_answers_before_an_action_is_looked_for(name):
    for data in ({"_action": "unknown"}, {"_action": ["add", "add"]}):
        response = send(REFUSING[name], "post", "/todos/", data, MIDDLEWARE=MIDDLEWARE)
        assert (response.status_code, response["Location"]) == (302, LOGIN)
    response = send(REFUSING[name], "delete", "/todos/?_action=add", MIDDLEWARE=MIDDLEWARE)
    assert response.status_code == 302


@pytest.mark.parametrize("name", GUARDED)
def test_a_user_who_may_runs_the_action(name, member):
    response = send(GUARDED[name], "post", "/todos/", {"_action": "add"}, client=member, MIDDLEWARE=MIDDLEWARE)
    assert (response.status_code, response.content) == (200, b'<ul id="todo-list"><li>x</li></ul>')
    assert acted == ["x"]


@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY])
@pytest.mark.parametrize("name", GUARDED)
def test_a_fragment_after_a_log_out_shows_nothing_of_the_page(name, member, headers):
    member.logout()
    response = send(GUARDED[name], "post", "/todos/", {"_action": "add"}, headers, client=member, MIDDLEWARE=MIDDLEWARE)
    assert (response.status_code, response["Location"], response.content) == (302, LOGIN, b"")
    assert acted == []


@pytest.mark.parametrize("name", [name for name in GUARDED if "permission" in name.lower() or "test" in name.lower()])
def test_a_user_who_may_not_never_runs_the_action(name):
    client = Client()
    client.force_login(User.objects.create_user("bob"))
    response = send(GUARDED[name], "post", "/todos/", {"_action": "add"}, client=client, MIDDLEWARE=MIDDLEWARE)
    assert response.status_code == (403 if "Mixin" in name else 302)
    assert acted == []


MIDDLEWARE_GUARD = [
    *MIDDLEWARE[:-1],
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    HTMX,
]

OPEN = {
    "function": with_action(),
    "async function": with_action(is_async=True),
    "class": Page.as_view(),
    "async class": AsyncPage.as_view(),
}


@pytest.mark.parametrize("headers", [*FRAGMENTS, *OTHERS])
@pytest.mark.parametrize("name", OPEN)
def test_the_middleware_that_requires_a_login_guards_actions(name, headers):
    response = send(OPEN[name], "post", "/todos/", {"_action": "add"}, headers, MIDDLEWARE=MIDDLEWARE_GUARD)
    assert (response.status_code, response["Location"], response.content) == (302, LOGIN, b"")
    assert acted == []


@pytest.mark.parametrize("name", OPEN)
def test_the_middleware_that_requires_a_login_lets_a_user_act(name, member):
    response = send(OPEN[name], "post", "/todos/", {"_action": "add"}, client=member, MIDDLEWARE=MIDDLEWARE_GUARD)
    assert response.content == b'<ul id="todo-list"><li>x</li></ul>'


def test_a_view_that_needs_no_login_needs_none_for_its_actions():
    guarded = with_action(login_not_required)
    response = send(guarded, "post", "/todos/", {"_action": "add"}, MIDDLEWARE=MIDDLEWARE_GUARD)
    assert (response.status_code, response.content) == (200, b'<ul id="todo-list"><li>x</li></ul>')


def test_another_decorator_above_goes_around_the_action():
    response = send(with_action(never_cache), "post", "/todos/", {"_action": "add"}, ORDINARY)
    assert (response.status_code, acted) == (303, ["x"])
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_methods_that_a_class_is_for_hold_for_its_actions():
    class ReadOnly(Page):
        http_method_names = ["get"]  # noqa: RUF012

    response = send(ReadOnly.as_view(), "post", "/todos/", {"_action": "add"})
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert acted == []


def test_a_guard_within_dispatch_asks_again_in_the_second_run():
    class Once(Page):
        def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if acted:
                raise PermissionDenied
            return super().dispatch(request, *args, **kwargs)

    response = send(Once.as_view(), "post", "/todos/", {"_action": "add"})
    assert (response.status_code, acted) == (403, ["x"])


@pytest.mark.parametrize("name", [name for name in REFUSING if "Mixin" in name or "on dispatch" in name])
def test_the_answer_of_a_guard_has_the_vary_line(name):
    response = send(REFUSING[name], "post", "/todos/", {"_action": "add"}, MIDDLEWARE=MIDDLEWARE)
    assert response["Vary"] == f"{VARY}, Cookie"


# -- Where a guard would not hold -----------------------------------------------------


def below(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


async def below_async(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize("function", [below, below_async])
@pytest.mark.parametrize(
    "decorator",
    [login_required, permission_required("auth.add_group"), user_passes_test(may_add), never_cache, require_POST],
)
def test_a_decorator_below_makes_an_action_an_error(decorator, function):
    decorated = partial_response("todo-list")(decorator(function))
    with pytest.raises(ImproperlyConfigured) as error:
        decorated.action("add")(acted.add)
    assert str(error.value) == (
        f"tests.test_guards.{function.__name__} has a decorator below @partial_response, which would not guard this "
        f"action. Put @partial_response right above the view and the other decorators above it. Where none of them "
        f"guards anything, write .action(check_guards=False)."
    )


@pytest.mark.parametrize(
    "handed", [TemplateView.as_view(), login_required(TemplateView.as_view()), Page.as_view(), AsyncPage.as_view()]
)
def test_a_class_based_view_makes_an_action_an_error(handed):
    decorated = partial_response("todo-list")(handed)
    with pytest.raises(ImproperlyConfigured) as error:
        decorated.action(acted.add)
    name = f"{handed.__module__}.{handed.__qualname__}"
    assert str(error.value) == (
        f"{name} is a class-based view, whose dispatch() would not guard this action. Give the class "
        f"PartialResponseMixin and mark its methods with @htmx_partials.action."
    )


def test_a_decorator_below_is_no_error_without_an_action():
    decorated = partial_response("todo-list")(login_required(view))
    assert send(decorated, "get", "/todos/", MIDDLEWARE=MIDDLEWARE).status_code == 302


@partial_response("todo-list")
def open_view(request: HttpRequest) -> TemplateResponse:
    return render(request, "todos.html", {"todos": acted})


@login_required
@open_view.action
def guarded_too_late(request: HttpRequest) -> Any:
    acted.add()


@open_view.action("guarded_in_time")
@login_required
def guarded_in_time(request: HttpRequest) -> Any:
    acted.add()


@open_view.action("in_one_go")
@transaction.atomic
def in_one_go(request: HttpRequest) -> None:
    acted.add()


def given_later(request: HttpRequest) -> Any:
    acted.add()


open_view.action("given_later")(login_required(given_later))


def test_a_decorator_above_the_action_would_not_guard_it_and_is_an_error():
    with pytest.raises(ImproperlyConfigured) as error:
        send(open_view, "post", "/todos/", {"_action": "guarded_too_late"}, MIDDLEWARE=MIDDLEWARE)
    assert str(error.value) == (
        "tests.test_guards.guarded_too_late has, or may have, a decorator above the one that makes it an action, which "
        "would not guard it. Put the decorator that makes it an action above all others. Where none of them guards "
        "anything, write .action(check_guards=False)."
    )
    assert acted == []


@pytest.mark.parametrize("name", ["guarded_in_time", "given_later"])
def test_a_decorator_below_the_action_guards_it(name, member):
    response = send(open_view, "post", "/todos/", {"_action": name}, MIDDLEWARE=MIDDLEWARE)
    assert (response.status_code, response["Location"], acted) == (302, LOGIN, [])
    send(open_view, "post", "/todos/", {"_action": name}, client=member, MIDDLEWARE=MIDDLEWARE)
    assert acted == ["x"]


def test_any_decorator_may_stand_below_the_action():
    assert send(open_view, "post", "/todos/", {"_action": "in_one_go"}, MIDDLEWARE=MIDDLEWARE).status_code == 200
    assert acted == ["x"]


def test_the_word_of_who_knows_better_accepts_a_decorator_below():
    @partial_response("todo-list")
    @never_cache
    def cached(request: HttpRequest) -> TemplateResponse:
        return render(request, "todos.html", {"todos": acted})

    cached.action("add", check_guards=False)(acted.add)
    assert send(cached, "post", "/todos/", {"_action": "add"}).content == b'<ul id="todo-list"><li>x</li></ul>'


def test_it_accepts_a_class_based_view():
    decorated = partial_response("todo-list")(TemplateView.as_view(template_name="todos.html"))
    decorated.action("add", check_guards=False)(acted.add)
    assert send(decorated, "post", "/todos/", {"_action": "add"}).content == b'<ul id="todo-list"></ul>'
    assert acted == ["x"]


def test_it_accepts_a_decorator_above():
    @partial_response("todo-list")
    def opened(request: HttpRequest) -> TemplateResponse:
        return render(request, "todos.html", {"todos": acted})

    @transaction.atomic
    @opened.action(check_guards=False)
    def add(request: HttpRequest) -> None:
        acted.add()

    assert send(opened, "post", "/todos/", {"_action": "add"}, MIDDLEWARE=MIDDLEWARE).status_code == 200
    assert acted == ["x"]


def test_it_accepts_a_decorated_handler():
    class Cached(PartialResponseMixin, TemplateView):
        template_name = "todos.html"
        partial_names = "todo-list"

        @method_decorator(never_cache)
        def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return super().get(request, *args, **kwargs)

        @action(check_guards=False)
        def add(self, request: HttpRequest) -> None:
            acted.add()

    assert send(Cached.as_view(), "post", "/todos/", {"_action": "add"}).status_code == 200
    assert acted == ["x"]


def called(*functions: Any) -> Any:
    return functions[0]


def test_a_view_that_is_not_defined_where_it_is_decorated_is_an_error():
    decorated = partial_response("todo-list")(view)
    with pytest.raises(ImproperlyConfigured) as error:
        decorated.action(acted.add)
    assert str(error.value) == (
        "tests.test_guards.view may have a decorator below @partial_response, which would not guard this action: it is "
        "not a plain function, defined right there, that calls no other view. Put @partial_response right above its "
        "def and the other decorators above it. Where nothing below guards anything, write "
        ".action(check_guards=False)."
    )


@pytest.mark.parametrize("held", ["model", "text", "itself"])
def test_a_view_made_by_a_function_may_hold_what_is_no_function(held):
    model, text = User, "text"

    @partial_response("todo-list")
    def made(request: HttpRequest, many: int = 1) -> TemplateResponse:
        assert (model, text, made.partials.names) == (User, "text", ("todo-list",))
        return render(request, "todos.html", {"todos": acted})

    made.action("add")(acted.add)
    assert send(made, "post", "/todos/", {"_action": "add"}).status_code == 200


def test_a_view_that_holds_a_function_may_call_a_guarded_view():
    def guarded(request: HttpRequest) -> HttpResponse:
        raise AssertionError

    @partial_response("todo-list")
    def made(request: HttpRequest) -> HttpResponse:
        return guarded(request)

    with pytest.raises(ImproperlyConfigured, match="may have a decorator below @partial_response"):
        made.action("add")(acted.add)


def test_one_name_for_the_actions_of_two_views_is_no_decorator(member):
    names: dict[str, Any] = {"__file__": "two.py", "__name__": "two", "acted": acted, "login_required": login_required}
    names |= {"one": with_action(), "two": with_action()}
    source = """
@one.action("clear")
def clear(request): acted.append("one")

@login_required
@two.action("other")
def clear(request): acted.append("two")

@two.action("clear")
@login_required
def clear(request): acted.append("two")
"""
    exec(compile(source, "two.py", "exec"), names)
    for name in ("one", "two"):
        send(names[name], "post", "/todos/", {"_action": "clear"}, client=member, MIDDLEWARE=MIDDLEWARE)
    assert acted == ["one", "two"]
    with pytest.raises(ImproperlyConfigured, match=r"^two\.clear has, or may have, a decorator above the one"):
        send(names["two"], "post", "/todos/", {"_action": "other"}, client=member, MIDDLEWARE=MIDDLEWARE)


def test_what_cannot_be_noted_on_is_refused_where_it_is_declared():
    @partial_response("todo-list")
    def opened(request: HttpRequest) -> TemplateResponse:
        raise AssertionError

    with pytest.raises(ImproperlyConfigured, match="has, or may have, a decorator above the one"):
        called(opened.action("add")(acted.add))


@pytest.mark.parametrize("decorated_above", [False, True])
def test_a_decorator_that_makes_it_an_action_is_looked_through(decorated_above):
    opened = with_action()

    def declare(function: Any) -> Any:
        return opened.action("other")(function)

    if decorated_above:

        @transaction.atomic
        @declare
        def function(request: HttpRequest) -> None:
            raise AssertionError

        with pytest.raises(ImproperlyConfigured, match="has, or may have, a decorator above the one"):
            send(opened, "post", "/todos/", {"_action": "other"})
    else:

        @declare
        def function(request: HttpRequest) -> None:
            acted.add()

        assert send(opened, "post", "/todos/", {"_action": "other"}).status_code == 200


# -- Guards around what returns nothing -----------------------------------------------


def test_guards_of_views_are_asked_one_after_another(member):
    order: list[str] = []

    def asking(name: str) -> Callable[[Any], Any]:
        def decorate(function: Any) -> Any:
            @wraps(function)
            def inner(request: HttpRequest) -> Any:
                order.append(name)
                return function(request)

            return inner

        return decorate

    opened = with_action()

    @opened.action("clear")
    @guarded_by(asking("first"), asking("second"), login_required)
    def clear(request: HttpRequest) -> None:
        acted.add()

    assert send(opened, "post", "/todos/", {"_action": "clear"}, MIDDLEWARE=MIDDLEWARE).status_code == 302
    assert (order, acted) == (["first", "second"], [])
    send(opened, "post", "/todos/", {"_action": "clear"}, client=member, MIDDLEWARE=MIDDLEWARE)
    assert acted == ["x"]


# -- Methods that something ahead does not let through ---------------------------------


def guarding_methods(decorator: Any, methods: Any, *, is_async: bool) -> Any:
    @login_required
    @decorator
    @etag(lambda request: "etag")
    @partial_response("todo-list")
    def shown(request: HttpRequest) -> TemplateResponse:
        return render(request, "todos.html", {"todos": acted})

    @login_required
    @decorator
    @partial_response("todo-list")
    async def shown_async(request: HttpRequest) -> TemplateResponse:
        return render(request, "todos.html", {"todos": acted})

    decorated: Any = shown_async if is_async else shown
    decorated.action("add", methods=methods)(acted.add)
    return decorated


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize(
    ("decorator", "methods", "allowed", "cure"),
    [
        (require_GET, ["POST"], "GET", "['GET', 'POST']"),
        (require_safe, ["POST"], "GET and HEAD", "['GET', 'HEAD', 'POST']"),
        (require_http_methods(["GET", "PUT"]), ["DELETE"], "GET and PUT", "['GET', 'PUT', 'DELETE']"),
        (require_http_methods(["GET", "POST"]), ["DELETE"], "GET and POST", "['GET', 'POST', 'DELETE']"),
        (require_GET, ["POST", "DELETE"], "GET", "['GET', 'POST', 'DELETE']"),
    ],
)
def test_an_action_that_no_request_comes_to_is_an_error(decorator, methods, allowed, cure, is_async):
    with pytest.raises(ImproperlyConfigured) as error:
        guarding_methods(decorator, methods, is_async=is_async)
    name = "shown_async" if is_async else "shown"
    assert str(error.value) == (
        f"tests.test_guards.guarding_methods.<locals>.{name} has a decorator that allows {allowed} only, so that no "
        f"request comes to its action 'add'. Write @require_http_methods({cure}) above it."
    )


@pytest.mark.parametrize(
    ("decorator", "methods"),
    [
        (require_http_methods(["GET", "POST"]), ["POST"]),
        (require_http_methods(("GET", "POST")), ["POST", "DELETE"]),
        (require_POST, ["POST"]),
        (never_cache, ["DELETE"]),
    ],
)
def test_one_that_a_request_comes_to_is_not(decorator, methods):
    assert list(guarding_methods(decorator, methods, is_async=False).actions) == ["add"]


def test_a_view_may_be_for_get_under_another_of_its_names():
    @partial_response("todo-list")
    def shown(request: HttpRequest) -> TemplateResponse:
        raise AssertionError

    only_shown = require_GET(shown)
    shown.action("add")(acted.add)
    assert only_shown.actions is shown.actions


# -- Classes ---------------------------------------------------------------------------


@method_decorator(login_required, name="post")
class LoginOnPost(Page):
    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()


class LoginOnDelete(Page):
    @method_decorator(login_required)
    def delete(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()


@pytest.mark.parametrize(("page", "handler"), [(LoginOnPost, "post"), (LoginOnDelete, "delete")])
def test_a_decorator_on_a_handler_would_not_guard_actions_and_is_an_error(page, handler):
    with pytest.raises(ImproperlyConfigured) as error:
        page.as_view()
    assert str(error.value) == (
        f"tests.test_guards.{page.__name__}.{handler}() has, or may have, a decorator, which would not guard the "
        f"actions of tests.test_guards.{page.__name__}. Put it on dispatch(), as in @method_decorator(…, "
        f"name='dispatch'). Where it guards nothing, write @action(check_guards=False)."
    )


@pytest.mark.parametrize("has_action", [True, False])
def test_what_a_profiler_puts_on_handlers_once_there_is_a_view_is_no_guard(has_action):
    class Base(PartialResponseMixin, TemplateView):
        template_name = "todos.html"
        partial_names = "todo-list"
        if has_action:
            add = Page.add

        def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return super().get(request, *args, **kwargs)

    def profiled(*args: Any, **kwargs: Any) -> Any:
        return method(*args, **kwargs)

    first: Any = Base.as_view()
    method = Base.get
    Base.get = profiled  # type: ignore[method-assign]

    class Derived(Base):
        add = Page.add

    for view in (first, Derived.as_view()) if has_action else (Derived.as_view(),):
        assert send(view, "post", "/todos/", {"_action": "add"}).content == b'<ul id="todo-list"></ul>'


class GuardedDelete(Page):
    @action(methods=["DELETE"])
    @method_decorator(login_required)
    def delete(self, request: HttpRequest) -> None:
        acted.add()


def test_an_action_may_be_named_as_a_handler_and_guarded_itself(member):
    url = "/todos/?_action=delete"
    response = send(GuardedDelete.as_view(), "delete", url, MIDDLEWARE=MIDDLEWARE)
    assert (response.status_code, acted) == (302, [])
    response = send(GuardedDelete.as_view(), "delete", url, client=member, MIDDLEWARE=MIDDLEWARE)
    assert (response.status_code, acted) == (200, ["x"])


class LoginLast(Page, LoginRequiredMixin):
    pass


class LoginLastOfAll(PartialResponseMixin, TemplateView, LoginRequiredMixin):
    add = Page.add


@pytest.mark.parametrize("page", [LoginLast, LoginLastOfAll])
def test_a_guard_whose_dispatch_is_never_called_is_an_error(page):
    with pytest.raises(ImproperlyConfigured) as error:
        page.as_view()
    assert str(error.value) == (
        f"django.contrib.auth.mixins.LoginRequiredMixin stands behind a view in the bases of "
        f"tests.test_guards.{page.__name__}, where its dispatch() is never called: it guards neither the view nor its "
        f"actions. Put it first."
    )


def test_a_mixin_behind_the_view_is_an_error_that_says_what_to_write():
    with pytest.raises(ImproperlyConfigured) as error:

        class MixinLast(TemplateView, LoginRequiredMixin, PartialResponseMixin):
            pass

    assert str(error.value) == (
        "tests.test_guards.test_a_mixin_behind_the_view_is_an_error_that_says_what_to_write.<locals>.MixinLast has "
        "PartialResponseMixin behind a view in its bases, where it is never called. Write class "
        "MixinLast(LoginRequiredMixin, PartialResponseMixin, TemplateView)."
    )


def test_a_mixin_of_a_project_may_be_behind_no_view_either():
    class Ours(PartialResponseMixin):
        pass

    with pytest.raises(ImproperlyConfigured, match=r"Write class Last\(Ours, TemplateView\)\.$"):

        class Last(TemplateView, Ours):
            pass
