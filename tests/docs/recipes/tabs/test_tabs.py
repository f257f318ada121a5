import pytest


@pytest.fixture
def noted(people):
    people[0].notes.create(text="Likes tea.")


def test_a_tab_is_swapped_and_has_an_address(noted, open_page, assert_wire):
    page = open_page("/1/")
    page.click("#tab-notes")

    assert page.text("#tabs li") == "Likes tea."
    assert page.url == "/1/?tab=notes"
    assert_wire(page.requests[1:])

    page.back()
    assert page.text("#tabs p") == "ann@example.org"


def test_notes_are_read_for_their_tab_alone(noted, open_page, django_assert_num_queries):
    page = open_page("/1/")
    with django_assert_num_queries(2):
        page.click("#tab-notes")
    with django_assert_num_queries(1):
        page.click("#tab-details")


def test_without_javascript_a_tab_is_a_link(noted, open_plain_page):
    page = open_plain_page("/1/")
    page.click("#tab-notes")

    assert page.text("#tabs li") == "Likes tea."
    assert page.url == "/1/?tab=notes"
