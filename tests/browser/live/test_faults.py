"""Connections that end, tabs that are not looked at, and readers who leave."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Route, expect

from contacts.models import Contact
from htmx_partials.live import changed
from tests.browser.live import site
from tests.browser.live.conftest import OpenTab, of_live, wait_for_streams
from tests.browser.live.site import rename_contact
from tests.browser.live.soak import SET_HIDDEN
from tests.differential.releases import RELEASES, Release

pytestmark = of_live


@pytest.fixture(params=[RELEASES[-1]], ids=str)
def release(request: pytest.FixtureRequest) -> Release:
    """One is enough where it is not htmx that matters."""
    release: Release = request.param
    return release


def test_a_hidden_tab_has_no_stream_and_catches_up(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab()
    wait_for_streams(1)
    tab.evaluate(SET_HIDDEN, True)
    wait_for_streams(0)
    rename_contact(ada.pk, "Augusta")
    assert site.asked == []
    tab.evaluate(SET_HIDDEN, False)
    expect(tab.locator(".name")).to_have_text("Augusta")


def test_ten_tabs_of_one_browser_are_served(chromium: Browser, address: str, ada: Contact) -> None:
    # Over HTTP/1.1, a browser has six connections to a server.
    with chromium.new_context(base_url=address) as context:
        tabs = [context.new_page() for _ in range(10)]
        for tab in tabs:
            tab.goto("/")
            expect(tab.locator(".name")).to_have_text("Ada")
            if tab is not tabs[-1]:
                tab.evaluate(SET_HIDDEN, True)
        rename_contact(ada.pk, "Augusta")
        expect(tabs[-1].locator(".name")).to_have_text("Augusta")
        tabs[0].evaluate(SET_HIDDEN, False)
        expect(tabs[0].locator(".name")).to_have_text("Augusta")


def test_a_network_that_was_cut(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab()
    tab.context.set_offline(True)
    rename_contact(ada.pk, "Augusta")
    tab.context.set_offline(False)
    expect(tab.locator(".name")).to_have_text("Augusta")


class Proxy:
    """Forwards connections to a port. Where it falls silent, the stream stays open, and nothing comes."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.stream: set[socket.socket] = set()
        self.silent: set[socket.socket] = set()
        self.sockets: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self.sockets += client, server
                for pair in (client, server), (server, client):
                    Thread(target=self.forward, args=pair, daemon=True).start()

    def forward(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if data.startswith(b"POST /live/"):
                    self.stream = {source, target}
                if source not in self.silent:
                    target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def fall_silent(self) -> None:
        self.silent = self.stream

    def close(self) -> None:
        for each in self.listener, *self.sockets:
            each.close()


@pytest.fixture
def proxy(address: str) -> Iterator[Proxy]:
    proxy = Proxy(int(address.rsplit(":", 1)[1]))
    yield proxy
    proxy.close()


def test_a_connection_that_is_silently_dead(chromium: Browser, proxy: Proxy, ada: Contact) -> None:
    with chromium.new_context() as context:
        tab = context.new_page()
        tab.clock.install()
        tab.goto(f"http://127.0.0.1:{proxy.port}/")
        tab.clock.run_for(100)
        rename_contact(ada.pk, "Adele")
        expect(tab.locator(".name")).to_have_text("Adele")
        proxy.fall_silent()
        rename_contact(ada.pk, "Augusta")
        tab.clock.run_for(39_000)
        expect(tab.locator(".name")).to_have_text("Adele")
        tab.clock.run_for(2_000)
        expect(tab.locator(".name")).to_have_text("Augusta")


def test_who_signs_out_is_told_of_nothing_any_more(open_tab: OpenTab, ada: Contact) -> None:
    tab, other = open_tab(name="reader", user=User.objects.create_user("reader")), open_tab(name="other")
    wait_for_streams(2)
    assert tab.context.request.post("/logout/").ok
    wait_for_streams(1)
    rename_contact(ada.pk, "Augusta")
    expect(other.locator(".name")).to_have_text("Augusta")
    expect(tab.locator(".name")).to_have_text("Ada")
    assert {each.tab for each in site.asked} == {"other"}


def test_an_answer_that_leads_away_leaves_the_element_and_is_the_last(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab("/members/", name="reader", user=User.objects.create_user("reader"))
    other = open_tab(name="other")
    expect(tab.locator(".name")).to_have_text("Ada")
    Session.objects.all().delete()
    with tab.expect_event("console", lambda message: message.text.startswith("Live partials: stopped")):
        rename_contact(ada.pk, "Augusta")
    expect(other.locator(".name")).to_have_text("Augusta")
    expect(tab.locator(".name")).to_have_text("Ada")
    assert tab.url.endswith("/members/")


def test_a_page_that_is_gone_back_to_shows_what_has_changed(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab()
    tab.goto("about:blank")
    rename_contact(ada.pk, "Augusta")
    tab.go_back()
    expect(tab.locator(".name")).to_have_text("Augusta")


@pytest.mark.parametrize("release", [RELEASES[1], RELEASES[-1]], ids=str)
def test_a_page_of_htmx_s_history_shows_what_has_changed(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab()
    tab.locator("#q").fill("Nobody")
    expect(tab.locator(".name")).to_have_count(0)
    tab.wait_for_url("**/?q=Nobody")
    rename_contact(ada.pk, "Augusta")
    tab.go_back()
    expect(tab.locator(".name")).to_have_text("Augusta")


def test_where_a_token_is_refused_the_page_has_a_new_one(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab("about:blank")

    def forge(route: Route) -> None:
        wish: Any = route.request.post_data_json
        wish["fresh"] = [token + "x" for token in wish["fresh"]]
        route.continue_(post_data=wish)

    tab.route("**/live/", forge, times=1)
    tab.goto("/")
    rows = tab.locator("#rows").get_attribute("data-live")
    expect(tab.locator("#rows")).not_to_have_attribute("data-live", str(rows))
    Contact.objects.create(first_name="New", last_name="", email="new")
    changed("list")
    expect(tab.locator(".name")).to_have_text(["Ada", "New"])
