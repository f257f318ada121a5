"""The example project as a site to test, and the same address book written in the usual way."""

from types import ModuleType
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model
from django.test import override_settings

import addressbook.settings
import usual.settings
from contacts.models import Contact, Event, Note
from contacts.seeds import seed

# Each change of the language adds a context variable to asgiref for good, which slows down all async tests.
NOT_CHANGED = {"DATABASES", "DEBUG", "ALLOWED_HOSTS", "INSTALLED_APPS", "BASE_DIR", "LANGUAGE_CODE"}


def settings_of(module: ModuleType) -> dict[str, Any]:
    return {name: getattr(module, name) for name in dir(module) if name.isupper() and name not in NOT_CHANGED}


VERSIONS = {"partials": settings_of(addressbook.settings), "usual": settings_of(usual.settings)}
SETTINGS = VERSIONS["partials"]


def example_site(version: str = "partials", **settings: Any) -> override_settings:
    """Return the settings of a version of the example project, for a `with`. The database stays that of the tests."""
    return override_settings(**VERSIONS[version] | settings)


ROWS: dict[str, list[tuple[Any, ...]]] = {}


def seed_anew() -> None:
    """Fill the empty address book as `seed()` does. From the second time on, insert the rows of the first time."""
    models: list[type[Model]] = [User, Contact, Event, Note]
    if not ROWS:
        seed()
        with connection.cursor() as cursor:
            for model in models:
                cursor.execute(f"SELECT * FROM {model._meta.db_table}")
                ROWS[model._meta.db_table] = cursor.fetchall()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in ROWS.items():
            cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)
