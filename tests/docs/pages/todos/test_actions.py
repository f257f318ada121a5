"""What docs/actions.md quotes, played in both versions of htmx and without JavaScript."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from htmx_partials.testing import HtmxPage
from tests.docs.pages.todos.models import Todo
from tests.settings import MIDDLEWARE, TEMPLATES

pytestmark = pytest.mark.django_db
EVERY_VERSION = pytest.mark.parametrize("htmx", [2, 4, None])
WITH_HTMX = pytest.mark.parametrize("htmx", [2, 4])

type Opener = Callable[..., HtmxPage]


@pytest.fixture
def open_page(settings: Any, htmx_client: Any) -> Opener:
    """Open a page of the site that one of these modules is."""
    settings.TEMPLATES = [TEMPLATES[0] | {"DIRS": [Path(__file__).parent / "templates"]}]
    settings.MIDDLEWARE = [*MIDDLEWARE, "htmx_partials.middleware.HtmxPartialsMiddleware"]
    settings.LOGIN_URL = "/login/"
    Todo.objects.bulk_create([Todo(pk=1, title="Sweep"), Todo(pk=2, title="Shop", done=True)])

    def open_site(site: str, url: str = "/", *, htmx: int | None) -> HtmxPage:
        settings.ROOT_URLCONF = f"{__package__}.{site}"
        return HtmxPage(url, htmx=htmx, client=htmx_client)

    return open_site


def add(page: HtmxPage, title: str) -> None:
    page.fill("#new [name=title]", title)
    page.click("#new button")


@EVERY_VERSION
@pytest.mark.parametrize("site", ["views", "classes"])
def test_a_button_ticks_off(open_page, site, htmx):
    page = open_page(site, htmx=htmx)
    page.click("#todo-1 [value=toggle]")

    assert page.text("#todo-1 s") == "Sweep"
    assert page.url == "/"


@EVERY_VERSION
def test_a_form_adds_and_the_count_follows(open_page, htmx):
    page = open_page("views", htmx=htmx)
    add(page, "Sing")

    assert page.text("#count") == "3 to do"


@WITH_HTMX
def test_a_row_is_deleted_by_the_companions_alone(open_page, htmx):
    page = open_page("views", htmx=htmx)
    page.client.handler.enforce_csrf_checks = False
    page.click("#todo-2 [hx-delete]")

    assert page.text("#count") == "1 to do"
    assert page.select("#todo-2") == []
    assert page.requests[-1].partials == ["count"]


@EVERY_VERSION
def test_a_callable_binds_the_form(open_page, htmx):
    page = open_page("one", "/1/", htmx=htmx)
    page.fill("[name=title]", "Sweep the stairs")
    page.submit("form")

    assert page.text("h1") == "Sweep the stairs"


@WITH_HTMX
def test_who_deletes_what_the_page_is_about_is_sent_elsewhere(open_page, htmx):
    page = open_page("one", "/1/", htmx=htmx)
    page.click("#remove")

    assert page.url == "/"
    assert page.text("#count") == "1 to do"


@EVERY_VERSION
def test_a_mistake_that_only_the_action_finds_is_shown(open_page, htmx):
    page = open_page("quota", htmx=htmx)
    add(page, "Sing")

    assert page.text("#new .errorlist") == "Your list is full."


@EVERY_VERSION
def test_guards_above_the_view_and_those_of_an_action_hold(open_page, htmx):
    user = User.objects.create(username="ann")
    page = open_page("guarded", htmx=htmx)
    assert page.url.startswith("/login/")

    page.client.force_login(user)
    page = open_page("guarded", htmx=htmx)
    page.client.raise_request_exception = False
    add(page, "Sing")
    assert page.requests[-1].status == 403

    user.user_permissions.add(Permission.objects.get(codename="add_todo"))
    page = open_page("guarded", htmx=htmx)
    add(page, "Sing")
    assert Todo.objects.filter(title="Sing").exists()


@EVERY_VERSION
def test_an_action_of_the_whole_site(open_page, htmx):
    user = User.objects.create(username="ann")
    user.notifications.create()
    open_page("site", htmx=htmx).client.force_login(user)
    page = open_page("site", htmx=htmx)
    assert page.text("#notifications") == "new"

    page.click("form button")
    assert page.text("#notifications") == "read"
    assert page.url == "/"


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_the_commit_is_done_before_the_answer(open_page):
    user = User.objects.create(username="ann")
    page = open_page("transactions", htmx=2)
    add(page, "Sing")

    assert user.notifications.count() == 1
