"""`{% lazy_partial %}` in a browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.library.site import asked, tokens

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/lazy/?q=a%26b&page=2"


def open_page(page: Page) -> list[str]:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(URL)
    expect(page.locator("section#stats")).to_contain_text("stats")
    expect(page.locator("#kept > p")).to_contain_text("kept")
    expect(page.locator("tbody#body")).to_have_text("loaded")
    expect(page.locator("tr#total")).to_have_text("loaded")
    return dialogs


def test_it_loads_and_inherits_nothing_from_around(page: Page, htmx: int) -> None:
    dialogs = open_page(page)
    prefix = {2: ("", "", "", ""), 4: ("div#", "div#", "tbody#", "tr#")}[htmx]
    targets = [f"{tag}{name}" for tag, name in zip(prefix, ("stats", "kept", "body", "total"), strict=True)]
    assert sorted(asked) == sorted((URL, target, None) for target in targets)
    assert dialogs == []
    assert page.url.endswith(URL)
    expect(page.locator("#field")).to_have_value("x")
    expect(page.locator("#field")).to_be_enabled()


def test_it_lands_in_its_place(page: Page) -> None:
    open_page(page)
    parents = page.locator("#stats, #kept, #body, #total").evaluate_all(
        "all => all.map(each => [each.localName, each.parentElement.localName])"
    )
    assert parents == [["section", "div"], ["div", "div"], ["tbody", "table"], ["tr", "tfoot"]]
    expect(page.get_by_text("Loading…")).to_have_count(1)


def test_what_is_revealed_loads_when_it_is_scrolled_to(page: Page) -> None:
    page.clock.install()
    open_page(page)
    page.clock.fast_forward(1000)
    page.evaluate("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    assert len(asked) == 4
    expect(page.locator("#late")).to_have_text("Loading…")
    page.locator("#late").scroll_into_view_if_needed()
    expect(page.locator("p#late")).to_have_text("loaded")
    assert len(asked) == 5


def test_what_is_kept_loads_again_at_its_event(page: Page) -> None:
    open_page(page)
    for times in (5, 6):
        page.evaluate("document.body.dispatchEvent(new Event('changed'))")
        expect(page.locator("div#kept > p")).to_have_text(f"{times} kept")
    assert page.locator("#kept").count() == 1
    assert len(asked) == 6


def test_links_in_what_is_kept_lead_to_pages(page: Page) -> None:
    page.goto("/lazy/?boosted")
    page.locator("#away").click()
    page.wait_for_url("**/away/")
    expect(page.locator("h1")).to_have_text(["Away"])
    expect(page.locator("#content")).to_have_count(1)
    expect(page.locator("#kept")).to_have_count(0)


def test_what_is_kept_shows_inherits_as_if_it_stood_there(page: Page) -> None:
    tokens.clear()
    page.goto("/lazy/?boosted")
    with page.expect_response("**/token/"):
        page.locator("#send").click()
    assert tokens == ["t"]
    assert {evil for _, _, evil in asked} == {None}
