"""What a reader does with the actions of the example. One set, for the testing kit and for Chromium.

Each scenario is played with htmx 2, with htmx 4 and with JavaScript off, in the example and in its usual version, and
asserts the same of all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signals import request_started
from django.http import QueryDict
from django.test import Client

from contacts.models import Contact, Event, Note
from contacts.seeds import seed
from tests.drivers import ChromiumDriver, KitDriver

MODES = [2, 4, None]
NAMES_OF_MODES = ["htmx2", "htmx4", "javascript-off"]

LIST = "/contacts/?q=birch"
SESSION = settings.SESSION_COOKIE_NAME


@dataclass(frozen=True)
class Play:
    """
    A browser with a version of htmx, `None` being JavaScript off; what reaches the server; and the version of the
    example that runs there.
    """

    driver: KitDriver | ChromiumDriver
    htmx: int | None
    requests: list[tuple[str, str]]
    version: str = "partials"

    @property
    def unsafe(self) -> list[tuple[str, str]]:
        return [(method, url) for method, url in self.requests if method not in ("GET", "HEAD")]

    @property
    def has_one_address(self) -> bool:
        """Whether an invalid form is shown at the URL of its page, not at that of its action."""
        return self.version == "partials" or self.htmx is not None


@contextmanager
def heard() -> Iterator[list[tuple[str, str]]]:
    """Return the method and URL of each request that reaches the server."""
    requests: list[tuple[str, str]] = []

    def hear(environ: dict[str, Any], **kwargs: Any) -> None:
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        requests.append((environ["REQUEST_METHOD"], environ["PATH_INFO"] + query))

    request_started.connect(hear)
    yield requests
    request_started.disconnect(hear)


def fill_address_book() -> None:
    """Create a few contacts, some of them at Birch companies. The first of those has two notes."""
    seed(60)
    first = Contact.objects.search("birch")[0]
    first.notes.all().delete()
    for text in ("An earlier one", "A later one"):
        first.notes.create(text=text)


def session_of(username: str) -> str:
    """Return the session cookie of a user who is logged in."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.cookies[SESSION].value


