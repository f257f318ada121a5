"""Actions of the whole site: sent from any page, answered with companions or a redirect to that page."""

from typing import Any

import pytest
from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client

from htmx_partials import Rerender, site_actions

from .acting import (
    BOOSTED,
    FRAGMENT,
    FRAGMENT_4,
    FULL,
    HTMX,
    ORDINARY,
    answer,
    client_redirect,
    see_other,
    send,
    whole,
    without_cookie,
)

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    HTMX,
]

BASE = (
    '<!doctype html>{% block team %}<b id="team">{{ request.GET.q }}{{ team|default:"none" }}</b>{% endblock %}'
    '{% block bell %}<i id="bell">{{ read|length }}</i>{% endblock %}{% block content %}Nothing{% endblock %}'
)

TEAM = '<b hx-swap-oob="true" id="team">{}</b>'
BELL = '<i hx-swap-oob="true" id="bell">{}</i>'
LEFT = '<hx-partial hx-target="head" hx-swap="none"></hx-partial>'

PAGE = "http://testserver/contacts/?page=2"

read: list[str] = []


@pytest.fixture(autouse=True)
def fresh() -> None:
    read.clear()


class TeamForm(forms.Form):
    team = forms.IntegerField()


of_site = site_actions("todos.html", oob=["bell"])


@of_site.action
def read_all(request: HttpRequest) -> None:
    read.append("x")


@of_site.action(form=TeamForm, oob=["team"])
def choose(request: HttpRequest, form: TeamForm) -> dict[str, Any]:
    return {"team": form.cleaned_data["team"]}


@of_site.action
def show(request: HttpRequest) -> Rerender:
    return Rerender({"team": "shown"}, partial="team", oob=())


@of_site.action
def say(request: HttpRequest) -> HttpResponse:
    return HttpResponse("said")


@of_site.action
def leave(request: HttpRequest) -> None:
    logout(request)


def post(name: str, headers: dict[str, str], view: Any = of_site, client: Any = None, **data: Any) -> Any:
    settings: Any = {"template": BASE, "MIDDLEWARE": MIDDLEWARE}
    return send(view, "post", "/todos/", {"_action": name, **data}, headers, client=client, **settings)


def test_a_fragment_is_the_companions_alone():
    assert without_cookie(post("read_all", FRAGMENT)) == answer(BELL.format(0), HX_Reswap="none")
    assert read == ["x"]


def test_htmx_4_leaves_its_target_without_a_header():
    bell = '<hx-partial hx-target="#bell" hx-swap="outerHTML"><i id="bell">0</i></hx-partial>'
    assert without_cookie(post("read_all", FRAGMENT_4)) == answer(LEFT + bell)


def test_companions_of_the_action_and_of_the_site_go_along():
    response = send(
        of_site,
        "post",
        "/todos/",
        {"_action": "choose", "team": 5},
        template=BASE,
        HTMX_PARTIALS_OOB=["bell"],
        MIDDLEWARE=[*MIDDLEWARE, "htmx_partials.middleware.HtmxPartialsMiddleware"],
    )
    assert response.content.decode() == TEAM.format(5) + BELL.format(0)


def test_an_invalid_form_changes_nothing():
    assert without_cookie(post("choose", FRAGMENT, team="x")) == answer("", HX_Reswap="none")


def test_an_action_may_answer_with_a_fragment():
    assert without_cookie(post("show", FRAGMENT)) == answer('<b id="team">shown</b>')


@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY])
def test_a_response_is_the_response(headers):
    assert without_cookie(post("say", headers)) == answer("said")


@pytest.mark.parametrize("name", ["read_all", "choose", "show"])
@pytest.mark.parametrize("headers", [ORDINARY, BOOSTED, FULL, BOOSTED | {"HX-Target": "content"}])
def test_any_other_request_is_sent_back_to_its_page(name, headers):
    assert without_cookie(post(name, headers | {"Referer": PAGE}, team=5)) == see_other("/contacts/?page=2")


def test_the_page_that_htmx_is_on_goes_before_the_referer():
    headers = BOOSTED | {"HX-Current-URL": PAGE, "Referer": "http://testserver/"}
    assert without_cookie(post("read_all", headers)) == see_other("/contacts/?page=2")


@pytest.mark.parametrize(
    ("referer", "url"),
    [
        ("", "/"),
        ("https://evil.example/contacts/", "/"),
        ("http://testserver.evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://[", "/"),
        ("http://testserver//evil.example/", "/%2Fevil.example/"),
        ("http://testserver/#place", "/"),
        ("http://testserver", "/"),
        ("https://testserver/contacts/", "/contacts/"),
    ],
)
def test_nobody_is_sent_to_another_host(referer, url):
    assert without_cookie(post("read_all", {"Referer": referer})) == see_other(url)


@pytest.mark.parametrize("headers", [ORDINARY, FRAGMENT])
def test_who_comes_by_a_link_is_sent_to_the_first_page(headers):
    response = send(of_site, "get", "/todos/", None, headers | {"Referer": PAGE}, template=BASE)
    assert whole(response) == see_other("/")


def test_what_names_no_action_is_sent_back_and_noted_in_the_log(caplog):
    response = send(of_site, "post", "/todos/", {}, {"Referer": PAGE}, template=BASE)
    assert whole(response) == see_other("/contacts/?page=2")
    assert [record.name for record in caplog.records] == ["htmx_partials"]
    assert post("other", FRAGMENT).status_code == 400


@pytest.mark.django_db
def test_a_guard_above_it_guards_its_actions():
    guarded = login_required(site_actions("todos.html", oob=["bell"]))
    guarded.action(read_all)
    response = post("read_all", FRAGMENT, guarded)
    assert (response.status_code, response["Location"], read) == (302, "/accounts/login/?next=/todos/", [])
    client = Client()
    client.force_login(User.objects.create_user("ada"))
    assert without_cookie(post("read_all", FRAGMENT, guarded, client)) == answer(BELL.format(0), HX_Reswap="none")
    assert read == ["x"]


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [FRAGMENT | {"HX-Current-URL": PAGE}, {"Referer": PAGE}])
def test_who_logs_out_is_asked_again_by_the_page(headers):
    client = Client()
    client.force_login(User.objects.create_user("ada"))
    response = post("leave", headers, client=client)
    expected = client_redirect if "HX-Request" in headers else see_other
    assert without_cookie(response) == expected("/contacts/?page=2")


def test_what_is_no_partial_is_an_error():
    with pytest.raises(ImproperlyConfigured, match="is not the name of a partial"):
        site_actions("base.html", oob=["#bell"])
