"""The tests' settings with the packages that recipes are about."""

from addressbook import settings as addressbook
from tests.settings import *  # noqa: F403

INSTALLED_APPS = [
    *addressbook.INSTALLED_APPS,
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_cotton.apps.SimpleAppConfig",
    "django_filters",
    "django_tables2",
    "neapolitan",
]
MIDDLEWARE = [
    *MIDDLEWARE[:-1],  # noqa: F405
    "allauth.account.middleware.AccountMiddleware",
    *MIDDLEWARE[-1:],  # noqa: F405
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
ACCOUNT_EMAIL_VERIFICATION = "none"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
