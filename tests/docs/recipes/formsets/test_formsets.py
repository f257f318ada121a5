import pytest


@pytest.fixture
def contact(people):
    people[0].notes.create(pk=1, text="Likes tea.")
    return people[0]


def add_two(page):
    page.click("[value=more]")
    page.fill("[name=notes-1-text]", "Plays chess.")
    page.click("[value=more]")
    page.fill("[name=notes-2-text]", "Sings.")
    assert page.value("[name=notes-1-text]") == "Plays chess."
    page.click("[value=save]")


def texts(contact):
    return {note.text for note in contact.notes.all()}


def test_forms_are_added_and_what_was_typed_stays(contact, open_page, assert_wire):
    page = open_page("/1/")
    add_two(page)

    assert texts(contact) == {"Likes tea.", "Plays chess.", "Sings."}
    assert len(page.select("textarea")) == 3
    assert_wire(page.requests[1:2])


def test_there_are_never_more_than_max_num(contact, open_page):
    page = open_page("/1/")
    while page.select("[value=more]"):
        page.click("[value=more]")

    assert len(page.select("textarea")) == 5


def test_a_mistake_is_shown_at_its_form(contact, open_page):
    page = open_page("/1/")
    page.fill("[name=notes-0-text]", " ")
    page.click("[value=save]")

    assert page.text(".errorlist") == "This field is required."
    assert texts(contact) == {"Likes tea."}


def test_without_javascript_the_same_buttons_load_the_page(contact, open_plain_page):
    page = open_plain_page("/1/")
    add_two(page)

    assert texts(contact) == {"Likes tea.", "Plays chess.", "Sings."}
    assert page.url == "/1/"
