"""The example project as a site to test, and the same address book written in the usual way."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import override_settings

import addressbook.settings
import usual.settings
from contacts.models import Contact, Event, Note

NOT_CHANGED = {"DATABASES", "DEBUG", "ALLOWED_HOSTS", "INSTALLED_APPS", "BASE_DIR"}


def settings_of(module: ModuleType) -> dict[str, Any]:
    return {name: getattr(module, name) for name in dir(module) if name.isupper() and name not in NOT_CHANGED}


VERSIONS = {"partials": settings_of(addressbook.settings), "usual": settings_of(usual.settings)}
SETTINGS = VERSIONS["partials"]


def example_site(version: str = "partials", **settings: Any) -> override_settings:
    """Return the settings of a version of the example project, for a `with`. The database stays that of the tests."""
    return override_settings(**VERSIONS[version] | settings)


TABLES = [model._meta.db_table for model in (User, Contact, Event, Note)]
ROWS: dict[Callable[[], object], dict[str, list[tuple[Any, ...]]]] = {}


def fill_anew(fill: Callable[[], object]) -> None:
    """Fill the empty address book as `fill()` does. From the second time on, insert the rows of the first time."""
    with transaction.atomic(), connection.cursor() as cursor:
        if fill not in ROWS:
            fill()
            ROWS[fill] = {table: cursor.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
            return
        for table, rows in ROWS[fill].items():
            cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)