def address_book() -> list[Any]:
    """Return everything in the database that an action could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Contact, Event, Note)]


ALWAYS = ["header.site", "main#content", "h1", "#toasts"]
SOMETIMES = ["#count", "table", "#columns", "#rows", "#selection"]
NESTED = "form form, #content #content"


def birch() -> list[Contact]:
    return list(Contact.objects.active().search("birch"))


def names(play: Play) -> list[str]:
    return play.driver.texts("#rows th")


def events(contact: Contact) -> list[str]:
    return [event.what for event in contact.events.all()]


def open_list(play: Play, url: str = LIST) -> None:
    """Come from another page, so that there is one to go back to."""
    play.driver.open("/accounts/password/done/")
    play.driver.goto(url)


def assert_list(play: Play, url: str = LIST, *, is_wrong: bool = False) -> None:
    """Assert that the page is the whole list, with what is in the database, at its URL, or with an invalid form."""
    found = birch()
    assert names(play) == [str(contact) for contact in found]
    assert play.driver.text("#count") == f"{len(found)} contact{'s' if len(found) != 1 else ''}"
    assert play.driver.title == "birch · Contacts · Address book"
    assert play.driver.url == url or (is_wrong and not play.has_one_address)
    assert_whole(play)


def assert_whole(play: Play) -> None:
    """Assert that no element is there twice, or inside itself."""
    counts = play.driver.counts(*ALWAYS, *SOMETIMES, NESTED)
    expected = dict.fromkeys(ALWAYS, 1) | {css: min(counts[css], 1) for css in SOMETIMES} | {NESTED: 0}
    assert counts == expected


def assert_not_repeated(play: Play) -> None:
    """Assert that neither a reload nor going back and forward repeats an action or a message."""
    saved, unsafe, url = address_book(), play.unsafe, play.driver.url
    play.driver.reload()
    assert play.driver.url == url
    assert play.driver.texts(".toast") == []
    assert_whole(play)
    play.driver.back()
    assert_whole(play)
    play.driver.forward()
    assert play.driver.url == url
    assert_whole(play)
    assert play.unsafe == unsafe
    assert address_book() == saved


# -- Adding ------------------------------------------------------------------------

NEW = {"first_name": "Aaron", "last_name": "Aalto", "email": "aaron@example.org", "company": "Birch Boats"}


def fill_form(play: Play, form: str, values: dict[str, str]) -> None:
    for name, value in values.items():
        play.driver.fill(f"{form} [name={name}]", value)


def adding_a_contact(play: Play) -> None:
    open_list(play)
    play.driver.click("#new")
    assert play.driver.text("dialog h2") == "Add a contact"
    fill_form(play, "#add-form", NEW)
    play.driver.click("button[form=add-form]")

    assert play.driver.texts(".toast") == ["Added Aaron Aalto."]
    assert play.driver.count("dialog") == 0
    assert_list(play)
    assert names(play)[0] == "Aaron Aalto"
    (contact,) = Contact.objects.filter(**NEW)
    assert events(contact) == ["Added by demo"]
    assert_not_repeated(play)


def adding_in_another_order(play: Play) -> None:
    url = "/contacts/?q=birch&sort=-name"
    open_list(play, url)
    play.driver.click("#new")
    fill_form(play, "#add-form", NEW)
    play.driver.click("button[form=add-form]")
    assert names(play) == [str(contact) for contact in reversed(birch())]
    assert play.driver.text("[aria-sort=descending]") == "Name"
    assert play.driver.url == url
    assert_not_repeated(play)


def adding_what_is_wrong(play: Play) -> None:
    taken = birch()[0].email
    open_list(play)
    saved = address_book()
    play.driver.click("#new")
    fill_form(play, "#add-form", NEW | {"email": taken})
    play.driver.click("button[form=add-form]")
    assert play.driver.texts("dialog .errorlist") == ["Contact with this Email already exists."]
    assert play.driver.value("#add-form [name=email]") == taken
    assert play.driver.value("#add-form [name=first_name]") == "Aaron"
    assert play.driver.texts(".toast") == []
    assert_list(play, is_wrong=True)
    assert address_book() == saved

    play.driver.fill("#add-form [name=email]", "aaron@example.org")
    play.driver.click("button[form=add-form]")
    assert play.driver.count("dialog") == 0
    assert_list(play)
    assert Contact.objects.filter(**NEW).count() == 1
    assert_not_repeated(play)


def leaving_a_field(play: Play) -> None:
    """The errors of a field appear at once, or without scripts when the form is sent."""
    at_once = play.htmx is not None
    open_list(play)
    saved = address_book()
    play.driver.click("#new")
    for value, wrong in [
        ("somebody@nowhere", "Enter a valid email address."),
        (birch()[0].email, "Contact with this Email already exists."),
    ]:
        play.driver.fill("#add-form [name=email]", value)
        assert play.driver.texts("#errors-email li") == ([wrong] if at_once else [])
        assert play.driver.value("#add-form [name=email]") == value
        assert play.driver.texts("#add-form .errorlist") == ([wrong] if at_once else [])
    play.driver.fill("#add-form [name=email]", "aaron@example.org")
    assert play.driver.texts("#add-form .errorlist") == []
    assert address_book() == saved
    assert len(play.unsafe) == (3 if at_once else 0)


# -- Editing -----------------------------------------------------------------------


def editing_in_the_row(play: Play) -> None:
    contact, *others = birch()
    open_list(play)
    play.driver.click(f"#row-{contact.pk} a[aria-label^=Edit]")
    assert play.driver.value(f"#row-{contact.pk} [name=first_name]") == contact.first_name
    assert names(play) == [str(other) for other in others]
    fill_form(play, f"#row-{contact.pk}", {"first_name": "Changed", "phone": "12345"})
    play.driver.click(f"#row-{contact.pk} form button")

    assert play.driver.texts(".toast") == [f"Saved Changed {contact.last_name}."]
    assert play.driver.texts(f"#row-{contact.pk} td:not(.select, .act)") == [
        contact.company, contact.city, contact.email, "12345",
    ]  # fmt: skip
    assert_list(play)
    contact.refresh_from_db()
    assert (contact.first_name, contact.phone, events(contact)[0]) == ("Changed", "12345", "Edited by demo")
    assert events(contact).count("Edited by demo") == 1
    assert_not_repeated(play)


def editing_so_that_it_is_not_found_any_more(play: Play) -> None:
    contact, *others = birch()
    open_list(play)
    play.driver.click(f"#row-{contact.pk} a[aria-label^=Edit]")
    play.driver.fill(f"#row-{contact.pk} [name=company]", "Elsewhere")
    play.driver.click(f"#row-{contact.pk} form button")
    assert play.driver.text("#count") == f"{len(others)} contacts"
    play.driver.reload()
    assert_list(play)
    assert_not_repeated(play)


def not_editing_after_all(play: Play) -> None:
    contact = birch()[0]
    open_list(play)
    saved = address_book()
    play.driver.click(f"#row-{contact.pk} a[aria-label^=Edit]")
    play.driver.fill(f"#row-{contact.pk} [name=first_name]", "Changed")
    play.driver.click(f"#row-{contact.pk} .buttons a")
    assert_list(play)
    assert address_book() == saved
    assert play.unsafe == []


def editing_wrong_in_the_row(play: Play) -> None:
    contact, other, *_ = birch()
    open_list(play)
    saved = address_book()
    play.driver.click(f"#row-{contact.pk} a[aria-label^=Edit]")
    fill_form(play, f"#row-{contact.pk}", {"first_name": "Changed", "email": other.email})
    play.driver.click(f"#row-{contact.pk} form button")
    assert play.driver.texts(f"#row-{contact.pk} .errorlist") == ["Contact with this Email already exists."]
    assert play.driver.value(f"#row-{contact.pk} [name=first_name]") == "Changed"
    assert names(play) == [str(each) for each in birch() if each != contact]
    assert play.driver.url == LIST or not play.has_one_address
    assert_whole(play)
    assert address_book() == saved

    play.driver.fill(f"#row-{contact.pk} [name=email]", "changed@example.org")
    play.driver.click(f"#row-{contact.pk} form button")
    assert_list(play)
    assert Contact.objects.get(pk=contact.pk).email == "changed@example.org"
    assert_not_repeated(play)


# -- Archiving ---------------------------------------------------------------------


def archiving_and_undoing(play: Play) -> None:
    contact, *others = birch()
    open_list(play)
    play.driver.click(f"#row-{contact.pk} button[aria-label^=Archive]")
    assert play.driver.texts(".toast p") == [f"Archived {contact}."]
    assert birch() == others
    assert_list(play)
    assert events(contact)[0] == "Archived by demo"

    play.driver.click(".toast button")
    assert play.driver.texts(".toast") == [f"Restored {contact}."]
    assert birch() == [contact, *others]
    assert_list(play)
    assert events(contact)[:2] == ["Restored by demo", "Archived by demo"]
    assert [method for method, _ in play.unsafe] == ["POST", "POST"]
    assert_not_repeated(play)


def archiving_one_while_others_are_selected(play: Play) -> None:
    contact, selected, *others = birch()
    open_list(play)
    play.driver.check(f"#row-{selected.pk} [name=selected]")
    play.driver.click(f"#row-{contact.pk} button[aria-label^=Archive]")
    assert birch() == [selected, *others]
    assert_list(play)
    assert_not_repeated(play)


def archiving_those_selected_and_undoing(play: Play) -> None:
    first, second, third, *others = birch()
    open_list(play)
    for contact in (first, third):
        play.driver.check(f"#row-{contact.pk} [name=selected]")
    play.driver.click("#archive-selected")
    assert play.driver.texts(".toast p") == ["Archived 2 contacts."]
    assert birch() == [second, *others]
    assert_list(play)

    play.driver.click(".toast button")
    assert play.driver.texts(".toast") == ["Restored 2 contacts."]
    assert birch() == [first, second, third, *others]
    assert_list(play)
    assert events(third).count("Archived by demo") == 1
    assert_not_repeated(play)


def archiving_without_a_selection(play: Play) -> None:
    open_list(play)
    saved = address_book()
    play.driver.click("#archive-selected")
    assert play.driver.texts(".toast") == ["Select the contacts to archive."]
    assert_list(play)
    assert address_book() == saved
    assert_not_repeated(play)


def archiving_what_somebody_else_has_archived(play: Play) -> None:
    contact = birch()[0]
    open_list(play)
    Contact.objects.filter(pk=contact.pk).archive(by=User.objects.get())
    play.driver.click(f"#row-{contact.pk} button[aria-label^=Archive]")
    assert_list(play)
    assert events(contact).count("Archived by demo") == 1
    assert_not_repeated(play)


def undoing_on_another_page(play: Play) -> None:
    """A toast stays during boosted navigation. Without scripts it is on the next page."""
    contact, other, *_ = birch()
    open_list(play)
    play.driver.click(f"#row-{contact.pk} button[aria-label^=Archive]")
    if play.htmx:
        play.driver.click(f"#row-{other.pk} th a")
        assert play.driver.text("h1") == str(other)
        assert play.driver.texts(".toast p") == [f"Archived {contact}."]
    play.driver.click(".toast button")
    assert play.driver.texts(".toast") == [f"Restored {contact}."]
    assert play.driver.url == (other.get_absolute_url() if play.htmx else LIST)
    assert contact in birch()
    assert_not_repeated(play)


# -- One contact -------------------------------------------------------------------


def statistics(play: Play, contact: Contact) -> list[str]:
    """The statistics load and update by themselves. Without scripts there is a link."""
    if play.htmx is None:
        play.driver.goto(f"{contact.get_absolute_url()}?statistics=1")
    return play.driver.texts(".statistics dd")


def assert_contact(play: Play, contact: Contact, tab: str, *, is_wrong: bool = False) -> None:
    contact.refresh_from_db()
    assert play.driver.text("h1") == str(contact)
    assert play.driver.title == f"{contact} · Address book"
    assert play.driver.text("#tabs [aria-current]") == tab.capitalize()
    assert play.driver.url == f"{contact.get_absolute_url()}?tab={tab}" or (is_wrong and not play.has_one_address)
    assert play.driver.count("#tabs") == play.driver.count("#modal") == play.driver.count("#heading") == 1
    assert_whole(play)


def editing_the_contact(play: Play) -> None:
    contact = birch()[0]
    open_list(play, f"{contact.get_absolute_url()}?tab=history")
    play.driver.click("#heading a")
    fill_form(play, "#edit", {"first_name": "Changed", "company": "Nobody else's"})
    play.driver.click("button[form=edit]")

    assert play.driver.texts(".toast") == [f"Saved Changed {contact.last_name}."]
    assert play.driver.count("dialog") == 0
    assert_contact(play, contact, "history")
    assert contact.company == "Nobody else's"
    assert events(contact).count("Edited by demo") == 1
    assert play.driver.texts("#tabs li")[0].endswith("Edited by demo")
    assert_not_repeated(play)
    assert statistics(play, contact)[1] == "0"


def editing_the_contact_wrong(play: Play) -> None:
    contact, other, *_ = birch()
    open_list(play, f"{contact.get_absolute_url()}?tab=details")
    saved = address_book()
    play.driver.click("#heading a")
    fill_form(play, "#edit", {"first_name": "Changed", "email": other.email})
    play.driver.click("button[form=edit]")
    assert play.driver.texts("dialog .errorlist") == ["Contact with this Email already exists."]
    assert play.driver.value("#edit [name=first_name]") == "Changed"
    assert_contact(play, contact, "details", is_wrong=True)
    assert address_book() == saved


def adding_a_note(play: Play) -> None:
    contact = birch()[0]
    open_list(play, f"{contact.get_absolute_url()}?tab=notes")
    play.driver.fill("#note textarea", "The latest one")
    play.driver.click("#note button")
    assert play.driver.texts(".toast") == ["Added the note."]
    assert [note.text for note in contact.notes.all()] == ["The latest one", "A later one", "An earlier one"]
    assert "The latest one" in play.driver.texts("#tabs li")[0]
    assert play.driver.count("#tabs li") == 3
    assert play.driver.value("#note textarea") == ""
    assert_contact(play, contact, "notes")
    assert_not_repeated(play)
    assert statistics(play, contact)[0] == "3"


def statistics_follow_a_note(play: Play) -> None:
    contact = birch()[0]
    open_list(play, f"{contact.get_absolute_url()}?tab=notes")
    for text, number in [("One", "3"), ("Another", "4")]:
        play.driver.fill("#note textarea", text)
        play.driver.click("#note button")
        assert play.driver.texts(".statistics dd")[:1] == ([number] if play.htmx else [])
    assert statistics(play, contact) == [str(number) for number in contact.statistics().values()]


def adding_an_empty_note(play: Play) -> None:
    contact = birch()[0]
    open_list(play, f"{contact.get_absolute_url()}?tab=notes")
    saved = address_book()
    play.driver.fill("#note textarea", " ")
    play.driver.click("#note button")
    assert play.driver.texts("#note .errorlist") == ["This field is required."]
    assert play.driver.texts(".toast") == []
    assert_contact(play, contact, "notes", is_wrong=True)
    assert address_book() == saved


def deleting_a_note(play: Play) -> None:
    contact = birch()[0]
    note = contact.notes.all()[0]
    url = f"{contact.get_absolute_url()}?tab=notes"
    open_list(play, url)
    play.driver.click("#tabs li:first-child button")
    assert play.driver.texts(".toast") == ["Deleted the note."]
    assert [note.text for note in contact.notes.all()] == ["An earlier one"]
    assert play.driver.count("#tabs li") == 1
    assert_contact(play, contact, "notes")
    ((method, sent),) = play.unsafe
    assert method == ("DELETE" if play.htmx else "POST")
    if play.version == "partials":
        assert QueryDict(sent.partition("?")[2]).dict() == {"tab": "notes"} | (
            {"_action": "delete_note", "note": str(note.pk)} if play.htmx else {}
        )
    assert_not_repeated(play)
    assert statistics(play, contact)[0] == "1"


# -- Who may -----------------------------------------------------------------------


def looking_without_a_permission(play: Play) -> None:
    """A user who may only look finds no actions, or is asked to log in if a URL is that of a form."""
    contact = birch()[0]
    play.driver.delete_cookie(SESSION)
    forms = {
        "partials": [f"{LIST}&new=1", f"{LIST}&edit={contact.pk}", f"{contact.get_absolute_url()}?tab=notes&edit=1"],
        "usual": ["/contacts/add/", f"/contacts/{contact.pk}/row/edit/", f"{contact.get_absolute_url()}edit/"],
    }
    for url in (LIST, f"{contact.get_absolute_url()}?tab=notes", *forms[play.version]):
        play.driver.open(url)
        assert_whole(play)
        assert play.driver.count("main dialog, main [type=checkbox]") == 0
        asks_to_sign_in = play.driver.text("h1") == "Sign in"
        assert asks_to_sign_in == (play.version == "usual" and url in forms["usual"])
        assert play.driver.count("main [name=_action], main [method=post]") == asks_to_sign_in
    play.driver.open(LIST)
    assert_list(play)


def sign_in_again(play: Play) -> None:
    assert play.driver.text("h1") == "Sign in"
    assert play.driver.title == "Sign in · Address book"
    assert_whole(play)
    assert play.driver.count("table, #modal, #tabs") == 0
    assert play.driver.count("header.site a[href='/accounts/login/']") == 1
    play.driver.fill("[name=username]", "demo")
    play.driver.fill("[name=password]", "demo")
    play.driver.click("main button")


def a_link_after_the_session_has_expired(play: Play) -> None:
    """The link is boosted into `#content`. Without scripts, the login leads back to the page of the link."""
    open_list(play)
    play.driver.delete_cookie(SESSION)
    play.driver.click("header.site a[href='/accounts/password/']")
    sign_in_again(play)
    if play.htmx:
        assert_list(play)
    else:
        assert play.driver.url == "/accounts/password/"
        assert play.driver.text("h1") == "Change your password"
    assert play.driver.texts(".toast") == ["Signed in as demo."]


def an_action_after_the_session_has_expired(play: Play) -> None:
    open_list(play)
    saved = address_book()
    play.driver.delete_cookie(SESSION)
    play.driver.click(f"#row-{birch()[0].pk} button[aria-label^=Archive]")
    sign_in_again(play)
    assert_list(play)
    assert address_book() == saved
    assert play.driver.count("#selection") == 1


def an_action_in_the_modal_after_the_session_has_expired(play: Play) -> None:
    contact = birch()[0]
    open_list(play, f"{contact.get_absolute_url()}?tab=history")
    saved = address_book()
    play.driver.click("#heading a")
    play.driver.delete_cookie(SESSION)
    play.driver.click("button[form=edit]")
    sign_in_again(play)
    assert_contact(play, contact, "history")
    assert address_book() == saved


def deleting_after_the_session_has_expired(play: Play) -> None:
    contact = birch()[0]
    open_list(play, f"{contact.get_absolute_url()}?tab=notes")
    saved = address_book()
    play.driver.delete_cookie(SESSION)
    play.driver.click("#tabs li:first-child button")
    sign_in_again(play)
    assert_contact(play, contact, "notes")
    assert address_book() == saved


def acting_with_a_boosted_form_after_the_session_has_expired(play: Play) -> None:
    """The form to change a password is boosted, and its view does not use partials."""
    play.driver.open(LIST)
    play.driver.click("header.site a[href='/accounts/password/']")
    fill_form(play, "main form", {"old_password": "demo", "new_password1": "x", "new_password2": "x"})
    play.driver.delete_cookie(SESSION)
    play.driver.click("main form button")
    sign_in_again(play)
    assert play.driver.url == "/accounts/password/"
    assert play.driver.text("h1") == "Change your password"
    assert_whole(play)


SCENARIOS: list[Callable[[Play], None]] = [
    adding_a_contact,
    adding_in_another_order,
    adding_what_is_wrong,
    leaving_a_field,
    editing_in_the_row,
    editing_so_that_it_is_not_found_any_more,
    not_editing_after_all,
    editing_wrong_in_the_row,
    archiving_and_undoing,
    archiving_one_while_others_are_selected,
    archiving_those_selected_and_undoing,
    archiving_without_a_selection,
    archiving_what_somebody_else_has_archived,
    undoing_on_another_page,
    editing_the_contact,
    editing_the_contact_wrong,
    adding_a_note,
    statistics_follow_a_note,
    adding_an_empty_note,
    deleting_a_note,
    looking_without_a_permission,
    a_link_after_the_session_has_expired,
    an_action_after_the_session_has_expired,
    an_action_in_the_modal_after_the_session_has_expired,
    deleting_after_the_session_has_expired,
    acting_with_a_boosted_form_after_the_session_has_expired,
]
