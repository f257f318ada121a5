"""The URL of the stream."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix


def stream_url() -> str:
    """
    Return the URL of the stream, for pages.

    Raises `ImproperlyConfigured` if the URLconf has none.
    """
    try:
        return reverse("htmx_partials_live:stream")
    except NoReverseMatch as error:
        raise ImproperlyConfigured(
            "The URLconf has no stream of live partials. Add path('live/', include('htmx_partials.live.urls')) to it."
        ) from error


def stream_path() -> str:
    """Return the path of the stream without the script prefix, as in URLconfs."""
    prefix = get_script_prefix()
    set_script_prefix("/")
    try:
        return stream_url()
    finally:
        set_script_prefix(prefix)
