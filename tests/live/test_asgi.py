from __future__ import annotations

import asyncio
import gc
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from pytest_django import Settings

from htmx_partials.live import asgi, changed, streams
from htmx_partials.live.asgi import with_live
from htmx_partials.live.hub import Hub
from htmx_partials.live.moments import Change
from tests.live.harness import in_loop, key_of, opened, rendered_tokens, wish

type Site = Callable[..., Hub]


async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers with what it was asked for."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": f"elsewhere: {scope['path']}".encode()})


@in_loop
async def test_a_stream_begins_with_what_is_followed_and_says_when_it_changes(hub: Hub) -> None:
    contacts, stock = rendered_tokens()
    async with opened(with_live(elsewhere), wish([contacts, stock])) as page:
        first = await page.event("open")
        assert first == {
            "cursor": first["cursor"],
            "refused": [],
            "every": 15000,
            "poll": None,
            "spread": 1000,
        }
        changed("notes")
        data = await page.event("changed")
        assert data == {"cursor": data["cursor"], "keys": [key_of(contacts)], "spread": 0, "own": data["own"]}
        assert data["cursor"] != first["cursor"]


@in_loop
async def test_nothing_on_the_way_keeps_or_packs_a_stream(hub: Hub) -> None:
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        assert page.status == 200
        assert page.headers == {
            "content-type": "text/event-stream",
            "cache-control": "no-store",
            "content-encoding": "identity",
            "x-accel-buffering": "no",
        }


@in_loop
async def test_what_changed_between_rendering_and_connecting_is_said_at_once(hub: Hub) -> None:
    contacts, stock = rendered_tokens()
    changed("contacts")
    await until(lambda: hub.history.number == 1)
    async with opened(with_live(elsewhere), wish([contacts, stock])) as page:
        await page.event("open")
        assert (await page.event("changed"))["keys"] == [key_of(contacts)]


@in_loop
async def test_who_comes_again_hears_only_what_came_after_the_cursor(hub: Hub) -> None:
    contacts, stock = rendered_tokens()
    async with opened(with_live(elsewhere), wish([contacts, stock])) as page:
        await page.event("open")
        changed("contacts")
        cursor = (await page.event("changed"))["cursor"]
    changed("stock")
    await until(lambda: hub.history.number == 2)
    async with opened(with_live(elsewhere), wish(followed=[contacts, stock], since=cursor)) as page:
        await page.event("open")
        assert (await page.event("changed"))["keys"] == [key_of(stock)]


@in_loop
async def test_who_was_away_for_longer_than_is_remembered_asks_for_everything(hub: Hub) -> None:
    tokens = rendered_tokens()
    hub.history.complete_since += 10_000
    async with opened(with_live(elsewhere), wish(tokens)) as page:
        cursor = (await page.event("open"))["cursor"]
        assert await page.event("all") == {"cursor": cursor, "spread": 1000}


@pytest.mark.parametrize("since", [..., None, 7, "", "nonsense", "1-2-3", "-", "zz-zz-zz-zz-zz"])
@in_loop
async def test_who_has_no_cursor_that_can_be_read_asks_for_everything(hub: Hub, since: Any) -> None:
    body = {"fresh": [], "followed": rendered_tokens()} | ({} if since is ... else {"since": since})
    async with opened(with_live(elsewhere), json.dumps(body).encode()) as page:
        await page.event("open")
        await page.event("all")


@in_loop
async def test_a_change_names_the_request_that_made_it_and_so_do_the_elements_that_it_renders(hub: Hub) -> None:
    application = with_live(get_asgi_application())
    async with opened(application, wish(rendered_tokens())) as page:
        await page.event("open")
        async with opened(application, path="/change/", query_string=b"topic=stock", method="GET") as other:
            own = (await page.event("changed"))["own"]
            await other.is_complete.wait()
            assert other.body.decode().count(f"-{'-'.join(own)}.") == 2  # the tokens of its elements


@in_loop
async def test_two_requests_have_each_their_own_changes(hub: Hub) -> None:
    application = with_live(get_asgi_application())
    names = set()
    async with opened(application, wish(rendered_tokens())) as page:
        await page.event("open")
        for _ in range(2):
            async with opened(application, path="/change/", query_string=b"topic=stock", method="GET"):
                own = (await page.event("changed"))["own"]
                names.add(own[0])
                assert own[1] == "1"
    assert len(names) == 2


