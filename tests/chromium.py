"""Find and start Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The first is Chromium without windows, which takes a quarter of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The first makes a page load in two thirds of the time. The others are what Playwright switches off of its own accord,
# as Chromium takes only the last of these arguments.
FEATURES_OFF = (
    "RenderDocument",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(FEATURES_OFF),
]


def find_chromium() -> str | None:
    """Return the path in `CHROMIUM`, or else that of the first of the usual names that exists."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else NAMES
    return next(filter(None, map(shutil.which, names)), None)


@contextmanager
def launched() -> "Iterator[Browser]":
    """
    Return a browser, for a `with`.

    Playwright keeps an event loop running in this thread until the end. So no tests of async views can run in
    between, and DJANGO_ALLOW_ASYNC_UNSAFE must tell Django's guard against blocking calls.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGS)
        yield browser
        browser.close()
