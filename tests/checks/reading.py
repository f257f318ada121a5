"""
Check all templates of a package as if a view named each of their partials and blocks.

`python -m tests.checks.reading django_tables2` prints the number of templates, and the messages of the checks. It needs
a process of its own, because a package has apps of its own.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings

APPS = {
    "django.contrib.admin": ["django.contrib.admindocs"],
    "allauth": [
        "allauth.account",
        "allauth.socialaccount",
        "allauth.mfa",
        "allauth.usersessions",
        "django.contrib.humanize",
    ],
    "debug_toolbar": [],
    "django_filters": [],
    "django_tables2": [],
    "wagtail": [
        *(
            f"wagtail.{each}"
            for each in ("admin", "documents", "embeds", "images", "search", "sites", "snippets", "users")
        ),
        *(f"wagtail.contrib.{each}" for each in ("forms", "redirects", "settings", "styleguide", "table_block")),
        "modelcluster",
        "taggit",
        "wagtail.contrib.simple_translation",
        "wagtail.contrib.typed_table_block",
        "wagtail.locales",
    ],
}
MIDDLEWARE = {"allauth": ["allauth.account.middleware.AccountMiddleware"]}
BASE = ["admin", "auth", "contenttypes", "messages", "sessions", "sites", "staticfiles"]


def set_up(package: str) -> None:
    base = [f"django.contrib.{each}" for each in BASE]
    settings.configure(
        INSTALLED_APPS=list(dict.fromkeys([*base, package, *APPS[package], "htmx_partials"])),
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        ROOT_URLCONF=__name__,
        STATIC_URL="static/",
        MIDDLEWARE=["django_htmx.middleware.HtmxMiddleware", *MIDDLEWARE.get(package, ())],
        WAGTAIL_SITE_NAME="site",
        WAGTAILADMIN_BASE_URL="http://localhost",
    )
    django.setup()


urlpatterns: list[Any] = []


def templates_of(package: str) -> list[str]:
    """Return the names of the templates in a package."""
    directory = Path(import_module(package).__file__ or "").parent
    found = {
        file.relative_to(templates).as_posix()
        for templates in directory.rglob("templates")
        for file in templates.rglob("*")
        if file.suffix in (".html", ".txt")
    }
    return sorted(found)


def read(package: str) -> dict[str, Any]:
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template
    from django.urls import path

    from htmx_partials import partial_response
    from htmx_partials.checks import check_partials
    from htmx_partials.nodes import blocks_of, partials_of

    broken = []
    for name in templates_of(package):
        try:
            template: Any = get_template(name).template  # type: ignore[attr-defined]
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            broken.append(f"{name}: {error}")
            continue
        names = [*partials_of(template), *(f"block:{each}" for each in blocks_of(template))]
        view = partial_response(*names, template=name)(lambda request: {})
        urlpatterns.append(path(f"{len(urlpatterns)}/", view))
    messages = [f"{each.id}: {each.msg}" for each in check_partials()]
    return {"read": len(urlpatterns), "broken": broken, "messages": messages}


if __name__ == "__main__":
    sys.modules["tests.checks.reading"] = sys.modules["__main__"]
    set_up(sys.argv[1])
    settings.ROOT_URLCONF = "tests.checks.reading"
    print(json.dumps(read(sys.argv[1]), indent=1))
