from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks


class HtmxPartialsConfig(AppConfig):
    name = "htmx_partials"
    verbose_name = "htmx partials"

    def ready(self) -> None:
        checks.register(check_partials, checks.Tags.templates, checks.Tags.urls)


def check_partials(**kwargs: Any) -> list[checks.CheckMessage]:
    # Imported here, because the modules that read templates and sources are not needed to serve a site.
    from .checks import check_partials

    return check_partials(**kwargs)
