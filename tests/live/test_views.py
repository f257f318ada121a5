from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from htmx_partials.live import changed, views
from htmx_partials.live.hub import Hub
from tests.live.harness import in_loop, key_of, opened, rendered_tokens, wish
from tests.live.test_hub import comes


@pytest.fixture(autouse=True)
def anew() -> None:
    views.say_once.cache_clear()


def poll(client: Client, *fresh: str, followed: list[str] | None = None, since: str | None = None) -> Any:
    return client.post("/live/", wish(fresh, followed or (), since), content_type="application/json")


def events_of(response: HttpResponse) -> list[tuple[str, Any]]:
    blocks = response.content.decode().strip().split("\n\n")
    pairs = [block.removeprefix("event: ").split("\ndata: ") for block in blocks]
    return [(name, json.loads(data)) for name, data in pairs]


def test_a_page_is_told_what_has_changed_and_when_to_come_again(hub: Hub, client: Client) -> None:
    contacts, stock = rendered_tokens(client)
    [(name, data)] = events_of(poll(client, contacts, stock))
    assert (name, data) == (
        "open",
        {"cursor": data["cursor"], "refused": [], "every": 15000, "poll": 15000, "spread": 1000},
    )
    changed("contacts")
    assert comes(lambda: hub.history.number == 1)
    first, (name, found) = events_of(poll(client, followed=[contacts, stock], since=data["cursor"]))
    assert (name, found["keys"], found["spread"]) == ("changed", [key_of(contacts)], 0)
    assert first[1]["cursor"] == found["cursor"]
    assert [name for name, _ in events_of(poll(client, followed=[contacts], since=found["cursor"]))] == ["open"]


def test_nobody_on_the_way_keeps_or_packs_the_answer(hub: Hub, client: Client, settings: Settings) -> None:
    settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE]
    response = client.post(
        "/live/",
        wish(f"{number}.forged.token" for number in range(50)),
        content_type="application/json",
        headers={"Accept-Encoding": "gzip"},
    )
    assert len(response.content) > 200
    assert dict(response.headers) | {"Content-Length": "…"} == {
        "Content-Type": "text/event-stream",
        "Cache-Control": "no-store",
        "Content-Encoding": "identity",
        "X-Accel-Buffering": "no",
        "Content-Length": "…",
    }


def test_the_time_may_be_set(site: Callable[..., Hub], client: Client) -> None:
    site(POLL=2.5)
    assert events_of(poll(client))[0][1]["poll"] == 2500


def test_what_is_not_the_readers_is_refused(hub: Hub, client: Client) -> None:
    [token, _] = rendered_tokens()
    client.cookies["sessionid"] = "of-anna"
    [(_, data)] = events_of(poll(client, token, "forged.a.b.c", ""))
    assert data["refused"] == [key_of(token), "forged.a", ""]


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_has_signed_out_follows_nothing_even_with_the_old_cookie(hub: Hub, client: Client) -> None:
    client.force_login(User.objects.create_user("anna"))
    cookie = client.cookies["sessionid"].value
    tokens = rendered_tokens(client)
    assert events_of(poll(client, *tokens))[0][1]["refused"] == []
    client.get("/sign-out/")
    assert comes(lambda: hub.history.ended)
    client.cookies["sessionid"] = cookie
    [(_, data)] = events_of(poll(client, *tokens))
    assert data["refused"] == [key_of(token) for token in tokens]


def test_csrf_protection_is_not_asked_for_and_cookies_are_not_read(hub: Hub, settings: Settings) -> None:
    response = poll(Client(enforce_csrf_checks=True))
    assert response.status_code == 200
    assert "Vary" not in response.headers


def test_anybody_may_ask(hub: Hub, client: Client, settings: Settings) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    assert poll(client).status_code == 200


def test_the_log_says_once_that_pages_come_again_and_again(
    hub: Hub, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    poll(client)
    poll(client)
    [message] = caplog.messages
    assert message == (
        "Live partials: pages ask every 15 seconds what has changed, as nothing holds a stream for them. To hold "
        "streams, serve the site, or this one URL of it, by ASGI, with with_live() in asgi.py. with_live is in "
        "htmx_partials.live.asgi."
    )


@in_loop
async def test_under_asgi_it_says_that_the_application_is_not_wrapped(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(get_asgi_application(), wish()) as page:
        assert (await page.event("open"))["poll"] == 15000
    [message] = caplog.messages
    assert message == (
        "Live partials: pages ask every 15 seconds what has changed, as nothing holds a stream for them. Wrap the "
        "application in asgi.py: application = with_live(get_asgi_application()). with_live is in "
        "htmx_partials.live.asgi."
    )


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda client: client.get("/live/"), 405),
        (lambda client: client.post("/live/", {"a": "b"}), 415),
        (lambda client: client.post("/live/", "[]", content_type="application/json"), 400),
        (lambda client: client.post("/live/", "x" * 524_289, content_type="application/json"), 413),
    ],
)
def test_what_no_client_sends_is_refused_with_a_word(
    hub: Hub, client: Client, ask: Callable[[Client], HttpResponse], status: int
) -> None:
    response = ask(client)
    assert response.status_code == status
    assert response.content
    assert response.headers.get("Allow") == ("POST" if status == 405 else None)


def test_it_is_refused_while_nothing_is_heard_of_changes(
    hub: Hub, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "BEGIN", 0.0)
    hub.is_listening.clear()
    response = poll(client)
    assert (response.status_code, response.content) == (503, b"Nothing is heard of changes just now. Come back later.")
