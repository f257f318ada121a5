"""Compare the same steps in the testing kit and in Chromium: ``python -m benchmarks.kit``."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import django

from tests.chromium import ARGS, find_chromium

ROUNDS = {"kit": 40, "Chromium": 8}
NEEDED = {"small page": (50, 10), "contacts page": (10, 4)}


def main() -> bool:
    """Print the table, and return whether each goal is met."""
    chromium = find_chromium()
    if chromium is None:
        print("no Chromium: the testing kit is not compared with it")
        return True
    sys.path.insert(0, str(Path(__file__).parent.parent / "example_project"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    print(f"{'':15} {'':12} {'kit':>10} {'Chromium':>10} {'ratio':>7} {'needed':>7}")
    is_met = True
    for version in (2, 4):
        is_met &= measure("small page", small_site, version, "/", ("click", "#sort"), chromium)
        is_met &= measure("contacts page", contacts_site, version, "/contacts/", ("click", "#sort-company"), chromium)
    return is_met


def measure(name: str, site: Any, version: int, url: str, step: tuple[str, ...], chromium: str) -> bool:
    """Print how long it takes to open a page and to do something on it. Return whether the kit meets its goal."""
    with site(version) as (root, size):
        kit, browser = kit_times(version, url, step), chromium_times(root, url, step, chromium)
        print(f"{name}, {size} bytes, htmx {version}")
    is_met = True
    for what, ours, theirs, needed in zip(("from its start", "further step"), kit, browser, NEEDED[name], strict=True):
        ratio = theirs / ours
        is_met = is_met and ratio >= needed
        row = f"{'':15} {what:14} {ours * 1000:7.2f} ms {theirs * 1000:7.1f} ms {ratio:6.1f}x {needed:6}x"
        print(f"{row} {'missed' if ratio < needed else ''}", flush=True)
    return is_met


def kit_times(version: int, url: str, step: tuple[str, ...]) -> tuple[float, float]:
    from tests.drivers import KitDriver

    def begin() -> KitDriver:
        driver = KitDriver(htmx=version)
        driver.open(url)
        return driver

    return times(begin, step, ROUNDS["kit"], lambda driver: None)


def chromium_times(root: str, url: str, step: tuple[str, ...], chromium: str) -> tuple[float, float]:
    from playwright.sync_api import sync_playwright

    from tests.drivers import ChromiumDriver

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)

        def begin() -> ChromiumDriver:
            driver = ChromiumDriver(browser.new_context().new_page(), root)
            driver.open(url)
            return driver

        result = times(begin, step, ROUNDS["Chromium"], lambda driver: driver.page.context.close())
        browser.close()
    return result


def times(
    begin: Callable[[], Any], step: tuple[str, ...], rounds: int, end: Callable[[Any], object]
) -> tuple[float, float]:
    """Return the medians, in seconds, of opening the page and of a later step on it."""
    method, *arguments = step
    starts, steps = [], []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        driver = begin()
        opened = time.perf_counter()
        getattr(driver, method)(*arguments)
        again = time.perf_counter()
        getattr(driver, method)(*arguments)
        steps.append(time.perf_counter() - again)
        starts.append(opened - started)
        end(driver)
    return statistics.median(starts[1:]), statistics.median(steps[1:])


@contextmanager
def served(**settings: Any) -> Iterator[str]:
    from django.test import override_settings
    from pytest_django.live_server_helper import LiveServer

    with override_settings(ALLOWED_HOSTS=["*"], **settings):
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()


@contextmanager
def small_site(version: int) -> Iterator[tuple[str, int]]:
    """A search page with ten rows, which are loaded at each click."""
    from tests.differential.releases import shipped
    from tests.differential.site import Site, Stage, page

    def rows(start: int) -> str:
        return "".join(
            f'<tr id="row-{number}"><td>{number}</td><td><a href="/person/{number}">Ann Onymous</a></td>'
            f'<td><button hx-delete="/person/{number}">x</button></td></tr>'
            for number in range(start, start + 8)
        )

    numbers = count()
    start = page(
        '<form hx-get="/rows" hx-target="#rows" hx-trigger="input changed delay:300ms from:find input, submit">'
        '<label>Name <input type="search" name="q"></label><button>Search</button></form>'
        '<a id="sort" href="/?sort=name" hx-get="/rows" hx-target="#rows">Sort</a>'
        f'<table><thead><tr><th>No<th>Name<th></tr></thead><tbody id="rows">{rows(0)}</tbody></table>',
        title="People",
    )
    Stage.site = Site({"/": start, "/rows": lambda request: rows(next(numbers))}, shipped(version).script)
    with served(ROOT_URLCONF="tests.differential.site", MIDDLEWARE=[]) as root:
        yield root, len(start)


@contextmanager
def contacts_site(version: int) -> Iterator[tuple[str, int]]:
    """The example project with its thousand contacts."""
    from django.db import connection
    from django.test import Client

    from contacts.seeds import seed
    from tests.sites import example_site

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        seed()
        with example_site(HTMX_VERSION=version), served() as root:
            yield root, len(Client().get("/contacts/").content)
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


if __name__ == "__main__":
    sys.exit(not main())
