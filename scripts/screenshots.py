"""
Take the pictures of the docs from the running example: `python -m scripts.screenshots [NAME …]`.

They go to docs/images/, as PNG files of at most 60 KB. To add a picture, add a line to `PICTURES`.
"""

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from scripts.serving import ROOT, served
from tests.chromium import launched

FOLDER = ROOT / "docs/images"
MOST_BYTES = 60_000
COLOURS = 64
NARROW = (400, 700)
WIDE = (960, 600)


class Picture(NamedTuple):
    """A picture: the URL, the steps before it, and the width and height of the window."""

    name: str
    url: str
    steps: Callable[[Page], object] = lambda page: None
    viewport: tuple[int, int] = WIDE
    is_signed_in: bool = True
    colours: Literal["light", "dark"] = "light"


def search(page: Page) -> None:
    page.get_by_role("searchbox").fill("falcon")
    page.wait_for_url("**/contacts/?q=falcon")
    expect(page.locator("#rows .more, #rows th").first).to_be_visible()


def search_highlighted(page: Page) -> None:
    search(page)
    expect(page.locator("#htmx-partials-debug .label.main")).to_be_visible()


def show_partials(page: Page) -> None:
    page.keyboard.press("Alt+p")
    expect(page.locator("#htmx-partials-debug .legend")).to_be_visible()


def ask_for_hidden(page: Page) -> None:
    """Ask, signed out, for the form that only those who may add contacts see."""
    page.evaluate("htmx.ajax('GET', '?new=1', {target: '#rows', values: {_partial: 'add'}})")


def show_hidden(page: Page) -> None:
    ask_for_hidden(page)
    expect(page.locator("#htmx-partials-debug .label.empty")).to_be_visible()


def open_panel(page: Page) -> None:
    with page.expect_response(lambda response: "_partial" in response.url):
        ask_for_hidden(page)
    page.locator("#djShowToolBarButton").click()
    expect(page.locator("#djdt-PartialsPanel")).to_contain_text("add")
    page.locator("a.PartialsPanel").click()
    expect(page.locator("#PartialsPanel .sentence")).to_be_visible()
    page.mouse.move(0, 0)
    expect(page.locator("#htmx-partials-debug .label")).to_have_count(0)


PICTURES = [
    Picture("swap", "/contacts/", search_highlighted),
    Picture("swap-narrow", "/contacts/", search_highlighted, NARROW, colours="dark"),
    Picture("swap-hidden", "/contacts/", show_hidden, (960, 420), is_signed_in=False),
    Picture("partials-of-page", "/contacts/", show_partials),
    Picture("panel", "/contacts/", open_panel, (1080, 640), is_signed_in=False),
    Picture("panel-narrow", "/contacts/", open_panel, (560, 640), is_signed_in=False),
]


def take(pictures: Iterable[Picture]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with launched() as browser, served("addressbook.development") as site:
        for picture in pictures:
            save(photograph(browser, site, picture), FOLDER / f"{picture.name}.png")


def photograph(browser: Browser, site: str, picture: Picture) -> bytes:
    with new_page(browser, site, picture.viewport, picture.colours) as page:
        if picture.is_signed_in:
            sign_in(page)
        page.goto(picture.url)
        picture.steps(page)
        return shot(page)


@contextmanager
def new_page(
    browser: Browser, site: str, viewport: tuple[int, int] = WIDE, colours: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    """A page that looks the same on each machine that has the same fonts."""
    width, height = viewport
    with browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        color_scheme=colours,
        device_scale_factor=1,
        locale="en-GB",
        timezone_id="UTC",
    ) as context:
        yield context.new_page()


def shot(page: Page) -> bytes:
    """A picture of what is to be seen now: an animation that was ended first could have ended a toast."""
    return page.screenshot(caret="hide")


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/contacts/")


def save(picture: bytes, file: Path) -> None:
    content = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(content, "PNG", optimize=True)
    if len(content.getvalue()) > MOST_BYTES:
        sys.exit(f"{file.name} has {len(content.getvalue()):,} bytes, and {MOST_BYTES:,} is the most.")
    file.write_bytes(content.getvalue())
    print(f"{file.relative_to(ROOT)}  {len(content.getvalue()):,} bytes")  # noqa: T201


if __name__ == "__main__":
    names = sys.argv[1:]
    if unknown := set(names) - {picture.name for picture in PICTURES}:
        sys.exit(f"There is no picture named {', '.join(sorted(unknown))}.")
    take(picture for picture in PICTURES if not names or picture.name in names)
