"""The tests' settings with django-components, which reads templates in a way of its own."""

from pathlib import Path

from addressbook import settings as addressbook
from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*addressbook.INSTALLED_APPS, "django_components"]
BASE_DIR = Path(__file__).parent
COMPONENTS = {"dirs": [], "app_dirs": [], "autodiscover": False}
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
