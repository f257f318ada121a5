"""What has been swapped is outlined, with the partial's name, for each release of htmx."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.utils.csp import CSP
from playwright.sync_api import Locator, Page, expect

from addressbook.settings import SECURE_CSP, TEMPLATES
from tests.differential.releases import RELEASES

ONE = pytest.mark.parametrize("release", RELEASES[-1:], ids=str)

LABELS = "#htmx-partials-debug .label"


def labels(page: Page) -> Locator:
    return page.locator(LABELS)


def search(page: Page, text: str = "falcon") -> None:
    page.goto("/contacts/")
    page.get_by_role("searchbox").fill(text)
    page.wait_for_url(f"**/contacts/?q={text}")


def around(box: Locator, element: Locator) -> bool:
    """Is the box where the element is?"""
    one, other = box.bounding_box(), element.bounding_box()
    assert one
    assert other
    return all(abs(one[side] - other[side]) < 1 for side in ("x", "y", "width", "height"))


def test_a_swap_and_its_companions(page: Page) -> None:
    search(page)
    main = labels(page).filter(has_text="HX-Target #rows names it")
    expect(main).to_have_text(re.compile(r"^rows.*[\d,]+ B$"))
    expect(main.get_by_role("link")).to_have_attribute("href", re.compile(r"^vscode://file/.*contacts\.html:\d+$"))
    expect(labels(page)).to_have_count(3)
    expect(page.locator(f"{LABELS}.companion")).to_have_text([re.compile("^count"), re.compile("^columns")])
    assert around(page.locator("#htmx-partials-debug .box.main"), page.locator("#rows"))
    assert around(page.locator("#htmx-partials-debug .box.companion").first, page.locator("#count"))


def test_rows_that_come_in_place_of_another(page: Page) -> None:
    page.goto("/contacts/")
    page.locator("#rows .more").scroll_into_view_if_needed()
    expect(page.locator(f"{LABELS}.main")).to_contain_text("rows51 times")
    expect(page.locator("#htmx-partials-debug .box.main")).to_have_count(51)


def test_what_came_out_empty_says_what_hid_it(page: Page) -> None:
    page.goto("/contacts/")
    page.evaluate("htmx.ajax('GET', '?new=1', {target: '#rows', values: {_partial: 'add'}})")
    expect(page.locator(f"{LABELS}.empty")).to_have_text(
        re.compile(
            r"^addempty, hidden by \{% if perms\.contacts\.add_contact %\} \(contacts/contacts\.html, line \d+\)$"
        )
    )


@ONE
def test_an_answer_of_the_views_own(page: Page) -> None:
    page.goto("/contacts/")
    said: dict[str, Any] = {
        "kind": "other",
        "reason": "the view has answered itself",
        "partial": None,
        "companions": [],
        "hidden": [],
    }
    header = {"X-Htmx-Partials": json.dumps(said)}
    page.route(
        "**/by-hand/", lambda route: route.fulfill(headers=header, content_type="text/html", body="<p>Hello</p>")
    )
    page.evaluate("htmx.ajax('GET', '/by-hand/', {target: '#count'})")
    expect(page.locator(f"{LABELS}.other")).to_have_text("no partialthe view has answered itself")
    assert around(page.locator("#htmx-partials-debug .box.other"), page.locator("#count"))


def test_a_swap_of_the_whole_content(page: Page) -> None:
    page.goto("/contacts/")
    page.locator("#rows a").first.click()
    expect(page.locator(f"{LABELS}.main", has_text="content")).to_contain_text(
        "HX-Target #content is in HTMX_PARTIALS_TARGETS"
    )
    page.keyboard.press("Alt+p")
    listed = page.locator("#htmx-partials-debug .legend li")
    expect(listed.filter(has_text="heading")).to_contain_text("contacts/contact.html")
    expect(listed.filter(has_text="columns")).to_have_count(0)


def test_a_key_shows_the_partials_of_the_page(page: Page) -> None:
    page.goto("/contacts/")
    page.keyboard.press("Alt+p")
    names = page.locator("#htmx-partials-debug .legend li a").all_inner_texts()
    assert sorted(names) == sorted(
        ["title", "messages", "errors", "add", "count", "columns", "row", "rows", "archived", "content"]
    )
    expect(page.locator(f"{LABELS}.page", has_text="50 times")).to_have_text(re.compile("^row50 times"))
    expect(page.locator("#htmx-partials-debug .legend li.absent", has_text="archived")).to_contain_text(
        "not on the page"
    )
    page.keyboard.press("Escape")
    expect(page.locator("#htmx-partials-debug .legend")).to_be_hidden()
    expect(labels(page)).to_have_count(0)


@ONE
def test_it_goes_by_itself_but_not_from_under_the_pointer(page: Page) -> None:
    page.clock.install()
    search(page)
    main = page.locator(f"{LABELS}.main")
    main.hover()
    page.clock.run_for(60_000)
    expect(main).to_be_visible()
    page.mouse.move(0, 0)
    page.clock.run_for(1_500)
    expect(labels(page)).to_have_count(0)


@ONE
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_moves_for_those_who_like_it(open_site: Callable[..., Any], motion: str) -> None:
    with open_site({"reduced_motion": motion}) as page:
        search(page)
        duration = page.locator(f"{LABELS}.main").evaluate("each => getComputedStyle(each).transitionDuration")
        assert duration == ("0s" if motion == "reduce" else "0.4s")


@ONE
def test_it_is_dark_where_the_page_is(open_site: Callable[..., Any]) -> None:
    papers = set()
    for scheme in ("light", "dark"):
        with open_site({"color_scheme": scheme}) as page:
            search(page)
            papers.add(page.locator(f"{LABELS}.main").evaluate("each => getComputedStyle(each).backgroundColor"))
    assert papers == {"rgb(255, 255, 255)", "rgb(27, 29, 34)"}


@ONE
def test_it_stands_above_dialogs(open_site: Callable[..., Any]) -> None:
    with open_site() as page:
        page.goto("/accounts/login/")
        page.get_by_label("Username").fill("demo")
        page.get_by_label("Password").fill("demo")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Add a contact").click()
        expect(page.locator("dialog:modal")).to_be_visible()
        main = page.locator(f"{LABELS}.main", has_text="add")
        expect(main).to_be_visible()
        assert around(page.locator("#htmx-partials-debug .box.main"), page.locator("dialog"))


@ONE
def test_a_policy_of_nonces(open_site: Callable[..., Any], complaints: list[str]) -> None:
    policy = SECURE_CSP | {"default-src": [CSP.NONE], "script-src": [CSP.NONCE], "connect-src": [CSP.SELF]}
    policy |= {"img-src": [CSP.SELF], "style-src": [CSP.NONCE]}
    with open_site(SECURE_CSP=policy, TEMPLATES=with_processor("django.template.context_processors.csp")) as page:
        search(page)
        expect(page.locator(f"{LABELS}.main")).to_have_css("position", "absolute")
    # Files of the example's own have no nonce.
    assert [each for each in complaints if "/static/contacts/" not in each] == []
    complaints.clear()


def with_processor(processor: str) -> list[Any]:
    templates = deepcopy(TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].append(processor)  # type: ignore[index]
    return templates


def test_nothing_of_it_is_there_without_debug(open_site: Callable[..., Any]) -> None:
    with open_site(DEBUG=False) as page:
        with page.expect_response(lambda response: "q=falcon" in response.url) as answer:
            search(page)
        assert "x-htmx-partials" not in answer.value.headers
        assert page.locator("script[data-partials]").count() == 0
        page.keyboard.press("Alt+p")
        assert page.locator("#htmx-partials-debug").count() == 0