@in_loop
async def test_an_async_view_may_say_what_has_changed(hub: Hub) -> None:
    application = with_live(get_asgi_application())
    async with opened(application, wish(rendered_tokens())) as page:
        await page.event("open")
        async with opened(application, path="/change-in-loop/", method="GET") as other:
            await page.event("changed")
            await other.is_complete.wait()
            assert other.body == b"changed"


@in_loop
async def test_what_changes_in_quick_succession_is_gathered(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "GATHERED", 0.05)
    contacts, stock = rendered_tokens()
    loop = asyncio.get_running_loop()
    async with opened(with_live(elsewhere), wish([contacts, stock])) as page:
        await page.event("open")
        began = loop.time()
        for heard in range(1, 51):
            hub.room().deliver(["contacts"], Change("anna", heard), heard)
        for heard in range(51, 101):
            hub.room().deliver(["contacts", "stock"], Change("anna", heard), heard)
        data = await page.event("changed")
        assert (data["keys"], data["own"]) == ([key_of(contacts)], ["anna", "1"])
        data = await page.event("changed")
        assert loop.time() - began >= 0.05
        assert (data["keys"], data["own"]) == ([key_of(contacts), key_of(stock)], ["anna", "2s"])
        assert page.events.empty()


@in_loop
async def test_after_a_while_without_changes_the_next_is_said_at_once(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "GATHERED", 0.01)
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        changed("contacts")
        await page.event("changed")
        [[stream]] = hub.room().readers.values()
        await until(lambda: asyncio.get_running_loop().time() > stream.told + 0.01)
        hub.room().deliver(["contacts"], Change("anna", 1), 2)
        assert not stream.gathering
        await page.event("changed")


@in_loop
async def test_changes_of_several_requests_are_no_ones_own(hub: Hub) -> None:
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        for heard, by in enumerate(["anna", "anna", "bert", "anna"], 1):
            hub.room().deliver(["contacts"], Change(by, heard), heard)
        assert (await page.event("changed"))["own"] == ["anna", "1"]
        assert (await page.event("changed"))["own"] is None


@in_loop
async def test_a_silent_stream_is_kept_alive(site: Site) -> None:
    site(KEEPALIVE=0.01)
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        assert (await page.event("open"))["every"] == 10
        await until(lambda: page.comments > 2)
        assert page.events.empty()


@in_loop
async def test_a_stream_ends_after_a_while_with_a_cursor_to_come_again_with(site: Site) -> None:
    site(STREAM_AGE=0.05)
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        end = await page.event("end")
        assert end == {"cursor": end["cursor"], "after": 0}
        await page.is_complete.wait()


@in_loop
async def test_the_last_event_leaves_nothing_unsaid(hub: Hub) -> None:
    contacts, stock = rendered_tokens()
    async with opened(with_live(elsewhere), wish([contacts, stock])) as page:
        await page.event("open")
        changed("contacts")
        await page.event("changed")
        changed("stock")  # gathered, as the last was sent just now
        await until(lambda: hub.history.number == 2)
        hub.end_streams()
        assert (await page.event("changed"))["keys"] == [key_of(stock)]
        end = await page.event("end")
        assert 500 <= end["after"] <= 1000
        await page.is_complete.wait()


@in_loop
async def test_nothing_is_left_of_a_stream_that_has_ended(hub: Hub) -> None:
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        changed("contacts")
        await page.event("changed")
        assert len(hub.room().readers) == 1
    assert (hub.room().readers, hub.room().followers) == ({}, {})
    gc.collect()
    assert not [each for each in gc.get_objects() if type(each) is streams.Stream]


@in_loop
async def test_streams_hold_no_threads(hub: Hub) -> None:
    tokens = rendered_tokens()
    application = with_live(elsewhere)
    before = threading.enumerate()
    async with opened(application, wish(tokens)) as one, opened(application, wish(tokens)) as two:
        await one.event("open")
        await two.event("open")
        assert [thread for thread in threading.enumerate() if thread not in before] == []


@in_loop
async def test_readers_of_one_topic_are_spread_over_a_time_that_grows_with_their_number(site: Site) -> None:
    site(RATE=10)
    tokens = rendered_tokens()
    application = with_live(elsewhere)
    async with opened(application, wish(tokens)) as one, opened(application, wish(tokens)) as two:
        await one.event("open")
        await two.event("open")
        changed("contacts")
        assert [(await page.event("changed"))["spread"] for page in (one, two)] == [100, 100]


