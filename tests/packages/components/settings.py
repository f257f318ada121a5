"""The tests' settings with django-components."""

from pathlib import Path

from addressbook import settings as addressbook
from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*addressbook.INSTALLED_APPS, "django_components"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
BASE_DIR = Path(__file__).parent
COMPONENTS = {"autodiscover": False, "dirs": [], "app_dirs": []}
ROOT_URLCONF = "tests.packages.components.settings"
urlpatterns: list[object] = []
