import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def search(page, city):
    page.fill("#q", city)
    page.submit("form")


def test_page_and_fragment_of_one_url_are_kept_apart(people, open_page, assert_wire, django_assert_num_queries):
    page = open_page("/?q=graz")
    search(page, "graz")
    assert page.text("#results") == "Bob Builder"
    assert_wire(page.requests[1:], "Vary")

    with django_assert_num_queries(0):
        search(page, "graz")
        page.goto("/?q=graz")
    assert page.text("#results") == "Bob Builder"
    assert page.title == "Contacts"


def test_without_javascript_there_are_only_pages(people, open_plain_page):
    page = open_plain_page("/")
    search(page, "graz")

    assert page.text("#results") == "Bob Builder"
