import os
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent

# `make demo` runs this project on a developer's own machine only.
SECRET_KEY = "an example has no secrets"
DEBUG = True
ALLOWED_HOSTS = ["*"]

# The htmx that the pages load: 2 or 4. The templates and the views are the same for both.
HTMX_VERSION = int(os.environ.get("HTMX_VERSION", "2"))

# Where `make demo` serves the same address book written the other way: this one, or the one in usual/.
OTHER_PORT = os.environ.get("OTHER_PORT", "")

INSTALLED_APPS = [
    "contacts",
    "imports",
    "htmx_partials",
    "htmx_partials.live",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.humanize",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "htmx_partials.middleware.HtmxPartialsMiddleware",
]

# A link within the site swaps the block `content` into <main id="content">, on the sign-in pages, too.
HTMX_PARTIALS_TARGETS = {"content": "content"}

# The title is sent with every fragment, and the messages go to the toasts.
HTMX_PARTIALS_OOB = {"title": None, "base.html#messages": "beforeend:#toasts"}

ROOT_URLCONF = "addressbook.urls"
WSGI_APPLICATION = "addressbook.wsgi.application"
ASGI_APPLICATION = "addressbook.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "contacts.context_processors.htmx_version",
                "contacts.context_processors.other_version",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE", BASE_DIR / "addressbook.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    },
}

# What carries signals between processes, so that pages follow what others change. Without it, each process has its own.
LIVE = os.environ.get("LIVE", "")
HTMX_PARTIALS_LIVE: dict[str, Any] = {}
if LIVE.startswith("redis"):
    HTMX_PARTIALS_LIVE = {
        "BACKEND": "htmx_partials.live.redis.RedisBackend",
        "LOCATION": LIVE if "://" in LIVE else "redis://127.0.0.1:6379/0",
    }
elif LIVE == "postgres":
    HTMX_PARTIALS_LIVE = {"BACKEND": "htmx_partials.live.postgres.PostgresBackend", "LOCATION": "live"}
    DATABASES["live"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("PGDATABASE", "postgres"),
        "USER": os.environ.get("PGUSER", "postgres"),
        "PASSWORD": os.environ.get("PGPASSWORD", ""),
        "HOST": os.environ.get("PGHOST", "127.0.0.1"),
        "PORT": os.environ.get("PGPORT", "5432"),
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# `manage.py db_worker` runs what takes long.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "contacts"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"

# Nothing inline, and nothing from other sites. htmx is configured not to write a <style>, see base.html.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
