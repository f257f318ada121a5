"""
The site in processes of its own: settings, and `application`.

`DATABASE` is a file of SQLite, `LIVE` the location of Redis or Postgres, if any, and `HTMX` the release of htmx.
"""

import os
from typing import Any

from tests.browser.live.settings import settings_for
from tests.differential.releases import RELEASES
from tests.live import served
from tests.settings import *  # noqa: F403

release = next(each for each in RELEASES if each.version == os.environ.get("HTMX", RELEASES[-1].version))
globals().update(settings_for(release))
SECRET_KEY = "the same in each process"
HTMX_PARTIALS_LIVE = served.HTMX_PARTIALS_LIVE
databases: dict[str, Any] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["DATABASE"],
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL"},
    },
}
if served.location and not served.location.startswith("redis"):
    # For signals only: contacts are there while this server is away.
    databases["live"] = served.DATABASES["default"]
    HTMX_PARTIALS_LIVE["LOCATION"] = "live"
DATABASES = databases


def __getattr__(name: str) -> Any:
    if name != "application":
        raise AttributeError(name)
    from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
    from django.core.asgi import get_asgi_application

    from htmx_partials.live.asgi import with_live

    return with_live(ASGIStaticFilesHandler(get_asgi_application()))
