"""The example project as a site to test."""

from types import ModuleType
from typing import Any

from django.test import override_settings

from addressbook import settings as addressbook

OF_THE_MACHINE = {"DATABASES", "DEBUG", "ALLOWED_HOSTS", "INSTALLED_APPS", "BASE_DIR"}


def settings_of(module: ModuleType) -> dict[str, Any]:
    return {name: getattr(module, name) for name in dir(module) if name.isupper() and name not in OF_THE_MACHINE}


def example_site(**settings: Any) -> override_settings:
    """The settings of the example project, for a `with`; the database stays that of the tests."""
    return override_settings(**settings_of(addressbook) | settings)
