"""Answers of views that do not use the library, in a browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.library.site import SWAPS

pytestmark = pytest.mark.django_db(transaction=True)


def names(page: Page) -> list[str]:
    found: list[str] = page.locator("body > *").evaluate_all("all => all.map(each => each.localName)")
    return found


def test_an_empty_answer_and_its_toast_are_swapped(page: Page) -> None:
    page.goto("/actions/")
    page.get_by_role("button", name="delete b").click()
    expect(page.locator(".toast")).to_have_text(["b is gone"])
    expect(page.locator("li")).to_have_count(2)
    page.get_by_role("button", name="delete a").click()
    expect(page.locator(".toast")).to_have_text(["b is gone", "a is gone"])
    expect(page.locator("li")).to_have_count(1)
    expect(page.locator("template")).to_have_count(0)


@pytest.mark.parametrize("swap", SWAPS)
def test_an_error_page_goes_to_the_body_of_htmx_4(page: Page, htmx: int, swap: str) -> None:
    page.goto("/actions/")
    page.evaluate("""() => {
        window.dropped = new Promise(resolve => document.body.addEventListener("htmx:responseError", resolve))
    }""")
    page.get_by_role("button", name=swap, exact=True).click()
    if htmx == 2:
        page.evaluate("() => window.dropped.then(() => new Promise(requestAnimationFrame))")
        expect(page.locator("#target")).to_have_text("target")
        expect(page.locator("h1")).to_have_text("Things")
        return
    expect(page.locator("h1")).to_have_text(["Not found"])
    expect(page).to_have_title("404")
    assert names(page) == ["main", "div"]


@pytest.mark.parametrize("link", ["#guarded", "#boosted"])
def test_the_whole_login_page_is_shown(page: Page, link: str) -> None:
    page.goto("/actions/?page=2")
    page.locator(link).click()
    page.wait_for_url("**/accounts/login/?next=/actions/%3Fpage%3D2")
    expect(page.locator("h1")).to_have_text(["Login"])
    assert names(page) == ["main", "div"]


def test_a_redirect_takes_the_browser_there_with_its_cookies_and_messages(page: Page) -> None:
    page.goto("/actions/")
    page.locator("#moved").click()
    page.wait_for_url("**/away/?a=b%20c")
    expect(page.locator("h1")).to_have_text(["Away"])
    expect(page.locator(".toast")).to_have_text(["Moved"])
    assert "kept=yes" in page.evaluate("document.cookie")


def test_a_redirect_to_the_same_path_brings_the_fragment_and_the_message(page: Page) -> None:
    page.goto("/actions/")
    page.locator("#again").click()
    expect(page.locator("#target")).to_have_text("fragment")
    expect(page.locator(".toast")).to_have_text(["Again"])
    page.locator("#say").click()
    expect(page.locator("#target")).to_have_text("said")
    expect(page.locator(".toast")).to_have_text(["Again"])


def test_any_id_names_its_target(page: Page) -> None:
    page.goto("/actions/")
    page.locator("#encoded").click()
    expect(page.locator("[id='größe 5%']")).to_have_text("new")
