import pytest
from playwright.sync_api import Page, expect

from contacts.models import Contact
from tests.browser.test_contacts import expect_whole_page, is_marked, mark_document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contact(site: str) -> Contact:
    return Contact.objects.filter(notes__isnull=False)[0]


def test_tabs_have_addresses_of_their_own(page: Page, contact: Contact) -> None:
    page.goto(contact.get_absolute_url())
    mark_document(page)
    page.get_by_role("link", name="Notes").click()
    page.wait_for_url("**?tab=notes")
    expect(page.locator("#tabs li")).to_have_count(contact.notes.count())
    expect(page.locator("#tabs [aria-current]")).to_have_text("Notes")
    expect(page.locator("#tab-notes")).to_be_focused()
    page.get_by_role("link", name="History").click()
    page.wait_for_url("**?tab=history")
    expect(page.locator("#tabs li")).to_have_count(contact.events.count())
    assert is_marked(page)
    assert page.locator("#tabs").count() == 1

    page.go_back()
    expect(page.locator("#tabs [aria-current]")).to_have_text("Notes")
    expect_whole_page(page)
    page.reload()
    expect(page.locator("#tabs [aria-current]")).to_have_text("Notes")
    expect_whole_page(page)


def test_links_between_pages_keep_the_document(page: Page, contact: Contact) -> None:
    page.goto(contact.get_absolute_url())
    mark_document(page)
    page.get_by_role("link", name="All contacts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contacts")
    expect(page).to_have_title("Contacts · Address book")
    page.wait_for_url("**/contacts/")
    assert is_marked(page)
    expect_whole_page(page)


def test_javascript_off_tabs_are_links(plain_page: Page, contact: Contact) -> None:
    plain_page.goto(contact.get_absolute_url())
    plain_page.get_by_role("link", name="Notes").click()
    assert plain_page.locator("#tabs li").count() == contact.notes.count()
    plain_page.get_by_role("link", name="History").click()
    assert plain_page.locator("#tabs li").count() == contact.events.count()
    plain_page.get_by_role("link", name="Details").click()
    assert plain_page.locator("#tabs dd").first.inner_text() == contact.email
