"""What htmx does with its target if an action answers with companions alone."""

import pytest
from playwright.sync_api import Page, expect

from .site import lines

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh() -> None:
    lines[:] = "abc"


@pytest.mark.parametrize("button", ["delete b", "drop b"])
def test_the_deleted_row_goes_and_the_count_is_right(page: Page, button: str) -> None:
    page.goto("/lines/")
    page.get_by_role("button", name=button).click()
    expect(page.locator("#count")).to_have_text("2")
    expect(page.locator("tr")).to_have_count(2)
    expect(page.locator("#line-b")).to_have_count(0)


def test_else_the_row_stays_as_it_is(page: Page) -> None:
    page.goto("/lines/")
    page.get_by_role("button", name="keep b").click()
    expect(page.locator("#count")).to_have_text("4")
    expect(page.locator("tr")).to_have_count(3)
    expect(page.locator("#line-b button")).to_have_text(["delete b", "drop b", "keep b"])


def test_an_action_of_the_site_shows_its_message_on_whichever_page(page: Page) -> None:
    page.goto("/lines/")
    page.get_by_role("button", name="greet").click()
    expect(page.locator(".toast")).to_have_text(["Hello"])
    expect(page.locator("#of-site button")).to_have_text("greet")
    expect(page.locator("tr")).to_have_count(3)
    assert page.url.endswith("/lines/")
