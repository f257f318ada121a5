from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import regions
from tests.browser.test_contacts import wait_until
from tests.sites import example_site

pytestmark = pytest.mark.django_db(transaction=True)

# The document as a tree of tags and ids, without what comes and goes: what is new in it, and what htmx notes down.
SHAPE = """() => {
    const shape = element => [
        element.tagName + (element.id ? "#" + element.id : ""),
        ...Array.from(element.children).filter(child => !child.matches(".new, .toast, style")).map(shape),
    ];
    return shape(document.documentElement);
}"""


@pytest.fixture
def site(transactional_db: None, htmx_version: int) -> Iterator[str]:
    with example_site(
        ALLOWED_HOSTS=["*"],
        HTMX_VERSION=htmx_version,
        HTMX_PARTIALS_OOB={},
        HTMX_PARTIALS_TARGETS={},
        ROOT_URLCONF="tests.browser.regions",
        SECURE_CSP={},
        TEMPLATES=regions.TEMPLATES,
    ):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def page(chromium: Browser, site: str, complaints: list[str]) -> Iterator[Page]:
    with chromium.new_context(base_url=site) as context:
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        yield tab


def shape(page: Page) -> Any:
    return page.evaluate(SHAPE)


@pytest.mark.parametrize("button", ["Change the panel", "Change the row"])
def test_one_answer_changes_many_places_and_the_shape_of_the_document_stays(page: Page, button: str) -> None:
    page.goto("/regions/")
    before = shape(page)
    page.get_by_role("button", name=button).click()

    for css in ["#panel", "#head th", "#row-1 td", "#row-2 td", "#cell", "#item", "#choice"]:
        expect(page.locator(css).first).to_have_text("after")
    expect(page).to_have_title("after")
    expect(page.locator("table > tbody#rows > tr.new:last-child > td")).to_have_text(["after", "kept"])
    expect(page.locator("body > #toasts > p.toast")).to_have_text("Changed.")
    expect(page.get_by_text("before")).to_have_count(0)
    assert shape(page) == before


def test_each_toast_shows_once_and_stays(page: Page) -> None:
    page.goto("/regions/")
    for number in (1, 2):
        page.get_by_role("button", name="Change the panel").click()
        expect(page.locator(".toast")).to_have_count(number)
    page.goto("/regions/")
    expect(page.locator("#panel")).to_have_text("before")
    expect(page.locator(".toast")).to_have_count(0)


def test_a_lazy_partial_loads_whatever_stands_around_it(page: Page) -> None:
    page.goto("/lazy/?q=an")
    expect(page.locator("#soon")).to_have_text("soon: an")
    expect(page.locator("#soon")).to_have_count(1)
    expect(page.locator("#elsewhere")).to_have_count(1)
    assert page.url.endswith("/lazy/?q=an")


def test_a_lazy_partial_may_be_a_part_of_a_table(page: Page) -> None:
    page.goto("/lazy/")
    expect(page.locator("table > tbody#rows > tr > td")).to_have_text("rows")
    expect(page.locator("tbody")).to_have_count(1)


def test_a_revealed_lazy_partial_loads_when_it_is_scrolled_to(page: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.headers.get("hx-target", "").rpartition("#")[2])

    page.on("request", note)
    page.goto("/lazy/")
    expect(page.locator("#soon")).to_contain_text("soon")
    expect(page.locator("#lasting p")).to_have_count(1)
    wait_until(page, lambda: {"soon", "rows", "lasting"} <= set(asked))
    assert "below" not in asked
    expect(page.locator("#below")).to_have_text("waiting")
    page.locator("#below").scroll_into_view_if_needed()
    expect(page.locator("p#below")).to_have_text("below")
    assert asked.count("below") == 1


def test_a_lasting_lazy_partial_loads_again_on_its_event(page: Page) -> None:
    page.goto("/lazy/")
    lasting = page.locator("#lasting > p")
    expect(lasting).to_have_text(["1"])
    page.evaluate("document.body.dispatchEvent(new Event('changed'))")
    expect(lasting).to_have_text(["2"])
    page.evaluate("document.body.dispatchEvent(new Event('changed'))")
    expect(lasting).to_have_text(["3"])
