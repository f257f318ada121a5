"""An action's own guards, the decorators below `.action`, are asked before its form is bound."""

import functools
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django import forms
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import AsyncClient, Client
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from htmx_partials import PartialResponseMixin, Rerender, action, partial_response, render

from .acting import FRAGMENT, HTMX, ORDINARY, answer, send, whole, without_cookie

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    HTMX,
]

TEMPLATE = (
    '<!doctype html>{% partialdef form inline %}<form id="form">{{ form.name.value|default:"" }}: '
    "{{ form.name.errors.as_text }}{{ note_form.name.errors.as_text }}</form>{% endpartialdef %}"
)

EMPTY = answer('<form id="form">: </form>')
INVALID = answer('<form id="form">: * This field is required.</form>')

asked: list[str] = []


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    asked.clear()


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Group
        fields = ("name",)

    def full_clean(self) -> None:
        asked.append("form")
        super().full_clean()


def ask(request: HttpRequest) -> None:
    asked.append("guard")
    if not request.user.is_authenticated:
        raise PermissionDenied


def with_wraps(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        ask(request)
        return view(request, *args, **kwargs)

    return inner


def async_with_wraps(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    async def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        await sync_to_async(ask)(request)
        return await view(request, *args, **kwargs)

    return inner


def with_keyword_only(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, guard: Any = ask, **kwargs: Any) -> Any:
        guard(request)
        return view(request, *args, **kwargs)

    return inner


def passes(user: Any) -> bool:
    asked.append("guard")
    return bool(user.is_authenticated)


def open_view() -> Any:
    @partial_response("form")
    def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html")

    return view


def open_async_view() -> Any:
    @partial_response("form")
    async def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html")

    return view


def sync_action(*decorators: Any, view: Any = None, **options: Any) -> Any:
    view = view or open_view()
    decorate = functools.reduce(composed, decorators)

    @view.action("add", form=GroupForm, **options)
    @decorate
    def add(request: HttpRequest, form: GroupForm) -> None:
        asked.append("action")
        form.save()

    return view


def async_action(*decorators: Any, view: Any = None) -> Any:
    view = view or open_async_view()
    decorate = functools.reduce(composed, decorators)

    @view.action("add", form=GroupForm)
    @decorate
    async def add(request: HttpRequest, form: GroupForm) -> None:
        asked.append("action")
        await sync_to_async(form.save)()

    return view


def composed(outer: Any, inner: Any) -> Any:
    return lambda function: outer(inner(function))


def of_class(*decorators: Any, above: bool = False) -> Any:
    decorate: Any = method_decorator(list(decorators))
    before, after = (decorate, same) if above else (same, decorate)

    class Page(PartialResponseMixin, TemplateView):
        template_name = "todos.html"
        partial_names = "form"

        @before
        @action("add", form=GroupForm)
        @after
        def add(self, request: HttpRequest, form: GroupForm) -> None:
            asked.append("action")
            form.save()

    return Page.as_view()


def same(function: Any) -> Any:
    return function


PERMISSION = permission_required("auth.add_group")
RAISING = permission_required("auth.add_group", raise_exception=True)

VIEWS = {
    "login_required": sync_action(login_required),
    "permission_required": sync_action(PERMISSION),
    "permission_required that raises": sync_action(RAISING),
    "user_passes_test": sync_action(user_passes_test(passes)),
    "of one's own": sync_action(with_wraps),
    "with a default": sync_action(with_keyword_only),
    "several": sync_action(transaction.atomic, with_wraps, RAISING),
    "sync, of an async view": sync_action(with_wraps, view=open_async_view()),
    "async, login_required": async_action(login_required),
    "async, permission_required that raises": async_action(RAISING),
    "async, of one's own": async_action(async_with_wraps),
    "async, several": async_action(async_with_wraps, login_required),
    "async, of a sync view": async_action(async_with_wraps, view=open_view()),
    "class": of_class(RAISING),
    "class, several": of_class(login_required, with_wraps),
    "class, above the mark": of_class(login_required, with_wraps, above=True),
}


@pytest.fixture
def member() -> Client:
    user = User.objects.create_user("ada")
    user.user_permissions.add(Permission.objects.get(codename="add_group"))
    client = Client()
    client.force_login(user)
    return client


def post(view: Any, name: str, client: Any = None, headers: Any = FRAGMENT) -> Any:
    data = {"_action": "add", "name": name}
    return send(view, "post", "/todos/", data, headers, client=client, template=TEMPLATE, MIDDLEWARE=MIDDLEWARE)


@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY])
@pytest.mark.parametrize("client", [None, Client, AsyncClient])
@pytest.mark.parametrize("name", VIEWS)
def test_who_is_turned_away_never_has_a_form_bound(name, client, headers):
    response = post(VIEWS[name], "", client and client(), headers)
    assert response.status_code in (302, 403)
    assert set(asked) <= {"guard"}


@pytest.mark.parametrize("name", VIEWS)
def test_an_invalid_form_comes_back_once_the_guards_agree(name, member):
    response = post(VIEWS[name], "", member)
    assert without_cookie(response) == INVALID
    assert [each for each in asked if each != "guard"] == ["form"]
    assert asked[-1] == "form"


@pytest.mark.parametrize("name", VIEWS)
def test_with_a_valid_form_the_action_runs_once(name, member):
    response = post(VIEWS[name], "b", member)
    assert without_cookie(response) == EMPTY
    assert [each for each in asked if each != "guard"] == ["form", "action"]
    assert list(Group.objects.values_list("name", flat=True)) == ["b"]


