"""The site of these tests for servers: settings, and `application`. `LIVE` is the location of Redis or Postgres."""

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from tests.live import site
from tests.settings import *  # noqa: F403

TEMPLATES = site.TEMPLATES
ROOT_URLCONF = "tests.live.site"
SECRET_KEY = "the same in each process"

location = os.environ.get("LIVE", "")
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
HTMX_PARTIALS_LIVE: dict[str, Any] = {}
if location.startswith("redis"):
    HTMX_PARTIALS_LIVE = {"BACKEND": "htmx_partials.live.redis.RedisBackend", "LOCATION": location}
elif location:
    HTMX_PARTIALS_LIVE = {"BACKEND": "htmx_partials.live.postgres.PostgresBackend"}
    parameters = conninfo_to_dict(location)
    database: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parameters["dbname"],
        "USER": parameters["user"],
        "HOST": parameters["host"],
        "PORT": parameters["port"],
    }
    DATABASES["default"] = database


def __getattr__(name: str) -> Any:
    if name != "application":
        raise AttributeError(name)
    from django.core.asgi import get_asgi_application

    from htmx_partials.live.asgi import with_live

    return with_live(get_asgi_application())
