"""The import in Chromium, with each release of htmx and with JavaScript off: the same steps have the same results."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from contacts.models import Contact
from imports import tasks
from imports.models import Import
from tests.browser.conftest import new_tab
from tests.browser.example.conftest import PLAYED, settings_of
from tests.browser.example.test_contacts import expect_whole_page, is_marked, mark_document
from tests.differential.releases import Release
from tests.sites import VERSIONS, example_site
from tests.workers import work

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = "first_name,last_name,email"
GOOD = [f"First{number},Last{number},number{number}@example.net" for number in range(100)]


BROWSERS = [*PLAYED, *((version, None) for version in VERSIONS)]


@pytest.fixture(params=BROWSERS, ids=lambda browser: f"{browser[0]}-{browser[1] or 'javascript-off'}")
def browser(request: pytest.FixtureRequest) -> tuple[str, Release | None]:
    """A version of the example, and a release of htmx; none is a browser with JavaScript off."""
    browser: tuple[str, Release | None] = request.param
    return browser


@pytest.fixture
def version(browser: tuple[str, Release | None]) -> str:
    return browser[0]


@pytest.fixture
def release(browser: tuple[str, Release | None]) -> Release | None:
    return browser[1]


@pytest.fixture
def tab(chromium: Browser, site: str, version: str, release: Release | None, complaints: list[str]) -> Iterator[Page]:
    """The import page, opened by somebody who is signed in."""
    client = Client()
    client.force_login(User.objects.get(username="demo"))
    session: Any = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": site}
    with (
        example_site(version, **settings_of(release)),
        chromium.new_context(base_url=site, java_script_enabled=release is not None) as context,
    ):
        context.add_cookies([session])
        page = new_tab(context, complaints)
        if release:
            page.clock.install()
        page.goto("/imports/")
        if release:
            mark_document(page)
        yield page


@pytest.fixture
def at_each_pause(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Call a function instead of each pause that the worker makes after twenty lines."""
    return lambda do: monkeypatch.setattr(tasks, "sleep", lambda seconds: do())


def upload(tab: Page, *lines: str) -> None:
    file: Any = {"name": "people.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    tab.get_by_label("CSV file").set_input_files(file)
    tab.get_by_role("button", name="Import").click()


def expect_state(tab: Page, state: str, counts: str) -> None:
    expect(tab.locator(".state")).to_have_text(state)
    expect(tab.locator("#counts")).to_have_text(counts)


def expect_import_page(tab: Page, release: Release | None) -> None:
    """Expect the whole page, in the same document and at the same URL as before."""
    assert tab.url.endswith("/imports/")
    expect(tab.locator("#job")).to_have_count(1)
    if release:
        expect_whole_page(tab)
        assert is_marked(tab)


def test_the_bar_moves_until_the_file_is_imported(
    tab: Page, release: Release | None, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    upload(tab, HEADER, *GOOD[:24], "Nobody,,nowhere", *GOOD[24:39])
    expect_state(tab, "Waiting for a worker …", "0 of 40 lines · 0 contacts imported · 0 lines left out")
    steps = iter(
        [
            ("20", "Importing …", "20 of 40 lines · 20 contacts imported · 0 lines left out", "50 % · Import"),
            ("40", "Done.", "40 of 40 lines · 39 contacts imported · 1 line left out", "Import"),
        ]
    )

    def look() -> None:
        value, state, counts, title = next(steps)
        expect(tab.locator("#progress")).to_have_attribute("value", value)
        expect_state(tab, state, counts)
        expect(tab).to_have_title(f"{title} · Address book")

    at_each_pause(look)
    work()
    assert next(steps, None) is None
    expect(tab.locator("#problems li")).to_have_text(
        ["Line 26 Last name: This field is required. Email: Enter a valid email address."]
    )
    expect_import_page(tab, release)
    assert Contact.objects.filter(email__endswith="@example.net").count() == 39

    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    if release:
        tab.clock.fast_forward(5000)
        tab.evaluate("new Promise(requestAnimationFrame)")
    expect(tab.locator("meta[http-equiv=refresh]")).to_have_count(0)
    assert asked == []
    tab.reload()
    expect_state(tab, "Done.", "40 of 40 lines · 39 contacts imported · 1 line left out")
    assert Import.objects.count() == 1


def test_an_import_is_cancelled_and_goes_on_where_it_stopped(
    tab: Page, release: Release | None, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    def cancel() -> None:
        expect(tab.locator("#progress")).to_have_attribute("value", "20")
        tab.get_by_role("button", name="Cancel").click()
        expect_state(tab, "Cancelled.", "20 of 45 lines · 20 contacts imported · 0 lines left out")

    at_each_pause(cancel)
    upload(tab, HEADER, *GOOD[:45])
    expect(tab.locator("#progress")).to_be_visible()
    work()
    assert Import.objects.get().kept == 20

    at_each_pause(lambda: None)
    tab.get_by_role("button", name="Start again").click()
    expect_state(tab, "Waiting for a worker …", "20 of 45 lines · 20 contacts imported · 0 lines left out")
    work()
    expect_state(tab, "Done.", "45 of 45 lines · 45 contacts imported · 0 lines left out")
    expect_import_page(tab, release)
    assert Contact.objects.filter(email__endswith="@example.net").count() == 45


def test_a_wrong_file_is_said_so_and_the_right_one_can_follow(tab: Page, version: str, release: Release | None) -> None:
    upload(tab, "Ada,Lovelace", "Alan,Turing")
    expect(tab.locator("#upload .errorlist")).to_have_text(
        "The first line has to name the columns, and does not name “first_name”, “last_name”, “email”."
    )
    if release or version == "partials":
        expect_import_page(tab, release)
    else:
        assert tab.url.endswith("/imports/upload/")  # where the form was sent
    assert Import.objects.count() == 0
    upload(tab, HEADER, *GOOD[:1])
    expect(tab.locator(".state")).to_have_text("Waiting for a worker …")
    expect_import_page(tab, release)
