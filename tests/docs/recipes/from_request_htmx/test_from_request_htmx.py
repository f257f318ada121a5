import pytest

pytestmark = pytest.mark.usefixtures("people")
URLS = pytest.mark.parametrize("urls", ["before", "views"])


@pytest.fixture
def _urls(settings, urls):
    settings.ROOT_URLCONF = f"tests.docs.recipes.from_request_htmx.{urls}"


def names(page):
    return [" ".join(row.get_text().split()) for row in page.select("#rows li")]


@URLS
@pytest.mark.usefixtures("_urls")
def test_both_archive_with_htmx(open_page):
    page = open_page("/")
    page.submit("#rows form")
    assert names(page) == ["Bob Builder Archive", "Ann Onymous Archive"]

    page.click("#refresh")
    assert names(page) == ["Bob Builder Archive", "Ann Onymous Archive"]


@URLS
@pytest.mark.usefixtures("_urls")
def test_both_archive_without_javascript(open_plain_page):
    page = open_plain_page("/")
    page.submit("#rows form")

    assert names(page) == ["Bob Builder Archive", "Ann Onymous Archive"]
    assert page.url == "/"


def test_what_crosses_the_wire(open_page, assert_wire):
    page = open_page("/")
    page.submit("#rows form")

    assert_wire(page.requests[1:])
