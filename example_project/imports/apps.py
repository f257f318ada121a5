from django.apps import AppConfig

from htmx_partials.live import watch


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from imports.models import Import

        watch(Import)
