"""One response that changes several regions, in a browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

SHAPE = """() => {
  const shape = element => {
    const inside = element.localName === 'template' ? element.content : element
    const text = [...inside.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join('')
    return [element.localName, element.id, element.getAttribute('class'), element.title, text,
            [...inside.children].filter(each => each.className !== 'toast').map(shape)]
  }
  document.querySelectorAll('[class=""]').forEach(element => element.removeAttribute('class'))
  return [document.title, shape(document.body)]
}"""


def shape(page: Page) -> Any:
    return page.evaluate(SHAPE)


def change(page: Page, button: str) -> None:
    page.goto("/regions/")
    with page.expect_response("**/regions/?v=new*"):
        page.locator(button).click()
    expect(page.locator("[id='option']")).to_have_text("new")
    expect(page).to_have_title("new")
    expect(page.locator(".toast")).to_have_text(["Changed"])
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping, .htmx-added")).to_have_count(0)


@pytest.mark.parametrize(("button", "left"), [("#change-div", "#row-1"), ("#change-row", "#main")])
def test_each_region_lands_in_its_place(page: Page, button: str, left: str) -> None:
    change(page, button)
    expect(page.locator(left)).to_contain_text("old")
    expect(page.locator("#nothing")).to_have_text("something")
    page.locator(left).evaluate("element => element.innerHTML = element.innerHTML.replace('old', 'new')")
    page.locator("#nothing").evaluate("element => element.textContent = ''")
    changed = shape(page)
    page.goto("/regions/?v=new")
    assert changed == shape(page)


def test_a_fragment_that_is_empty_empties_its_target(page: Page) -> None:
    change(page, "#change-nothing")
    expect(page.locator("#main")).to_have_text("old main")
    page.locator("#main").evaluate("element => element.textContent = 'new main'")
    page.locator("#row-1 td").first.evaluate("element => element.textContent = 'new'")
    changed = shape(page)
    page.goto("/regions/?v=new")
    assert changed == shape(page)


def test_companions_alone_leave_the_target(page: Page) -> None:
    change(page, "#alone")
    expect(page.locator("#main")).to_have_text("old main")


def test_a_toast_shows_once_and_stays(page: Page) -> None:
    change(page, "#change-div")
    page.locator("#change-row").click()
    expect(page.locator(".toast")).to_have_text(["Changed", "Changed"])
    page.goto("/actions/")
    expect(page.locator(".toast")).to_have_count(0)


def test_a_partial_that_is_named_is_put_into_the_body(page: Page) -> None:
    page.goto("/regions/")
    page.evaluate(
        """() => {
            const content = document.querySelector("#content"), button = document.createElement("button")
            button.id = "append"
            button.setAttribute("hx-get", "/regions/?v=old&_partial=nothing")
            button.setAttribute("hx-target", "body")
            button.setAttribute("hx-swap", "beforeend")
            content.prepend(button)
            htmx.process(content)
        }"""
    )
    with page.expect_response("**/regions/**") as answer:
        page.locator("#append").click()
    assert answer.value.text().startswith("<p>something</p>")
    expect(page.locator("body > p")).to_have_text("something")
    expect(page.locator("#content")).to_have_count(1)
