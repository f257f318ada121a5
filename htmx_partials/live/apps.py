from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.core.signals import request_started


class HtmxPartialsLiveConfig(AppConfig):
    name = "htmx_partials.live"
    label = "htmx_partials_live"
    verbose_name = "htmx partials, live"

    def ready(self) -> None:
        from .changes import end_session
        from .configuration import current_backend
        from .moments import note_start

        current_backend()  # raises an error for a mistake in the settings
        request_started.connect(note_start, dispatch_uid="htmx_partials.live")
        user_logged_out.connect(end_session, dispatch_uid="htmx_partials.live")
