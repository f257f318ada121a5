"""Small projects to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage
from django.test import override_settings
from django.urls import path

from htmx_partials.checks import check_partials
from tests.templates_for_tests import HTMX_MIDDLEWARE, in_memory


class Site:
    """A project with templates, and a URLconf of views by their names."""

    def __init__(self, templates: Mapping[str, str], views: Mapping[str, Any]) -> None:
        self.templates = templates
        self.urlpatterns = [path(f"{name}/", view, name=name) for name, view in views.items()]


def check(
    templates: Mapping[str, str] | str, *views: Any, builtins: Sequence[str] = (), **settings: Any
) -> list[CheckMessage]:
    """Return the messages of the checks. A single template is `page.html`, and the URL of a single view is `/view/`."""
    site = Site(
        {"page.html": templates} if isinstance(templates, str) else templates,
        {f"view{number or ''}": view for number, view in enumerate(views)},
    )
    engines = [in_memory(site.templates, builtins=[*builtins])]
    with override_settings(**{"TEMPLATES": engines, "ROOT_URLCONF": site, "MIDDLEWARE": [HTMX_MIDDLEWARE]} | settings):
        return check_partials()


def said(messages: list[CheckMessage]) -> list[str]:
    return [f"{str(each.id).removeprefix('htmx_partials.')} {each.msg}" for each in messages]
