import pytest
from playwright.sync_api import Page, expect

from tests.browser.example.conftest import fill_focused, follow_link
from tests.browser.example.test_contact import sign_in
from tests.browser.example.test_contacts import expect_whole_page, is_marked, mark_document

pytestmark = pytest.mark.django_db(transaction=True)


def follow(page: Page, link: str, path: str) -> str:
    """Click on a link, and return the HTML of the answer."""
    with page.expect_response(f"**{path}") as answer:
        page.get_by_role("link", name=link, exact=True).click()
    return answer.value.text()


def expect_page(page: Page, title: str, heading: str, path: str) -> None:
    expect(page.locator("h1")).to_have_text(heading)
    expect(page).to_have_title(f"{title} · Address book")
    page.wait_for_url(f"**{path}")
    expect_whole_page(page)


def test_navigation_swaps_only_the_content_and_the_title(page: Page) -> None:
    page.goto("/contacts/")
    mark_document(page)
    answer = follow(page, "Sign in", "/accounts/login/")
    expect_page(page, "Sign in", "Sign in", "/accounts/login/")
    for part_of_the_frame in ["<html", "<head>", "<main", 'class="brand"']:
        assert part_of_the_frame not in answer

    answer = follow(page, "Address book", "/contacts/")
    expect_page(page, "Contacts", "Contacts", "/contacts/")
    assert "<main" not in answer
    assert is_marked(page)


def test_back_forward_and_reload_after_a_navigation_show_whole_pages(page: Page) -> None:
    page.goto("/contacts/")
    follow(page, "Sign in", "/accounts/login/")
    expect_page(page, "Sign in", "Sign in", "/accounts/login/")
    page.go_back()
    expect_page(page, "Contacts", "Contacts", "/contacts/")
    page.go_forward()
    expect_page(page, "Sign in", "Sign in", "/accounts/login/")
    page.reload()
    expect_page(page, "Sign in", "Sign in", "/accounts/login/")


def test_navigation_begins_at_the_top(page: Page) -> None:
    page.goto("/contacts/")
    page.get_by_role("link", name="Sign in").evaluate("link => window.signIn = link")
    page.mouse.wheel(0, 3000)
    page.wait_for_function("() => scrollY > 1000")
    page.evaluate("signIn.click()")
    expect(page.locator("h1")).to_have_text("Sign in")
    page.wait_for_function("() => scrollY < 200")


def test_a_wrong_password_says_so(page: Page) -> None:
    page.goto("/contacts/")
    follow(page, "Sign in", "/accounts/login/")
    fill_focused(page.get_by_label("Username"), "demo")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".errorlist")).to_contain_text("Please enter a correct username and password")
    expect_whole_page(page)


def test_signing_in_and_out_shows_all_over_the_page(page: Page) -> None:
    sign_in(page)
    expect(page.locator(".toast")).to_have_text("Signed in as demo.")
    expect(page.get_by_role("link", name="demo")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Signed out")
    expect(page.locator(".toast")).to_have_text("Signed out.")
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def test_the_password_is_changed_within_the_content(page: Page) -> None:
    sign_in(page)
    mark_document(page)
    follow(page, "demo", "/accounts/password/")
    expect_page(page, "Change your password", "Change your password", "/accounts/password/")
    fill_focused(page.get_by_label("Old password"), "wrong")
    page.get_by_label("New password:").fill("correct horse battery")
    page.get_by_label("New password confirmation").fill("correct horse battery")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".errorlist")).to_contain_text("Your old password was entered incorrectly")
    expect_whole_page(page)
    fill_focused(page.get_by_label("Old password"), "demo")
    page.get_by_label("New password:").fill("correct horse battery")
    page.get_by_label("New password confirmation").fill("correct horse battery")
    page.get_by_role("button", name="Change it").click()
    expect_page(page, "Password changed", "Password changed", "/accounts/password/done/")


def test_javascript_off_one_signs_in_and_out(plain_page: Page) -> None:
    sign_in(plain_page)
    assert plain_page.locator(".toast").inner_text() == "Signed in as demo."
    follow_link(plain_page.get_by_role("link", name="demo"))
    assert plain_page.locator("h1").inner_text() == "Change your password"
    follow_link(plain_page.get_by_role("button", name="Sign out"))
    assert plain_page.locator("h1").inner_text() == "Signed out"
