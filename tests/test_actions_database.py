"""Transactions of actions, and actions that run at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from pytest_django.live_server_helper import LiveServer

from htmx_partials import render

from .acting import FRAGMENT, KINDS, ORDINARY, acting, answer, make_view, see_other, send, site, whole

SYNC_KINDS = ["function", "class"]

TEMPLATE = (
    '{% partialdef list inline %}<ul id="list">{% for each in groups %}<li>{{ each.name }}</li>{% endfor %}</ul>'
    "{% endpartialdef %}"
)


class Log(list[str]):
    """The order of events, and which of them happen in a transaction."""

    def note(self, what: str) -> None:
        self.append(f"{what}{' in a transaction' if connection.in_atomic_block else ''}")

    def view(self, request: HttpRequest) -> TemplateResponse:
        self.note("view")
        return render(request, "todos.html", {"groups": Group.objects.all()})

    def add(self, request: HttpRequest) -> None:
        self.note("action")
        transaction.on_commit(lambda: self.append("commit"))
        Group.objects.create(name="added")

    def add_at_once(self, request: HttpRequest) -> None:
        with transaction.atomic():
            self.add(request)

    def fail(self, request: HttpRequest) -> None:
        self.add(request)
        raise ZeroDivisionError


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def atomic_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)


def post(kind: str, log: Log, name: str, headers: dict[str, str] = FRAGMENT) -> Any:
    actions = [acting(function) for function in (log.add, log.add_at_once, log.fail)]
    view = make_view(kind, log.view, *actions, names=("list",))
    return send(view, "post", "/todos/", {"_action": name}, headers, template=TEMPLATE)


ADDED = answer('<ul id="list"><li>added</li></ul>')


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", SYNC_KINDS)
def test_the_transaction_of_an_action_is_over_before_the_view_reads(log, kind):
    assert whole(post(kind, log, "add_at_once")) == ADDED
    assert log == ["action in a transaction", "commit", "view"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", SYNC_KINDS)
def test_without_a_transaction_there_is_none(log, kind):
    assert whole(post(kind, log, "add")) == ADDED
    assert log == ["action", "commit", "view"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", SYNC_KINDS)
@pytest.mark.parametrize("name", ["add", "add_at_once"])
def test_with_atomic_requests_action_and_view_share_one_and_on_commit_comes_after(log, kind, name, atomic_requests):
    assert whole(post(kind, log, name)) == ADDED
    assert log == ["action in a transaction", "view in a transaction", "commit"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", SYNC_KINDS)
def test_a_redirect_comes_after_the_commit(log, kind, atomic_requests):
    assert whole(post(kind, log, "add", ORDINARY)) == see_other("/todos/")
    assert log == ["action in a transaction", "commit"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", SYNC_KINDS)
def test_with_atomic_requests_an_error_of_the_action_undoes_what_it_did(log, kind, atomic_requests):
    with pytest.raises(ZeroDivisionError):
        post(kind, log, "fail")
    assert (log, Group.objects.count()) == (["action in a transaction"], 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", SYNC_KINDS)
def test_with_atomic_requests_an_error_of_the_view_undoes_what_the_action_did(log, kind, atomic_requests):
    def view(request: HttpRequest) -> TemplateResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send(make_view(kind, view, acting(log.add)), "post", "/todos/", {"_action": "add"})
    assert (log, Group.objects.count()) == (["action in a transaction"], 0)


# -- Many at a time -------------------------------------------------------------------

POSTS, THREADS = 80, 16

NAMES = "{% partialdef list inline %}{{ request.GET.q }}: {{ names|join:' ' }}{% endpartialdef %}"


def names(request: HttpRequest) -> TemplateResponse:
    return render(request, "todos.html", {"names": Group.objects.order_by("pk").values_list("name", flat=True)})


def add(request: HttpRequest) -> None:
    Group.objects.create(name=request.POST["name"])


async def add_async(request: HttpRequest) -> None:
    await Group.objects.acreate(name=request.POST["name"])


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[LiveServer]:
    """A server with a thread for each connection."""
    action = acting(add_async if "async" in request.param else add, "add")
    with site(make_view(request.param, names, action, names=("list",)), template=NAMES):
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


def test_each_of_many_posts_is_applied_once_and_answered_by_the_state_after_it(server):
    def post(number: int) -> str:
        client = HTTPConnection(server.thread.host, server.thread.port, timeout=60)
        client.request(
            "POST",
            f"/todos/?q={number}",
            f"_action=add&name={number}",
            {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"},
        )
        response = client.getresponse()
        html = response.read().decode()
        client.close()
        assert response.status == 200, html
        return html

    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(post, range(POSTS)))
    every = list(Group.objects.order_by("pk").values_list("name", flat=True))
    assert sorted(map(int, every)) == list(range(POSTS))
    for number, html in enumerate(answers):
        shown, _, there = html.partition(": ")
        assert shown == str(number)
        assert shown in there.split()
        assert there.split() == every[: len(there.split())]
