import pytest

pytestmark = pytest.mark.usefixtures("people")


def test_saving_closes_the_dialog_and_changes_the_page(open_page, assert_wire):
    page = open_page("/1/")
    page.click("#edit")
    assert page.value("dialog [name=first_name]") == "Ann"

    page.fill("dialog [name=first_name]", "Anna")
    page.submit("dialog form")

    assert page.select("dialog") == []
    assert page.text("#card") == "Anna Onymous"
    assert_wire(page.requests[1:])


def test_a_mistake_is_shown_in_the_dialog(open_page):
    page = open_page("/1/")
    page.click("#edit")
    page.fill("dialog [name=first_name]", " ")
    page.submit("dialog form")

    assert page.text("dialog .errorlist") == "This field is required."
    assert page.text("#card") == "Ann Onymous"


def test_without_javascript_the_dialog_is_a_part_of_the_page(open_plain_page):
    page = open_plain_page("/1/")
    page.click("#edit")
    page.fill("dialog [name=first_name]", "Anna")
    page.submit("dialog form")

    assert page.select("dialog") == []
    assert page.text("#card") == "Anna Onymous"
    assert page.url == "/1/"
