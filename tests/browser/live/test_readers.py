"""Nobody is disturbed: what somebody is doing in an element goes on while others change it."""

from playwright.sync_api import Page, expect

from contacts.models import Contact
from tests.browser.live.conftest import OpenTab, of_live
from tests.browser.live.site import rename_contact

pytestmark = of_live


def expect_waiting(tab: Page, ada: Contact, alan: Contact) -> None:
    """Ada's row stays while Alan's follows, though hers was changed before."""
    rename_contact(ada.pk, "Augusta")
    rename_contact(alan.pk, "Mathison")
    expect(tab.locator(f"#link-{alan.pk}")).to_have_text("Mathison")
    expect(tab.locator(f"#link-{ada.pk}")).to_have_text("Ada")


def test_what_is_typed_stays_until_it_is_taken_back(open_tab: OpenTab, ada: Contact, alan: Contact) -> None:
    tab = open_tab()
    field = tab.get_by_label(f"Name of {ada.pk}")
    field.fill("Ad")
    expect_waiting(tab, ada, alan)
    field.blur()
    rename_contact(alan.pk, "Alan")
    expect(tab.locator(f"#link-{alan.pk}")).to_have_text("Alan")
    expect(field).to_have_value("Ad")
    field.fill("Ada")
    field.blur()
    expect(tab.locator(f"#link-{ada.pk}")).to_have_text("Augusta")
    expect(field).to_have_value("Augusta")


def test_a_field_that_has_the_focus_is_left_alone(open_tab: OpenTab, ada: Contact, alan: Contact) -> None:
    tab = open_tab()
    tab.get_by_label(f"Name of {ada.pk}").focus()
    expect_waiting(tab, ada, alan)
    tab.locator("#q").focus()
    expect(tab.locator(f"#link-{ada.pk}")).to_have_text("Augusta")


def test_a_box_that_is_ticked_stays_ticked(open_tab: OpenTab, ada: Contact, alan: Contact) -> None:
    tab = open_tab()
    box = tab.get_by_label(f"Choose {ada.pk}")
    box.check()
    box.blur()
    expect_waiting(tab, ada, alan)
    expect(box).to_be_checked()
    box.uncheck()
    box.blur()
    expect(tab.locator(f"#link-{ada.pk}")).to_have_text("Augusta")


def test_a_press_of_the_mouse_is_not_cut_short(open_tab: OpenTab, ada: Contact, alan: Contact) -> None:
    tab = open_tab()
    tab.locator(f"#link-{ada.pk}").hover()
    tab.mouse.down()
    expect_waiting(tab, ada, alan)
    tab.mouse.up()
    expect(tab.locator(f"#link-{ada.pk}")).to_have_text("Augusta")
    tab.wait_for_url("**/#top")


def test_focus_and_scroll_stay(open_tab: OpenTab, ada: Contact) -> None:
    Contact.objects.bulk_create([Contact(first_name=str(n), last_name="", email=str(n)) for n in range(50)])
    tab = open_tab()
    link = tab.locator(f"#link-{ada.pk}")
    link.evaluate("link => link.focus()")
    tab.evaluate("scrollTo(0, 300)")
    rename_contact(ada.pk, "Augusta")
    expect(link).to_have_text("Augusta")
    expect(link).to_be_focused()
    assert tab.evaluate("scrollY") == 300


def test_a_modal_dialog_stays_open(open_tab: OpenTab, ada: Contact, alan: Contact) -> None:
    tab = open_tab()
    tab.locator(f"#row-{ada.pk} td").first.evaluate(
        "cell => { cell.append(document.createElement('dialog')); cell.lastChild.showModal() }"
    )
    expect_waiting(tab, ada, alan)
    tab.keyboard.press("Escape")
    expect(tab.locator(f"#link-{ada.pk}")).to_have_text("Augusta")
