"""
Take the pictures of the docs from the running example: `python -m scripts.screenshots [NAME …]`.

They go to docs/images/, as PNG files of 60 KB at most. A new one is a line of `PICTURES`.
"""

import io
import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

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
    """What is to be seen: at which address, after which steps, in a window of which width and height."""

    name: str
    url: str
    steps: Callable[[Page], object] = lambda page: None
    viewport: tuple[int, int] = WIDE
    is_signed_in: bool = True
    settings: str = "addressbook.settings"


def search(page: Page) -> None:
    page.get_by_role("searchbox").fill("falcon")
    page.wait_for_url("**/contacts/?q=falcon")
    expect(page.locator("#rows .more, #rows th").first).to_be_visible()


PICTURES = [
    Picture("list", "/contacts/", search),
    Picture("list-narrow", "/contacts/", search, NARROW),
]


def take(pictures: Iterable[Picture]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with launched() as browser:
        for settings, alike in groupby(sorted(pictures, key=attrgetter("settings")), attrgetter("settings")):
            with served(settings) as site:
                for picture in alike:
                    save(photograph(browser, site, picture), FOLDER / f"{picture.name}.png")


def photograph(browser: Browser, site: str, picture: Picture) -> bytes:
    width, height = picture.viewport
    with browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        device_scale_factor=1,
        locale="en-GB",
        timezone_id="UTC",
    ) as context:
        page = context.new_page()
        if picture.is_signed_in:
            sign_in(page)
        page.goto(picture.url)
        picture.steps(page)
        return page.screenshot(animations="disabled", caret="hide")


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