def test_the_decorated_function_stays_what_it_is(member):
    view = open_view()

    @with_wraps
    def add(request: HttpRequest, form: Any = "none") -> str:
        return str(form)

    view.action("add", form=GroupForm, check_guards=False)(add)
    request: Any = HttpRequest()
    request.user = User()
    assert add(request) == "none"


def test_a_guard_may_hand_on_what_the_form_is_bound_to(member):
    group = Group.objects.create(name="kept")
    view = open_view()

    def with_group(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inner(request: HttpRequest, **kwargs: Any) -> Any:
            return function(request, Group.objects.get(), **kwargs)

        return inner

    @view.action("add", form=lambda request, group: GroupForm(request.POST, instance=group))
    @with_group
    def rename(request: HttpRequest, group: Group, form: GroupForm) -> None:
        form.save()

    assert without_cookie(post(view, "renamed", member)) == EMPTY
    group.refresh_from_db()
    assert group.name == "renamed"


def test_what_is_done_in_a_transaction_before_the_form_is_undone_with_it(member):
    view = open_view()

    def noting(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inner(request: HttpRequest, **kwargs: Any) -> Any:
            Group.objects.create(name="tried")
            return function(request, **kwargs)

        return inner

    @view.action("add", form=GroupForm)
    @transaction.atomic
    @noting
    def add(request: HttpRequest, form: GroupForm) -> None:
        form.save()

    assert without_cookie(post(view, "", member)) == INVALID
    assert Group.objects.count() == 0


def test_a_decorator_that_wants_a_response_is_not_given_a_form(member):
    view = open_view()

    @view.action("add", form=GroupForm)
    @never_cache
    def add(request: HttpRequest, form: GroupForm) -> HttpResponse:
        form.save()
        return HttpResponse("saved")

    assert without_cookie(post(view, "", member)) == INVALID
    assert post(view, "b", member).content == b"saved"


# -- What cannot be asked first -------------------------------------------------------


def plain(view: Callable[..., Any]) -> Callable[..., Any]:
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    return inner


def test_decorators_that_do_not_say_what_they_decorate_are_an_error():
    with pytest.raises(ImproperlyConfigured) as error:
        sync_action(plain)
    assert str(error.value) == (
        "The form of the action 'add' would be bound before its guards are asked: not all decorators of "
        "tests.test_forms.plain.<locals>.inner use functools.wraps, around a plain function that is defined right "
        "there. Use functools.wraps in each of them, or bind the form inside the action. If none of them guards "
        "anything, write check_guards=False beside form=."
    )


def test_where_they_guard_nothing_the_form_is_bound_first(member):
    view = sync_action(plain, check_guards=False)
    assert without_cookie(post(view, "", member)) == INVALID
    assert without_cookie(post(view, "b", member)) == EMPTY
    assert [each for each in asked if each != "guard"] == ["form", "form", "action"]


def test_a_plain_decorator_above_the_mark_of_a_method_hides_it():
    class Page(PartialResponseMixin, TemplateView):
        template_name = "todos.html"

        @plain
        @action("add", form=GroupForm)
        def add(self, request: HttpRequest, form: GroupForm) -> None:
            raise AssertionError

    assert post(Page.as_view(), "b").status_code in (400, 405)


def test_a_method_that_is_hidden_below_its_mark_is_an_error():
    class Page(PartialResponseMixin, TemplateView):
        template_name = "todos.html"

        @action("add", form=GroupForm)
        @plain
        def add(self, request: HttpRequest, form: GroupForm) -> None:
            raise AssertionError

    with pytest.raises(ImproperlyConfigured, match="The form of the action 'add' would be bound before"):
        Page.as_view()


# -- Where it comes from, and what it is called ---------------------------------------


class Notes(PartialResponseMixin, TemplateView):
    template_name = "todos.html"
    partial_names = "form"

    @action("add", form="bound", form_name="note_form")
    def add(self, request: HttpRequest, pk: int, form: GroupForm) -> Any:
        form.save()
        if form.cleaned_data["name"] == "too much":
            form.add_error("name", "Too much.")
            return Rerender({"note_form": form})
        return None

    def bound(self, request: HttpRequest, pk: int) -> GroupForm:
        return GroupForm(request.POST, instance=Group.objects.get(pk=pk) if self.kwargs["pk"] else None)


def note(name: str) -> Any:
    data = {"_action": "add", "name": name}
    return whole(send(Notes.as_view(), "post", "/0/", data, template=TEMPLATE, route="<int:pk>/"))


def test_the_form_of_a_class_may_be_a_method_of_it():
    assert note("b") == EMPTY
    assert Group.objects.get().name == "b"


def test_an_invalid_form_has_the_name_that_it_is_given_in_the_context():
    assert note("") == answer('<form id="form">: * This field is required.</form>')


def test_one_that_the_action_finds_an_error_in_has_it_too():
    assert note("too much") == answer('<form id="form">: * Too much.</form>')


def test_the_name_of_a_method_is_not_for_a_function():
    view = open_view()
    with pytest.raises(ImproperlyConfigured) as error:
        view.action("add", form="bound")(print)
    assert str(error.value) == (
        "The action 'add' has form='bound'. The name of a method is for actions of a class: give a form class, or a "
        "callable that returns a bound form."
    )
