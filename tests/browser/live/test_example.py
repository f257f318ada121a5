"""The example follows what others do: two browsers, side by side."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from contacts.models import Contact
from contacts.seeds import seed
from htmx_partials.live import changed
from imports.models import Import
from tests.browser.live.conftest import of_live, serving, session_of
from tests.differential.releases import Release
from tests.sites import example_site, fill_anew

pytestmark = of_live


@pytest.fixture
def tabs(chromium: Browser, transactional_db: None, release: Release, complaints: list[str]) -> Iterator[list[Page]]:
    """Somebody who is signed in, and somebody who is not."""
    fill_anew(seed)
    # Named, as of a backend that reaches the worker: here the worker is this process.
    live = {"BACKEND": "htmx_partials.live.memory.MemoryBackend"}
    with example_site(ALLOWED_HOSTS=["*"], HTMX_PARTIALS_LIVE=live, **release.settings), serving() as address:
        contexts = [chromium.new_context(base_url=address) for _ in range(2)]
        contexts[0].add_cookies([session_of(User.objects.get(username="demo"), address)])
        tabs = [context.new_page() for context in contexts]
        for tab in tabs:
            tab.set_default_timeout(15_000)
            tab.on("pageerror", lambda error: complaints.append(str(error)))
        yield tabs
        for context in contexts:
            context.close()


def test_a_row_and_the_count_follow(tabs: list[Page]) -> None:
    here, there = tabs
    first, second = Contact.objects.all()[:2]
    for tab in tabs:
        tab.goto("/contacts/")
    here.get_by_label(f"Edit {first}", exact=True).first.click()
    expect(here.locator(f"#row-{first.pk} [name=first_name]")).to_be_focused()
    here.locator(f"#row-{first.pk} [name=city]").fill("Atlantis")
    here.get_by_role("button", name="Save").click()
    expect(there.locator(f"#row-{first.pk}")).to_contain_text("Atlantis")
    here.get_by_label(f"Archive {second}", exact=True).first.click()
    expect(there.locator(f"#row-{second.pk}")).to_have_count(0)
    expect(there.locator("#count")).to_have_text("999 contacts")


def test_a_contact_and_its_numbers_follow(tabs: list[Page]) -> None:
    here, there = tabs
    contact = Contact.objects.all()[0]
    for tab in tabs:
        tab.goto(f"{contact.get_absolute_url()}?tab=notes")
        expect(tab.locator("#numbers")).to_be_visible()
    here.locator("textarea").fill("A note of mine.")
    here.get_by_role("button", name="Add").click()
    expect(there.locator("#tabs")).to_contain_text("A note of mine.")
    expect(there.locator("#numbers dd").first).to_have_text(str(contact.notes.count()))


def test_the_progress_of_an_import_comes_by_itself(tabs: list[Page]) -> None:
    tab, _ = tabs
    user = User.objects.get(username="demo")
    job = Import.objects.create(user=user, file_name="people.csv", text="x", last_line=41)
    tab.goto("/imports/")
    expect(tab.locator("#job[data-live]")).to_have_attribute("hx-trigger", "every 5s")
    Import.objects.filter(pk=job.pk).update(line=21)
    changed(job)
    expect(tab.locator("#progress")).to_have_attribute("value", "20", timeout=4_000)
