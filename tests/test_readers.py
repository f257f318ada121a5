"""The user before and after an action: rights that the action took away are gone in its answer."""

import functools
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import isolate_apps
from django.utils.functional import SimpleLazyObject, cached_property
from django.views.generic import TemplateView

from htmx_partials import PartialResponseMixin, action, partial_response, render
from htmx_partials.readers import has_lost_rights, reload_user, rights_of

from .acting import FRAGMENT, FRAGMENTS, HTMX, ORDINARY, answer, client_redirect, see_other, send, without_cookie

pytestmark = pytest.mark.django_db

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    HTMX,
]

TEMPLATE = (
    "{% partialdef secret inline %}{{ request.user.first_name }} "
    "{% if 'auth.add_group' in request.user.get_all_permissions %}may{% else %}may not{% endif %}{% endpartialdef %}"
)

MAY_ADD = permission_required("auth.add_group")


@pytest.fixture
def ada() -> User:
    ada = User.objects.create_user("ada", first_name="Ada", is_staff=True)
    ada.user_permissions.add(Permission.objects.get(codename="add_group"))
    return ada


@pytest.fixture
def member(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def make(change: Any, guard: Any = MAY_ADD, result: Any = None) -> Any:
    @guard
    @partial_response("secret")
    def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html", {"request": request})

    @view.action("change")
    def changing(request: HttpRequest) -> Any:
        change(request.user)
        return result

    return view


def post(view: Any, client: Client, headers: Any = FRAGMENT) -> Any:
    data = {"_action": "change"}
    return send(view, "post", "/todos/", data, headers, client=client, template=TEMPLATE, MIDDLEWARE=MIDDLEWARE)


def lose_permission(user: Any) -> None:
    user.user_permissions.clear()


def lose_permission_and_ask(user: Any) -> None:
    user.user_permissions.clear()
    del user._perm_cache, user._user_perm_cache
    assert not user.has_perm("auth.add_group")


def be_deactivated(user: Any) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def deactivate(user: Any) -> None:
    user.is_active = False
    user.save()


def lose_staff(user: Any) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=False)


def be_deleted(user: Any) -> None:
    User.objects.filter(pk=user.pk).delete()


LOSSES = [lose_permission, lose_permission_and_ask, be_deactivated, deactivate, lose_staff, be_deleted]


@pytest.mark.parametrize("result", [None, {"note": "secret"}])
@pytest.mark.parametrize("headers", FRAGMENTS)
@pytest.mark.parametrize("change", LOSSES)
def test_who_loses_what_a_guard_may_have_asked_for_is_sent_to_be_asked_again(member, change, headers, result):
    assert without_cookie(post(make(change, result=result), member, headers)) == client_redirect("/todos/")


@pytest.mark.parametrize("change", LOSSES)
def test_a_page_with_a_context_of_the_action_is_not_shown_either(member, change):
    response = post(make(change, result={"note": "secret"}), member, ORDINARY)
    assert without_cookie(response) == see_other("/todos/")


def test_who_wins_something_sees_it_in_the_answer():
    ada = User.objects.create_user("ada", first_name="Ada")
    client = Client()
    client.force_login(ada)

    def win(user: Any) -> None:
        assert not user.has_perm("auth.add_group")
        user.user_permissions.add(Permission.objects.get(codename="add_group"))

    assert without_cookie(post(make(win, login_required), client)) == answer("Ada may")


def test_a_permission_that_was_not_asked_for_is_gone_in_the_answer(member):
    assert without_cookie(post(make(lose_permission, login_required), member)) == answer("Ada may not")


def test_what_the_action_has_not_told_the_user_object_is_in_the_answer(member):
    def rename(user: Any) -> None:
        User.objects.filter(pk=user.pk).update(first_name="Grace")

    assert without_cookie(post(make(rename), member)) == answer("Grace may")


class Page(PermissionRequiredMixin, PartialResponseMixin, TemplateView):
    permission_required = "auth.add_group"
    template_name = "todos.html"
    partial_names = "secret"

    @action("change")
    def change(self, request: HttpRequest) -> None:
        lose_permission(request.user)


def test_nor_does_a_class_show_what_its_reader_has_lost(member):
    assert without_cookie(post(Page.as_view(), member)) == client_redirect("/todos/")


def test_the_dispatch_of_a_class_asks_with_the_user_read_anew(member):
    class OnlyAda(PartialResponseMixin, TemplateView):
        template_name = "todos.html"
        partial_names = "secret"

        def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
            if request.user.first_name != "Ada":
                raise PermissionDenied
            return super().dispatch(request, *args, **kwargs)

        @action("change")
        def change(self, request: HttpRequest) -> None:
            User.objects.update(first_name="Grace")

    assert post(OnlyAda.as_view(), member).status_code == 403
    assert User.objects.get().first_name == "Grace"


def test_the_async_user_of_the_second_run_is_the_same(member, ada):
    seen: list[Any] = []

    @partial_response("secret")
    async def view(request: Any) -> HttpResponseBase:
        seen.extend([await request.auser(), request.user])
        return render(request, "todos.html", {"request": request})

    @view.action("change")
    def change(request: HttpRequest) -> None: ...

    post(view, member)
    assert seen == [ada, ada]
    assert seen[0] is seen[1]


# -- The user read anew ---------------------------------------------------------------


with isolate_apps("django.contrib.auth"):  # a model that no other test sees

    class Member(User):
        class Meta:
            proxy = True
            app_label = "auth"

        @cached_property
        def groups_once(self) -> list[str]:
            return list(self.groups.values_list("name", flat=True))

        @functools.cached_property
        def count_once(self) -> int:
            return self.groups.count()


def test_what_middleware_has_put_on_a_user_stays_and_what_is_remembered_goes(ada):
    user: Any = Member.objects.get(pk=ada.pk)
    user.is_verified = True
    assert (user.groups_once, user.count_once, user.has_perm("auth.add_group")) == ([], 0, True)
    user.groups.add(Group.objects.create(name="new"))
    user.user_permissions.clear()
    fresh: Any = reload_user(user)
    assert (fresh.__class__, fresh.is_verified, fresh.groups_once, fresh.count_once) == (Member, True, ["new"], 1)
    assert not fresh.has_perm("auth.add_group")


def test_a_user_within_what_is_lazy_is_read_anew(ada):
    lazy: Any = SimpleLazyObject(lambda: SimpleLazyObject(lambda: ada))
    lazy.is_verified = True
    User.objects.update(first_name="Grace")
    fresh = reload_user(lazy)
    assert (type(fresh), fresh.first_name, fresh.is_verified) == (User, "Grace", True)


@pytest.mark.parametrize("user", [None, AnonymousUser(), User(pk=1), SimpleNamespace(pk=1)])
def test_a_user_that_is_in_no_database_stays(user):
    assert reload_user(user) is user


def test_one_who_is_no_more_has_lost_everything(ada):
    rights = rights_of(ada)
    User.objects.all().delete()
    assert reload_user(ada) is None
    assert has_lost_rights(None, rights)
    assert not has_lost_rights(AnonymousUser(), rights_of(AnonymousUser()))
