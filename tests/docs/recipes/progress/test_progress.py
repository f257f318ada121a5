from importlib import import_module

import pytest
from django.core.cache import cache

from tests.versions import needs_django_6

pytestmark = needs_django_6(reason="Django 5.2 has no tasks")


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def work():
    import_module("tests.docs.recipes.progress.views").write_report.call()


def test_the_element_asks_for_itself_until_the_work_is_done(open_page, assert_wire):
    page = open_page("/")
    page.click("#job button")
    assert page.find("progress")["value"] == "0"

    cache.set("report", 40)
    page.tick(1)
    assert page.find("progress")["value"] == "40"

    work()
    page.tick(1)
    assert page.text("#job p") == "The report is ready."
    assert_wire(page.requests[2:])

    asked = len(page.requests)
    page.tick(10)
    assert len(page.requests) == asked


def test_without_javascript_a_link_shows_how_far_it_is(open_plain_page):
    page = open_plain_page("/")
    page.click("#job button")
    work()
    page.click("#job a")

    assert page.text("#job p") == "The report is ready."
