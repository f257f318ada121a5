import pytest
from django.core.cache import cache

from tests.docs.recipes.progress.views import write_report


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def test_the_element_asks_for_itself_until_the_work_is_done(open_page, assert_wire):
    page = open_page("/")
    page.click("#job button")
    assert page.find("progress")["value"] == "0"

    cache.set("report", 40)
    page.tick(1)
    assert page.find("progress")["value"] == "40"

    write_report.call()
    page.tick(1)
    assert page.text("#job p") == "The report is ready."
    assert_wire(page.requests[2:])

    asked = len(page.requests)
    page.tick(10)
    assert len(page.requests) == asked


def test_without_javascript_a_link_shows_how_far_it_is(open_plain_page):
    page = open_plain_page("/")
    page.click("#job button")
    write_report.call()
    page.click("#job a")

    assert page.text("#job p") == "The report is ready."
