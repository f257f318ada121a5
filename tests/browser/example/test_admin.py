"""The example next to Django's admin, which has another base template, and blocks with the same names."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from addressbook.settings import INSTALLED_APPS
from tests.differential.releases import RELEASES, Release
from tests.sites import example_site

pytestmark = pytest.mark.django_db(transaction=True)


LINK = """path => {
    const content = document.querySelector("#content");
    content.append(Object.assign(document.createElement("a"), {href: path, id: "away", textContent: path}));
    htmx.process(content);
}"""


@pytest.fixture(params=RELEASES, ids=str)
def release(request: pytest.FixtureRequest) -> Release:
    release: Release = request.param
    return release


@pytest.fixture
def page(chromium: Browser, transactional_db: None, release: Release, complaints: list[str]) -> Iterator[Page]:
    """A tab at the example's login page, for a user with all permissions."""
    apps = [*INSTALLED_APPS, "django.contrib.admin"]
    with example_site(
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=apps,
        ROOT_URLCONF="tests.browser.example.beside_admin",
        SECURE_CSP={},
        **release.settings,
    ):
        server = LiveServer("localhost")
        client = Client()
        client.force_login(User.objects.create_superuser("root"))
        with chromium.new_context(base_url=server.url) as context:
            context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
            tab = context.new_page()
            tab.set_default_timeout(15_000)
            tab.on("pageerror", lambda error: complaints.append(str(error)))
            tab.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 500 else None)
            yield tab
        server.stop()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/admin/auth/", "Authentication and Authorization"),
        ("/admin/auth/group/", "0 groups"),
    ],
)
def test_a_link_into_the_admin_swaps_the_content_that_the_admin_has(page: Page, path: str, content: str) -> None:
    page.goto("/accounts/password/")
    title = page.title()
    page.evaluate(LINK, path)
    with page.expect_response(f"**{path}") as answer:
        page.locator("#away").click()

    assert answer.value.status == 200
    assert "<html" not in answer.value.text()
    assert answer.value.request.headers["hx-request"] == "true"
    expect(page.locator("#content")).to_contain_text(content)
    expect(page.locator("header.site")).to_have_count(1)
    expect(page).to_have_title(title)
    page.reload()
    expect(page.locator("#site-name")).to_contain_text("Django administration")


def test_the_admin_works_in_its_own_frame(page: Page) -> None:
    page.goto("/admin/auth/user/add/")
    page.get_by_label("Username").fill("somebody")
    page.goto("/admin/auth/user/")
    expect(page.locator("#result_list")).to_contain_text("root")
    expect(page).to_have_title("Select user to change | Django site admin")
