import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, Route, expect

from contacts.models import Contact
from tests.browser.example.conftest import follow_link

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = "#rows tr:has(th)"
SEARCH = re.compile(r"/contacts/(rows/)?\?q=\w+$")  # in the usual version the rows have a URL of their own


def names(page: Page) -> list[str]:
    return [name.strip() for name in page.locator(f"{ROWS} th").all_inner_texts()]


def expected_names(query: str, *order: str) -> list[str]:
    found = Contact.objects.search(query).order_by(*order or ["last_name", "first_name"], "pk")
    return [str(contact) for contact in found[:50]]


def mark_document(page: Page) -> None:
    page.evaluate("window.isTheFirstDocument = true")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.isTheFirstDocument === true"))


def search_for(page: Page, query: str) -> None:
    """Search once. Slow typing would search several times, and add each search to the history."""
    page.get_by_role("searchbox").fill(query)
    page.wait_for_url(re.compile(rf"[?&]q={query}(&|$)"))
    expect(page.locator(f"{ROWS} th").first).to_have_text(expected_names(query)[0])


def wait_until(page: Page, condition: Callable[[], bool]) -> None:
    """Let the browser draw frames and report events until `condition()` is true."""
    for _ in range(2000):
        if condition():
            return
        page.evaluate("new Promise(requestAnimationFrame)")
    pytest.fail("waited in vain")


def expect_whole_page(page: Page) -> None:
    assert page.evaluate("document.doctype.name") == "html"
    expect(page.locator("header.site")).to_have_count(1)
    expect(page.locator("main#content")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)


def test_typing_changes_the_rows_and_the_address(page: Page) -> None:
    page.goto("/contacts/")
    mark_document(page)
    page.get_by_role("searchbox").press_sequentially("falcon")
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon"))
    expect(page).to_have_url(re.compile(r"/contacts/\?q=falcon$"))
    assert is_marked(page)


def test_typing_keeps_the_focus_and_what_is_typed(page: Page) -> None:
    page.goto("/contacts/")
    search_for(page, "fal")
    search_box = page.get_by_role("searchbox")
    expect(search_box).to_be_focused()
    page.keyboard.type("con")
    page.wait_for_url("**/contacts/?q=falcon")
    expect(search_box).to_have_value("falcon")


def test_clearing_the_search_shows_everybody(page: Page) -> None:
    page.goto("/contacts/?q=falcon")
    page.get_by_role("searchbox").fill("")
    expect(page.locator(f"{ROWS} th").first).to_have_text(expected_names("")[0])
    assert names(page) == expected_names("")


def test_a_search_without_a_hit_says_so(page: Page) -> None:
    page.goto("/contacts/")
    page.get_by_role("searchbox").press_sequentially("qqq")
    expect(page.locator("#rows")).to_have_text(re.compile("Nobody here goes by that"))
    expect(page.locator(ROWS)).to_have_count(0)


def test_the_last_search_wins_when_the_server_is_slow(page: Page) -> None:
    held: dict[str, Route] = {}

    def hold(route: Route) -> None:
        held[route.request.url.partition("q=")[2]] = route

    page.goto("/contacts/")
    page.route(SEARCH, hold)
    # The events that htmx 2 and htmx 4 dispatch once before they send or queue a request.
    page.evaluate("""
        window.asked = 0
        for (const name of ["htmx:confirm", "htmx:config:request"]) addEventListener(name, () => window.asked++)
    """)
    for times, letter in enumerate("lena", start=1):
        page.get_by_role("searchbox").press(letter)
        page.wait_for_function("times => window.asked == times", arg=times)
    for query in ["l", "lena"]:
        wait_until(page, partial(held.__contains__, query))
        with page.expect_response(re.compile(rf"\?q={query}$")):
            held[query].continue_()

    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("lena"))
    assert page.url.endswith("?q=lena")
    assert list(held) == ["l", "lena"]


def test_sorting_while_a_search_is_on_its_way_sorts_what_is_searched_for(page: Page, complaints: list[str]) -> None:
    held: list[Route] = []
    page.goto("/contacts/")
    page.route(SEARCH, lambda route: held.insert(0, route))
    page.get_by_role("searchbox").fill("falcon")
    wait_until(page, lambda: bool(held))
    page.get_by_role("link", name="City").click()
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon", "city"))
    held[0].abort()
    complaints.clear()  # htmx reports the aborted search


def test_scrolling_shows_more_until_all_are_there(page: Page) -> None:
    total = Contact.objects.search("falcon").count()
    assert 50 < total < 100
    page.goto("/contacts/?q=falcon")
    expect(page.locator(ROWS)).to_have_count(50)
    page.mouse.wheel(0, 10_000)
    expect(page.locator(ROWS)).to_have_count(total)
    expect(page.get_by_text("More contacts")).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('#rows > tr').length") == total
    assert len(set(page.locator(f"{ROWS} th a").evaluate_all("links => links.map(link => link.href)"))) == total