@in_loop
async def test_a_client_that_does_not_read_is_ended(site: Site) -> None:
    hub = site(KEEPALIVE=0.02)
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        page.reads.clear()
        changed("contacts")
        await until(lambda: not hub.room().readers)
        page.reads.set()


@in_loop
async def test_a_server_may_report_that_the_client_is_gone(hub: Hub) -> None:
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        page.is_complete.set()  # so that it fails when more is sent
        changed("contacts")
        await until(lambda: not hub.room().readers)


@in_loop
async def test_a_client_that_does_not_read_does_not_hear_the_end(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LAST", 0.02)
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        page.reads.clear()
        hub.end_streams()
        await until(lambda: not hub.room().readers)
        page.reads.set()


@in_loop
async def test_a_page_that_leaves_while_something_is_written_leaves_nothing(hub: Hub) -> None:
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        page.reads.clear()
        changed("contacts")
        await until(lambda: hub.history.number == 1)
    assert hub.room().readers == {}


@in_loop
async def test_a_stream_that_ends_while_something_is_written_ends_after_it(hub: Hub) -> None:
    contacts, stock = rendered_tokens()
    async with opened(with_live(elsewhere), wish([contacts, stock])) as page:
        await page.event("open")
        page.reads.clear()
        changed("contacts")
        await until(lambda: hub.history.number == 1)
        [[stream]] = hub.room().readers.values()
        await until(lambda: stream.writer)
        hub.end_streams()
        await until(stream.deadline.expired)
        await asyncio.sleep(0)
        hub.room().end_all()
        page.reads.set()
        await page.event("changed")
        await page.event("end")


@in_loop
async def test_all_else_is_left_to_the_application(hub: Hub) -> None:
    async with opened(with_live(elsewhere), path="/contacts/", method="GET") as page:
        await page.is_complete.wait()
        assert page.body == b"elsewhere: /contacts/"


@in_loop
async def test_what_is_no_request_is_left_to_the_application(hub: Hub) -> None:
    scopes: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        scopes.append((scope, receive, send))

    lifespan = ({"type": "lifespan"}, object(), object())
    await with_live(application)(*lifespan)  # type: ignore[arg-type]
    assert scopes == [lifespan]


@pytest.mark.parametrize(
    ("force", "scope"),
    [
        (None, {"path": "/live/"}),
        (None, {"path": "/mounted/live/", "root_path": "/mounted"}),
        ("/forced", {"path": "/forced/live/"}),
        ("/forced/", {"path": "/forced/live/", "root_path": "/mounted"}),
    ],
)
@in_loop
async def test_a_site_may_be_mounted_below_a_prefix(
    hub: Hub, settings: Settings, force: str | None, scope: dict[str, Any]
) -> None:
    settings.FORCE_SCRIPT_NAME = force
    async with opened(with_live(elsewhere), wish(), **scope) as page:
        await page.event("open")


def test_a_urlconf_without_the_stream_is_told(settings: Settings) -> None:
    settings.ROOT_URLCONF = "django.contrib.auth.urls"
    with pytest.raises(ImproperlyConfigured) as raised:
        with_live(elsewhere)
    assert str(raised.value) == (
        "The URLconf has no stream of live partials. Add path('live/', include('htmx_partials.live.urls')) to it."
    )


@pytest.mark.parametrize(
    ("asked", "status", "word"),
    [
        ({"method": "GET"}, 405, "This is the stream of live partials. Pages ask for it by POST."),
        ({"headers": []}, 415, "Send application/json."),
        ({"headers": [(b"content-type", b"text/plain")]}, 415, "Send application/json."),
        ({"body": b"{"}, 400, 'Send {"fresh": [token, …], "followed": [token, …], "since": cursor} as JSON.'),
        ({"body": b'{"fresh": [1], "followed": [], "since": null}'}, 400, None),
        ({"body": b'{"fresh": {}, "followed": [], "since": null}'}, 400, None),
        ({"body": b'{"fresh": []}'}, 400, None),
        ({"body": b"\xff"}, 400, None),
        ({"body": b"[" * 100_000}, 400, None),
        ({"body": b"x" * 524_289}, 413, "This page follows too much: 524289 bytes, where 524288 may be."),
        (
            {"body": wish(["x"] * 1000, ["x"] * 1001)},
            413,
            "This page follows too much: 2001 elements, where 2000 may be.",
        ),
        (
            {"headers": [(b"content-type", b"application/json"), (b"content-length", b"999999999999")]},
            413,
            "This page follows too much: 999999999999 bytes, where 524288 may be.",
        ),
    ],
)
@in_loop
async def test_what_no_client_sends_is_refused_with_a_word(
    hub: Hub, asked: dict[str, Any], status: int, word: str | None
) -> None:
    async with opened(with_live(elsewhere), **asked) as page:
        await page.is_complete.wait()
        assert page.status == status
        assert (page.headers.get("allow") == "POST") is (status == 405)
        assert page.headers["content-type"] == "text/plain; charset=utf-8"
        assert word is None or page.body.decode() == word


@in_loop
async def test_a_body_may_come_in_parts(hub: Hub) -> None:
    body = wish(rendered_tokens())
    parts = iter(
        [
            {"type": "http.request", "body": body[:9], "more_body": True},
            {"type": "http.request", "more_body": True},
            {"type": "http.request", "body": body[9:]},
        ]
    )

    strange = [{"type": "http.trailers"}]

    async def in_parts(scope: Any, receive: Any, send: Any) -> None:
        async def part() -> Any:
            if found := next(parts, None):
                return found
            return strange.pop() if strange else await receive()

        await receive()
        await with_live(elsewhere)(scope, part, send)

    async with opened(in_parts, b"") as page:
        await page.event("open")


@in_loop
async def test_a_client_that_leaves_before_it_has_asked_is_let_go(hub: Hub) -> None:
    async def cut(scope: Any, receive: Any, send: Any) -> None:
        async def gone() -> Any:
            return {"type": "http.disconnect"}

        await with_live(elsewhere)(scope, gone, send)

    async with opened(cut) as page:
        await page.is_complete.wait()
        assert page.status == 400


@in_loop
async def test_cookies_may_come_one_by_one(hub: Hub, client: Client) -> None:
    client.cookies["sessionid"] = "of-anna"
    tokens = rendered_tokens(client)
    headers = [(b"content-type", b"application/json"), (b"cookie", b"a=b"), (b"cookie", b"sessionid=of-anna")]
    async with opened(with_live(elsewhere), wish(tokens), headers=headers) as page:
        assert (await page.event("open"))["refused"] == []


@in_loop
async def test_a_stream_waits_for_the_listener_at_the_start(hub: Hub) -> None:
    tokens = rendered_tokens()
    hub.is_listening.clear()
    asyncio.get_running_loop().call_later(0.03, hub.is_listening.set)
    async with opened(with_live(elsewhere), wish(tokens)) as page:
        await page.event("open")


@in_loop
async def test_a_listener_that_is_lost_before_the_first_stream_is_there_ends_that_stream(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = asgi.listening

    async def listening_at_last(hub: Hub) -> None:
        await listening(hub)
        hub.end_streams()

    monkeypatch.setattr(asgi, "listening", listening_at_last)
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        await page.event("end")


@in_loop
async def test_a_stream_is_refused_while_nothing_is_heard_of_changes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("htmx_partials.live.asgi.BEGIN", 0.0)
    site().is_listening.clear()
    async with opened(with_live(elsewhere), wish()) as page:
        await page.is_complete.wait()
        assert (page.status, page.body) == (503, b"Nothing is heard of changes just now. Come back later.")


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_who_signs_out_are_told(hub: Hub, client: Client) -> None:
    client.force_login(User.objects.create_user("anna"))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    tokens, others = rendered_tokens(client), rendered_tokens()

    def sign_out() -> None:
        client.get("/sign-out/")
        connection.close()

    @in_loop
    async def follow() -> None:
        application = with_live(elsewhere)
        async with (
            opened(application, wish(tokens), cookie=cookie) as own,
            opened(application, wish(others)) as other,
        ):
            await own.event("open")
            await other.event("open")
            await asyncio.to_thread(sign_out)
            assert (await own.event("bye")).keys() == {"cursor"}
            await own.is_complete.wait()
            changed("contacts")
            await other.event("changed")
        async with opened(application, wish(tokens), cookie=cookie) as again:
            assert (await again.event("open"))["refused"] == [key_of(token) for token in tokens]

    follow()


async def until(is_so: Callable[[], object]) -> None:
    while not is_so():
        await asyncio.sleep(0.001)
