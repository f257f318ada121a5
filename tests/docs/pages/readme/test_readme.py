"""What the README quotes, played in htmx 2, as its base template loads that, and without JavaScript."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from contacts.models import Contact
from htmx_partials.testing import HtmxPage
from tests.settings import TEMPLATES

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
WITH_AND_WITHOUT = pytest.mark.parametrize("htmx", [2, None])

type Opener = Callable[..., HtmxPage]


@pytest.fixture
def open_page(settings: Any) -> Opener:
    said = import_module(f"{__package__}.settings")
    assert set(said.INSTALLED_APPS) <= set(settings.INSTALLED_APPS)
    settings.MIDDLEWARE = said.MIDDLEWARE
    Contact.objects.create(first_name="Ann", last_name="Onymous", email="ann@example.org")
    Contact.objects.create(first_name="Cy", last_name="Borg", email="cy@example.org")

    def open_site(urls: str, folder: str, url: str = "/", *, htmx: int | None) -> HtmxPage:
        settings.ROOT_URLCONF = f"{__package__}.{urls}"
        settings.TEMPLATES = [TEMPLATES[0] | {"DIRS": [HERE / folder]}]
        return HtmxPage(url, htmx=htmx)

    return open_site


def rows(page: HtmxPage) -> list[str]:
    return [row.get_text() for row in page.select("#rows > *")]


def test_the_rows_follow_what_is_typed(open_page):
    page = open_page("intro", "intro", htmx=2)
    page.fill("[name=q]", "bo")
    page.tick(0.2)

    assert rows(page) == ["Cy Borg"]
    assert page.requests[-1].partials == ["rows"]


@WITH_AND_WITHOUT
def test_a_form_asks_the_page_for_its_rows(open_page, htmx):
    page = open_page("views", "templates", htmx=htmx)
    page.submit("form")

    assert rows(page) == ["Cy Borg", "Ann Onymous"]
    assert page.requests[-1].partials == (["rows"] if htmx else [])


@WITH_AND_WITHOUT
def test_an_action_adds_a_row(open_page, htmx):
    page = open_page("views", "templates", htmx=htmx)
    for name, value in (("first_name", "Dee"), ("last_name", "Zaster"), ("email", "dee@example.org")):
        page.fill(f"[name={name}]", value)
    page.click("[value=add]")

    assert rows(page) == ["Cy Borg", "Ann Onymous", "Dee Zaster"]
    assert page.url == "/"


@WITH_AND_WITHOUT
def test_a_class_based_view_answers_with_its_rows(open_page, htmx):
    page = open_page("classes", "templates", "/list/", htmx=htmx)
    page.click("#refresh")

    assert rows(page) == ["Cy Borg", "Ann Onymous"]
    assert page.requests[-1].partials == (["rows"] if htmx else [])
