from __future__ import annotations

from django.apps import AppConfig


class HtmxPartialsConfig(AppConfig):
    name = "htmx_partials"
    verbose_name = "htmx partials"
