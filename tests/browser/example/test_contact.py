import pytest
from playwright.sync_api import Page, expect

from contacts.models import Contact
from tests.browser.example.conftest import follow_link
from tests.browser.example.test_contacts import expect_whole_page, is_marked, mark_document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contact(address_book: None) -> Contact:
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


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/contacts/")


def open_the_form(page: Page, contact: Contact) -> None:
    sign_in(page)
    page.goto(contact.get_absolute_url())
    mark_document(page)
    page.get_by_role("link", name="Edit").click()
    expect(page.locator("dialog:modal")).to_be_visible()
    expect(page.get_by_label("First name")).to_be_focused()


def test_the_form_opens_in_a_modal_and_the_address_stays(page: Page, contact: Contact) -> None:
    open_the_form(page, contact)
    expect(page.get_by_label("Email")).to_have_value(contact.email)
    assert page.url.endswith(contact.get_absolute_url())
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("link", name="Edit").click()
    expect(page.locator("dialog:modal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert is_marked(page)


def test_a_wrong_form_stays_open_and_says_what_is_wrong(page: Page, contact: Contact) -> None:
    open_the_form(page, contact)
    page.get_by_label("First name").fill("Changed")
    page.get_by_label("Email").fill("somebody@nowhere")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("dialog:modal .errorlist")).to_have_text("Enter a valid email address.")
    expect(page.get_by_label("First name")).to_have_value("Changed")
    expect(page.get_by_label("Email")).to_have_value("somebody@nowhere")
    expect(page.locator("h1")).to_have_text(str(contact))
    expect(page.locator(".toast")).to_have_count(0)
    assert Contact.objects.get(pk=contact.pk).first_name == contact.first_name


def test_saving_changes_each_place_of_the_page_at_once(page: Page, contact: Contact) -> None:
    open_the_form(page, contact)
    expect(page.locator("#statistics dd").first).to_be_visible()
    page.get_by_label("First name").fill("Changed")
    page.get_by_label("Company").fill("Nobody else's")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(f"Changed {contact.last_name}")
    expect(page).to_have_title(f"Changed {contact.last_name} · Address book")
    expect(page.locator("#tabs dl")).to_contain_text("Nobody else's")
    expect(page.locator(".toast")).to_have_text(f"Saved Changed {contact.last_name}.")
    expect(page.locator("#statistics")).to_contain_text("Nobody else's")
    expect(page.locator("#statistics dd").nth(1)).to_have_text("0")
    for css in ["h1", "#heading", "#tabs", "#modal", "#statistics", "#toasts"]:
        expect(page.locator(css)).to_have_count(1)
    assert is_marked(page)
    assert page.url.endswith(contact.get_absolute_url())
    assert Contact.objects.get(pk=contact.pk).company == "Nobody else's"
    assert contact.events.filter(what="Edited by demo").count() == 1

    page.reload()
    expect(page.locator(".toast")).to_have_count(0)
    assert contact.events.filter(what="Edited by demo").count() == 1


def test_saving_keeps_the_tab(page: Page, contact: Contact) -> None:
    sign_in(page)
    page.goto(f"{contact.get_absolute_url()}?tab=history")
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#tabs [aria-current]")).to_have_text("History")
    expect(page.locator("#tabs li").first).to_contain_text("Edited by demo")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_toast_stays_while_one_goes_to_another_page_and_shows_once(page: Page, contact: Contact) -> None:
    open_the_form(page, contact)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_have_count(1)
    page.get_by_role("link", name="All contacts").click()
    expect(page.locator("h1")).to_have_text("Contacts")
    expect(page.locator(".toast")).to_have_count(1)
    page.goto("/contacts/")
    expect(page.locator(".toast")).to_have_count(0)


def test_statistics_load_after_the_page(page: Page, contact: Contact) -> None:
    numbers = contact.statistics()
    with page.expect_response(lambda response: response.request.headers.get("hx-target", "").endswith("statistics")):
        page.goto(contact.get_absolute_url())
    expect(page.locator("#statistics dd")).to_have_text([str(number) for number in numbers.values()])
    expect(page.locator("#statistics")).to_have_count(1)


def test_statistics_load_again_on_their_event(page: Page, contact: Contact) -> None:
    page.goto(contact.get_absolute_url())
    notes = page.locator("#statistics dd").first
    expect(notes).to_have_text(str(contact.notes.count()))
    for _ in range(2):
        contact.notes.create(text="Another one")
        page.evaluate("document.body.dispatchEvent(new CustomEvent('contactChanged', {bubbles: true}))")
        expect(notes).to_have_text(str(contact.notes.count()))
    expect(page.locator("#statistics")).to_have_count(1)


def test_javascript_off_the_form_is_a_part_of_the_page(plain_page: Page, contact: Contact) -> None:
    sign_in(plain_page)
    plain_page.goto(f"{contact.get_absolute_url()}?tab=history")
    follow_link(plain_page.get_by_role("link", name="Edit"))
    plain_page.get_by_label("Email").fill("somebody@nowhere")
    follow_link(plain_page.get_by_role("button", name="Save"))
    assert plain_page.locator("dialog .errorlist").inner_text() == "Enter a valid email address."
    plain_page.get_by_label("Email").fill("somebody@example.org")
    follow_link(plain_page.get_by_role("button", name="Save"))
    assert plain_page.locator(".toast").inner_text() == f"Saved {contact}."
    assert plain_page.url.endswith(f"{contact.get_absolute_url()}?tab=history")
    assert Contact.objects.get(pk=contact.pk).email == "somebody@example.org"


def test_javascript_off_statistics_are_a_link_away(plain_page: Page, contact: Contact) -> None:
    plain_page.goto(contact.get_absolute_url())
    follow_link(plain_page.get_by_role("link", name="Count"))
    numbers = [int(number) for number in plain_page.locator(".statistics dd").all_inner_texts()]
    assert numbers == list(contact.statistics().values())


def test_javascript_off_tabs_are_links(plain_page: Page, contact: Contact) -> None:
    plain_page.goto(contact.get_absolute_url())
    follow_link(plain_page.get_by_role("link", name="Notes"))
    assert plain_page.locator("#tabs li").count() == contact.notes.count()
    follow_link(plain_page.get_by_role("link", name="History"))
    assert plain_page.locator("#tabs li").count() == contact.events.count()
    follow_link(plain_page.get_by_role("link", name="Details"))
    assert plain_page.locator("#tabs dd").first.inner_text() == contact.email
