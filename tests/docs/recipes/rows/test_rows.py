import pytest

pytestmark = pytest.mark.usefixtures("people")


def test_a_row_becomes_a_form_and_a_row_again(open_page, assert_wire):
    page = open_page("/")
    page.click("#row-1 a")
    page.fill("#row-1 [name=first_name]", "Anna")
    page.submit("#row-1 form")

    assert page.text("#row-1") == "Anna Onymous Edit"
    assert len(page.select("li")) == 3
    assert_wire(page.requests[1:])


def test_one_row_is_one_query(open_page, django_assert_num_queries):
    page = open_page("/")
    with django_assert_num_queries(2):  # the row, and that of its form
        page.click("#row-1 a")


def test_without_javascript_the_row_is_a_form_in_the_page(open_plain_page):
    page = open_plain_page("/")
    page.click("#row-1 a")
    page.fill("#row-1 [name=first_name]", "Anna")
    page.submit("#row-1 form")

    assert page.text("#row-1") == "Anna Onymous Edit"
    assert page.url == "/"
