import pytest

pytestmark = pytest.mark.usefixtures("people")


def send(page, email):
    for name, value in (("first_name", "Dee"), ("last_name", "Zaster"), ("email", email)):
        page.fill(f"[name={name}]", value)
    page.click("[value=add]")


def test_what_is_wrong_is_shown_in_the_form(open_page, assert_wire):
    page = open_page("/")
    send(page, "ann@example.org")

    assert page.text("#error_1_id_email") == "Contact with this Email already exists."
    assert len(page.select("#rows li")) == 3
    assert_wire(page.requests[1:])


def test_the_list_follows_when_the_form_is_right(open_page):
    page = open_page("/")
    send(page, "dee@example.org")

    assert len(page.select("#rows li")) == 4


def test_without_javascript_the_form_is_sent_to_the_page(open_plain_page):
    page = open_plain_page("/")
    send(page, "ann@example.org")
    assert page.text("#error_1_id_email") == "Contact with this Email already exists."

    send(page, "dee@example.org")
    assert len(page.select("#rows li")) == 4
