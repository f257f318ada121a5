import pytest

pytestmark = pytest.mark.usefixtures("people")


def test_a_link_swaps_the_content_and_the_title_and_the_menu_follow(open_page, assert_wire):
    page = open_page("/about/")
    page.click("#menu a[href='/']")

    assert page.text("#content li") == "Cy Borg"
    assert page.title == "Contacts"
    assert page.text("#menu [aria-current]") == "Contacts"
    assert page.url == "/"
    assert_wire(page.requests[1:])

    page.back()
    assert page.text("h1") == "About us"


def test_without_javascript_links_are_links(open_plain_page):
    page = open_plain_page("/about/")
    page.click("#menu a[href='/']")

    assert page.text("#content li") == "Cy Borg"
