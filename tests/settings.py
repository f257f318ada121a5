"""A small project for the tests, without site-wide settings. Tests of the example have its settings, see sites.py."""

import os
import tempfile
from pathlib import Path

from addressbook import settings as addressbook

INSTALLED_APPS = [*addressbook.INSTALLED_APPS, "tests.docs.pages.todos"]
SECRET_KEY = "tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
LANGUAGE_CODE = "en-gb"  # that of the example, see sites.py
USE_TZ = True
STATIC_URL = "static/"
HTMX_VERSION = 2
OTHER_PORT = ""
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "addressbook.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# A file rather than memory, so that the threads of a live server have connections of their own; one for each process.
run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        "TEST": {"NAME": Path(tempfile.gettempdir()) / f"htmx-partials-{run}.sqlite3"},
    },
}
