"""What a page shows of what others change."""

from time import monotonic, sleep

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from playwright.sync_api import Route, expect

from contacts.models import Contact
from htmx_partials.live import changed
from tests.browser.live import site
from tests.browser.live.conftest import OpenTab, of_live, wait_for_streams
from tests.browser.live.site import Asked, rename_contact
from tests.differential.releases import RELEASES

pytestmark = of_live


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_a_change_in_one_tab_shows_in_the_other_and_is_not_asked_for_again(open_tab: OpenTab, ada: Contact) -> None:
    here, there = open_tab(name="here"), open_tab(name="there")
    here.get_by_label(f"Name of {ada.pk}").fill("Augusta")
    with here.expect_response("**/live/"):  # what is new is followed anew
        here.get_by_role("button", name="Rename").click()
    expect(here.locator(".name")).to_have_text("Augusta")
    expect(there.locator(".name")).to_have_text("Augusta")

    changed("list")
    expect_asked(Asked("here", "/", "rows"), Asked("there", "/", "rows"))
    assert site.asked.count(Asked("here", "/", f"row-{ada.pk}")) == 1  # the change itself
    assert site.asked.count(Asked("there", "/", f"row-{ada.pk}")) == 1


def expect_asked(*requests: Asked) -> None:
    """Wait until these have come."""
    end = monotonic() + 15
    while not set(requests) <= set(site.asked):
        assert monotonic() < end, site.asked
        sleep(0.01)


# The script gathers what is new for 50 milliseconds before it asks for a new stream.
SLOW_TO_FOLLOW = """() => {
    const set = setTimeout
    window.setTimeout = (run, time, ...rest) => set(run, time === 50 ? 1500 : time, ...rest)
}"""


def test_what_is_new_is_followed_if_something_else_changes_just_then(
    open_tab: OpenTab, ada: Contact, alan: Contact
) -> None:
    tab = open_tab("/?q=Ad")
    wait_for_streams(1)
    tab.evaluate(SLOW_TO_FOLLOW)
    tab.locator("#q").fill("")
    expect(tab.locator(".name")).to_have_text(["Ada", "Alan"])
    changed("contacts.Contact")
    expect_asked(Asked("tab", "/?q=Ad", "count"))
    rename_contact(alan.pk, "Alonzo")
    expect(tab.locator(".name")).to_have_text(["Ada", "Alonzo"])


def test_the_answer_for_an_element_that_has_gone_changes_nothing(
    open_tab: OpenTab, ada: Contact, alan: Contact
) -> None:
    tab, held = open_tab(), list[Route]()

    def hold(route: Route) -> None:
        if route.request.headers.get("hx-target", "").endswith(f"row-{ada.pk}"):
            held.append(route)
        else:
            route.continue_()

    wait_for_streams(1)
    tab.route("**/", hold)
    with tab.expect_response(lambda response: "count" in response.request.headers.get("hx-target", "")):
        rename_contact(ada.pk, "Augusta")
    while not held:
        tab.wait_for_timeout(10)
    tab.locator(f"#row-{ada.pk}").evaluate("row => row.remove()")
    held[0].fulfill(body='<p id="count" hx-swap-oob="true">of another page</p>', content_type="text/html")
    changed("list")
    expect(tab.locator(".name")).to_have_text(["Augusta", "Alan"])
    expect(tab.locator("#count")).to_have_text("2")


def test_each_reader_sees_what_that_reader_may_see(open_tab: OpenTab, ada: Contact) -> None:
    staff = open_tab(user=User.objects.create_user("staff", is_staff=True))
    reader = open_tab()
    Contact.objects.filter(pk=ada.pk).update(city="Turin")
    rename_contact(ada.pk, "Augusta")
    expect(staff.locator(".city")).to_have_text("Turin")
    expect(reader.locator(".name")).to_have_text("Augusta")
    expect(reader.locator(".city")).to_have_count(0)


def test_the_query_of_the_page_is_kept(open_tab: OpenTab, ada: Contact, alan: Contact) -> None:
    tab = open_tab("/?q=Ad")
    expect(tab.locator(".name")).to_have_text(["Ada"])
    for name in "Adele", "Bob":
        Contact.objects.create(first_name=name, last_name="", email=name)
    changed("list")
    expect(tab.locator(".name")).to_have_text(["Ada", "Adele"])
    assert {each.url for each in site.asked} == {"/?q=Ad"}


def test_the_query_of_what_htmx_has_put_into_an_element_is_kept(open_tab: OpenTab, ada: Contact, alan: Contact) -> None:
    tab = open_tab()
    tab.locator("#q").fill("Ad")
    expect(tab.locator(".name")).to_have_text(["Ada"])
    Contact.objects.create(first_name="Adele", last_name="", email="adele")
    changed("list")
    expect(tab.locator(".name")).to_have_text(["Ada", "Adele"])
    tab.locator("#q").fill("Nobody")
    expect(tab.locator(".name")).to_have_count(0)
    Contact.objects.create(first_name="Nobody", last_name="", email="nobody")
    changed("list")
    expect(tab.locator(".name")).to_have_text(["Nobody"])


def test_what_is_within_an_element_that_is_asked_for_is_not_asked_for_itself(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab()
    with transaction.atomic():
        changed("list")
        rename_contact(ada.pk, "Augusta")
    expect(tab.locator(".name")).to_have_text("Augusta")
    expect_asked(Asked("tab", "/", "count"))
    assert sorted(site.asked) == [Asked("tab", "/", "count"), Asked("tab", "/", "rows")]


def test_what_changed_between_rendering_and_connecting_shows(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab("about:blank")

    def change_first(route: Route) -> None:
        rename_contact(ada.pk, "Augusta")
        route.continue_()

    tab.route("**/live/", change_first)
    tab.goto("/")
    expect(tab.locator(".name")).to_have_text("Augusta")


def test_a_hundred_changes_in_a_second_are_two_requests_a_second_at_most(open_tab: OpenTab, ada: Contact) -> None:
    tab = open_tab()
    began = tab.evaluate("performance.now()")
    for number in range(100):
        rename_contact(ada.pk, f"Ada {number}")
    expect(tab.locator(".name")).to_have_text("Ada 99")
    seconds = (tab.evaluate("performance.now()") - began) / 1000
    assert site.asked.count(Asked("tab", "/", f"row-{ada.pk}")) <= 2 * seconds + 1


def test_five_hundred_live_rows(open_tab: OpenTab) -> None:
    rows = [Contact(first_name=f"Number {n}", last_name="", email=str(n)) for n in range(500)]
    Contact.objects.bulk_create(rows)
    tab = open_tab()
    expect(tab.locator(".name")).to_have_count(500)
    for row in rows[0], rows[250], rows[499]:
        rename_contact(row.pk, "Renamed")
    expect(tab.get_by_text("Renamed")).to_have_count(3)
    assert len([each for each in site.asked if each.target.startswith("row-")]) == 3


def test_a_change_of_a_whole_table_reaches_each_row(open_tab: OpenTab) -> None:
    Contact.objects.bulk_create([Contact(first_name=f"Number {n}", last_name="", email=str(n)) for n in range(50)])
    tab = open_tab()
    Contact.objects.update(first_name="Everybody")
    changed(Contact)
    expect(tab.get_by_text("Everybody")).to_have_count(50)
