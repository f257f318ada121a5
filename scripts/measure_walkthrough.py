"""
Take the steps of the walkthrough in Chromium: `python -m scripts.measure_walkthrough [STEP …]`.

A reader does the same before and after each step. What crosses the wire goes to tests/docs/walkthrough/, as
<step>.before.txt and <step>.after.txt, and a picture of the page to docs/images/walkthrough-<step>.png.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import BrowserContext, Page, Request, Response, expect

from scripts.screenshots import FOLDER as PICTURES
from scripts.screenshots import new_page, save, shot, sign_in
from scripts.serving import served
from scripts.walkthrough import FOLDER, STEPS, project_after
from tests.chromium import launched

SENT = re.compile("hx-(?!current-url|source)")
WITHOUT_TOOLS = "scrollTo(0, 0); document.getElementById('htmx-partials-debug')?.remove()"
ANSWERED = re.compile("hx-|vary")
CSV: Any = {
    "name": "people.csv",
    "mimeType": "text/csv",
    "buffer": b"first_name,last_name,email\nAda,Lovelace,ada@example.net",
}


class Act(NamedTuple):
    """
    What a reader does: where and how it begins and ends, and what shows that it is over.

    The request that is kept is the first one of htmx after `end` that has the method and, if it is given, the target.
    """

    url: str
    begin: Callable[[Page], object]
    end: Callable[[Page], object]
    method: str
    shows: str
    target: str = ""
    is_new: bool = False  # before the step, nothing happens


class Taken(NamedTuple):
    name: str
    wire: str
    picture: bytes


def select_two(page: Page) -> None:
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()


def fill_form(page: Page) -> None:
    expect(page.locator(".statistics dd").first).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("First name").fill("Changed")


def archive(page: Page) -> None:
    page.locator("#rows").get_by_role("button", name="Archive").first.click()


def archive_in_another_tab(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    archive(other)


def press(button: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=button).first.click()


ACTS = {
    "1_frame": Act(
        url="/contacts/",
        begin=lambda page: None,
        end=lambda page: page.get_by_role("link", name="demo", exact=True).click(),
        method="GET",
        shows="h1:text('Change your password')",
    ),
    "2_template": Act("/contacts/?q=falcon", select_two, press("Archive selected"), "POST", ".toast"),
    "3_url": Act(
        url="/contacts/",
        begin=lambda page: None,
        end=lambda page: page.get_by_role("searchbox").fill("birch"),
        method="GET",
        shows="#count:not(:text('1,000'))",
    ),
    "4_actions": Act(
        url="/contacts/?q=otter",
        begin=lambda page: None,
        end=archive,
        method="POST",
        shows=".toast",
    ),
    "5_contact": Act("/contacts/1/?tab=notes", fill_form, press("Save"), "POST", ".toast"),
    "6_import": Act(
        url="/imports/",
        begin=lambda page: page.get_by_label("CSV file").set_input_files(CSV),
        end=press("Import"),
        method="POST",
        shows="#progress",
    ),
    "7_live": Act(
        url="/contacts/?q=otter",
        begin=lambda page: None,
        end=archive_in_another_tab,
        method="GET",
        shows="#count:text('21 contacts')",
        target="row-",
        is_new=True,
    ),
}


def all_taken(names: Sequence[str] = ()) -> Iterator[Taken]:
    """What a reader does before and after each step, or each of those named."""
    with launched() as browser:
        for count in range(len(STEPS) + 1):
            after, before = STEPS[:count][-1:], [step for step in STEPS[count:][:1] if not ACTS[step].is_new]
            acts = [*((step, "after") for step in after), *((step, "before") for step in before)]
            if not (acts := [act for act in acts if not names or act[0] in names]):
                continue
            with (
                tempfile.TemporaryDirectory() as folder,
                served("usual.settings", project_after(count, Path(folder))) as site,
                new_page(browser, site) as page,
            ):
                sign_in(page)
                for step, when in acts:
                    yield Taken(f"{step}.{when}", *take(page.context, site, ACTS[step]))


def take(context: BrowserContext, site: str, act: Act) -> tuple[str, bytes]:
    page = context.new_page()
    page.goto(act.url)
    act.begin(page)
    with page.expect_response(lambda answer: is_of(act, answer.request)) as answer:
        act.end(page)
    expect(page.locator(act.shows).first).to_be_visible()
    page.evaluate(WITHOUT_TOOLS)
    return wire(answer.value, site), shot(page)


def is_of(act: Act, request: Request) -> bool:
    target = request.headers.get("hx-target", "")
    return "hx-request" in request.headers and request.method == act.method and target.startswith(act.target)


def wire(answer: Response, site: str) -> str:
    """A request with its htmx headers and values, and the response with its size and its root elements."""
    request, body = answer.request, answer.body()
    sent = [f"{request.method} {request.url.removeprefix(site)}", *headers(request.headers, SENT)]
    if body_sent := request.post_data_buffer:  # none of a form with a file
        sent += ["", values(body_sent)]
    received = [f"{answer.status} {answer.status_text}, {len(body):,} bytes", *headers(answer.headers, ANSWERED)]
    return "\n".join([*sent, "", *received, "", *roots(body.decode())]) + "\n"


def headers(all_of_them: dict[str, str], shown: re.Pattern[str]) -> list[str]:
    return [
        f"{name.title().replace('Hx-', 'HX-').replace('-Url', '-URL')}: {value}"
        for name, value in sorted(all_of_them.items())
        if shown.match(name)
    ]


def values(body: bytes) -> str:
    """The names and values of a form, but for its token."""
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    shown = [(name, "…" if name == "csrfmiddlewaretoken" else value) for name, value in pairs]
    return urlencode(shown, safe="@").replace(quote("…"), "…")


def roots(html: str) -> list[str]:
    """What a response is made of: the tags of its outermost elements, one line for all rows."""
    found = BeautifulSoup(html, "html.parser").find_all(recursive=False)
    rows = [element for element in found if element.name == "tr"]
    lines = [tags(element) for element in found if element not in rows]
    return [f"{len(rows)} × <tr>", *lines] if len(rows) > 1 else [*map(tags, found)]  # noqa: RUF001


def tags(element: Tag) -> str:
    """The start tag, and the one inside a template."""
    inside = tags(element.find_all(recursive=False)[0]) if element.name == "template" else ""
    return f"{str(element).partition('>')[0]}>{inside}"


if __name__ == "__main__":
    for taken in all_taken(sys.argv[1:]):
        (FOLDER / f"{taken.name}.txt").write_text(taken.wire)
        if taken.name.endswith(".after"):
            save(taken.picture, PICTURES / f"walkthrough-{taken.name.removesuffix('.after')}.png")