def test_scrolling_goes_on_in_the_order_and_search_of_the_moment(page: Page) -> None:
    page.goto("/contacts/")
    search_for(page, "falcon")
    page.get_by_role("link", name="City").click()
    page.wait_for_url("**sort=city**")
    page.mouse.wheel(0, 10_000)
    found = Contact.objects.search("falcon").order_by("city", "pk")
    expect(page.locator(f"{ROWS} th")).to_have_text([str(contact) for contact in found])


def test_sorting_and_sorting_the_other_way_round(page: Page) -> None:
    page.goto("/contacts/?q=falcon")
    mark_document(page)
    page.get_by_role("link", name="City").click()
    page.wait_for_url("**sort=city**")
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon", "city"))
    assert is_marked(page)


def test_count_columns_and_title_follow_the_search(page: Page) -> None:
    page.goto("/contacts/")
    expect(page.locator("#count")).to_have_text("1,000 contacts")
    search_for(page, "falcon")
    expect(page.locator("#count")).to_have_text(f"{Contact.objects.search('falcon').count()} contacts")
    expect(page).to_have_title("falcon · Contacts · Address book")
    page.get_by_role("searchbox").fill("qqq")
    expect(page.locator("#count")).to_have_text("0 contacts")
    for parent, child in [
        ("table", "thead#columns"),
        ("table", "tbody#rows"),
        ("thead", "tr"),
        ("[role=status]", "#count"),
    ]:
        expect(page.locator(f"{parent} > {child}")).to_have_count(1)


def test_the_column_sorted_by_says_so_and_turns_round(page: Page) -> None:
    page.goto("/contacts/?q=falcon")
    for direction, field in [("ascending", "city"), ("descending", "-city"), ("ascending", "city")]:
        page.get_by_role("link", name="City").click()
        expect(page.locator(f"[aria-sort={direction}]")).to_have_text("City")
        expect(page.locator("[aria-sort$=scending]")).to_have_count(1)
        expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon", field))
        expect(page.locator("#sort-city")).to_be_focused()
    expect(page.locator("#columns th")).to_have_count(5)


def test_a_search_keeps_the_order(page: Page) -> None:
    page.goto("/contacts/")
    page.get_by_role("link", name="City").click()
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("", "city"))
    page.get_by_role("searchbox").press_sequentially("falcon")
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon", "city"))
    page.reload()
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon", "city"))


def test_back_and_forward_find_whole_pages(page: Page) -> None:
    page.goto("/contacts/")
    search_for(page, "falcon")
    page.locator(f"{ROWS} th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(expected_names("falcon")[0])

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contacts")
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon"))
    expect(page.get_by_role("searchbox")).to_have_value("falcon")
    expect_whole_page(page)

    page.go_back()
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names(""))
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect_whole_page(page)

    page.go_forward()
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon"))
    expect_whole_page(page)


def test_a_reload_after_a_search_shows_the_same_rows_in_a_whole_page(page: Page) -> None:
    page.goto("/contacts/")
    search_for(page, "falcon")
    page.reload()
    assert names(page) == expected_names("falcon")
    expect(page.get_by_role("searchbox")).to_have_value("falcon")
    expect_whole_page(page)


def test_coming_back_from_another_site_finds_the_whole_page(page: Page) -> None:
    page.goto("/contacts/")
    search_for(page, "falcon")
    page.goto("about:blank")
    page.go_back()
    expect(page.locator(f"{ROWS} th")).to_have_text(expected_names("falcon"))
    expect_whole_page(page)


def test_javascript_off_search_sort_and_pages_work(plain_page: Page) -> None:
    plain_page.goto("/contacts/")
    plain_page.get_by_role("searchbox").fill("falcon")
    follow_link(plain_page.get_by_role("button", name="Search"))
    assert names(plain_page) == expected_names("falcon")

    follow_link(plain_page.get_by_role("link", name="City"))
    assert names(plain_page) == expected_names("falcon", "city")
    assert plain_page.locator("[aria-sort=ascending]").inner_text().strip() == "City"

    follow_link(plain_page.get_by_role("link", name="City"))
    assert names(plain_page) == expected_names("falcon", "-city")

    total = Contact.objects.search("falcon").count()
    follow_link(plain_page.get_by_role("link", name="More contacts"))
    assert len(names(plain_page)) == total - 50
    follow_link(plain_page.get_by_role("link", name="Back"))
    assert names(plain_page) == expected_names("falcon", "-city")


def test_a_narrow_screen_needs_no_scrolling_to_the_side(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    for path in ["/contacts/", Contact.objects.all()[0].get_absolute_url(), "/accounts/login/"]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_keyboard_reaches_search_sort_and_contacts_in_their_order(page: Page) -> None:
    page.goto("/contacts/?q=falcon")
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.innerText.trim()"))
    assert reached == [
        "Skip to the content", "Address book", "Sign in", "q", "Search",
        "sort-name", "sort-company", "sort-city", "sort-email", expected_names("falcon")[0],
    ]  # fmt: skip
