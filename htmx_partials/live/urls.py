"""`path("live/", include("htmx_partials.live.urls"))`: the only URL of live partials."""

from __future__ import annotations

from django.urls import path

from .views import stream

app_name = "htmx_partials_live"
urlpatterns = [path("", stream, name="stream")]
