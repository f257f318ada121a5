"""The tests' settings with django-cotton."""

from addressbook import settings as addressbook
from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*addressbook.INSTALLED_APPS, "django_cotton.apps.SimpleAppConfig"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
