"""Chromium's own cache, which sends any ETag that it has for a URL. `-s` shows the table."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.caches.sequences import Answer, play, sequence
from tests.caches.site import CACHING, settings_with

pytestmark = pytest.mark.django_db(transaction=True)

FETCH = """async ([url, headers]) => {
    const response = await fetch(url, {headers, redirect: "manual"})
    return [response.type == "opaqueredirect" ? 302 : response.status, [...response.headers], await response.text()]
}"""


@pytest.fixture
def page(chromium: Browser, transactional_db: None, request: pytest.FixtureRequest) -> Iterator[Page]:
    with override_settings(**request.param):
        server = LiveServer("localhost")
        with chromium.new_context(base_url=server.url) as context:
            yield context.new_page()
        server.stop()


WITHOUT = settings_with()
CONDITIONAL = settings_with(*CACHING[:1])


@pytest.mark.parametrize("page", [WITHOUT, CONDITIONAL], indirect=True, ids=["tags alone", "conditional"])
@pytest.mark.parametrize("prefix", ["", "asked/"], ids=["kept", "asked"])
def test_chromium_takes_no_answer_for_one_of_another_kind(page: Page, prefix: str) -> None:
    page.goto("/asked/hand/")

    def fetch(url: str, headers: dict[str, str]) -> Answer:
        status, pairs, body = page.evaluate(FETCH, [url, headers])
        found = dict(pairs)
        if status == 302:  # a script cannot read its target
            found["location"] = url.replace(f"{prefix}moved", "decorated")
        return Answer(status, found, body)

    # Chromium sends the ETags by itself.
    asked = (each._replace(tells_tag=False) for each in sequence(seed=7, length=300))
    count = play(fetch, asked, prefix)
    print(f"\n{count.table(f'Chromium, {prefix or "kept"}')}")
    assert count.mixed_up == []
    assert count.answers.total() == 300


EACH = [settings_with(*middleware, version=version) for version in (2, 4) for middleware in ((), CACHING[:1])]
IDS = ["htmx2", "htmx2-conditional", "htmx4", "htmx4-conditional"]


@pytest.mark.parametrize("page", EACH, indirect=True, ids=IDS)
@pytest.mark.parametrize("view", ["decorated", "tagged", "conditional", "tagged-below", "class"])
def test_page_and_fragment_of_one_url_never_take_each_others_place(page: Page, view: str) -> None:
    """Request page, fragment, page, fragment, each with the ETag of the one before."""
    for _ in range(2):
        page.goto(f"/asked/{view}/?n=1")
        expect(page.locator("h1")).to_have_text("page 1")
        with page.expect_response(lambda response: response.request.headers.get("hx-request") == "true") as fetched:
            page.get_by_role("button").click()
        fetched.value.finished()
        expect(page.locator("#rows")).to_have_text("rows 1")
        expect(page.locator("#rows h1")).to_have_count(0)
        expect(page.locator("#rows > li")).to_have_count(1)
