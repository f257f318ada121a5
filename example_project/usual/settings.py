"""The same address book without htmx-partials, written in the usual way."""

from addressbook.settings import (
    ALLOWED_HOSTS,
    BASE_DIR,
    DATABASES,
    DEBUG,
    DEFAULT_AUTO_FIELD,
    HTMX_VERSION,
    LANGUAGE_CODE,
    LOGIN_REDIRECT_URL,
    LOGIN_URL,
    OTHER_PORT,
    SECRET_KEY,
    SECURE_CSP,
    STATIC_URL,
    TASKS,
    TIME_ZONE,
    USE_I18N,
    USE_TZ,
)

__all__ = [
    "ALLOWED_HOSTS",
    "DATABASES",
    "DEBUG",
    "DEFAULT_AUTO_FIELD",
    "HTMX_VERSION",
    "LANGUAGE_CODE",
    "LOGIN_REDIRECT_URL",
    "LOGIN_URL",
    "OTHER_PORT",
    "SECRET_KEY",
    "SECURE_CSP",
    "STATIC_URL",
    "TASKS",
    "TIME_ZONE",
    "USE_I18N",
    "USE_TZ",
]

INSTALLED_APPS = [
    "contacts",
    "imports",
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
    "usual.middleware.BoostMiddleware",
]

ROOT_URLCONF = "usual.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "usual/templates"],
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
