import pytest
from django.contrib.auth.models import User


@pytest.fixture(autouse=True)
def _ann(db):
    User.objects.create_user("ann", password="secret")


def sign_in(page, password):
    page.fill("[name=login]", "ann")
    page.fill("[name=password]", password)
    page.click("form button")


def test_its_pages_are_swapped_into_the_content(open_page, assert_wire):
    page = open_page("/accounts/login/")
    page.click("#content a[href*=signup]")
    assert page.text("h1") == "Sign Up"
    assert page.title == "Signup"
    assert page.requests[-1].partials[0] == "content"

    page.click("#content a[href*=login]")
    sign_in(page, "wrong")
    assert "not correct" in page.text("#content .errorlist")
    assert len(page.select("#content")) == 1

    sign_in(page, "secret")
    assert page.text("h1") == "Welcome, ann"
    assert page.title == "Home"
    assert page.url == "/"
    assert_wire(page.requests[-2:-1])


def test_without_javascript_its_pages_are_pages(open_plain_page):
    page = open_plain_page("/accounts/login/")
    sign_in(page, "secret")

    assert page.text("h1") == "Welcome, ann"
