import os
import shutil

import pytest

pytest_plugins = ["htmx_partials.testing.plugin"]

CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is. A test that needs it is skipped where there is none, or fails where one is required."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else CHROMIUM_NAMES
    for name in names:
        if path := shutil.which(name):
            return path
    missing = f"no Chromium: install it, or set CHROMIUM to its path (looked for {', '.join(names)})"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)
