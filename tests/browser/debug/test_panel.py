"""The panel of django-debug-toolbar follows what htmx asks for."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from addressbook import development
from tests.differential.releases import RELEASES

NEWEST = pytest.mark.parametrize(
    "release", [max((each for each in RELEASES if each.major == major), key=str) for major in (2, 4)], ids=str
)


@NEWEST
def test_the_panel_shows_the_last_request_and_those_of_the_history(open_site: Callable[..., Any]) -> None:
    settings = {name: getattr(development, name) for name in dir(development) if name.startswith("DEBUG_TOOLBAR_")}
    with open_site(
        INSTALLED_APPS=development.INSTALLED_APPS,
        MIDDLEWARE=development.MIDDLEWARE,
        INTERNAL_IPS=development.INTERNAL_IPS,
        ROOT_URLCONF="addressbook.development_urls",
        **settings,
    ) as page:
        page.goto("/contacts/")
        with page.expect_response(lambda response: "q=falcon" in response.url):
            page.get_by_role("searchbox").fill("falcon")
        page.locator("#djShowToolBarButton").click()
        button = page.locator("#djdt-PartialsPanel small")
        expect(button).to_have_text("rows")
        page.locator("a.PartialsPanel").click()
        panel = page.locator("#PartialsPanel .sentence")
        expect(panel).to_contain_text("The partial rows, since HX-Target #rows names it.")
        expect(panel).to_have_css("font-size", "15px")
        page.locator("a.HistoryPanel").click()
        page.wait_for_load_state("networkidle")  # the toolbar writes the list anew, and a click in between gets lost
        page.locator("#HistoryPanel tr", has_text="GET").nth(1).get_by_role("button", name="Switch").click()
        expect(button).to_have_text("the page")
