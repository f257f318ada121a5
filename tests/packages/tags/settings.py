"""The tests' settings with packages that have template tags."""

from addressbook import settings as addressbook
from tests.settings import *  # noqa: F403

INSTALLED_APPS = [
    *addressbook.INSTALLED_APPS,
    "waffle",
    "mptt",
    "guardian",
    "rules",
    "sekizai",
    "slippers",
    "crispy_forms",
    "crispy_bootstrap5",
    "tests.packages.tags",
]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
