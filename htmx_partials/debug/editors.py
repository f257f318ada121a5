"""Links that open a template in an editor."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ..fragments import Location

DEFAULT = "vscode://file/{path}:{line}"


def editor_url() -> str:
    """
    Return `HTMX_PARTIALS_EDITOR`, the URL that opens a file at a line, or "" for none.

    Raises `ImproperlyConfigured` for a URL without a placeholder for the path.
    """
    url: str = getattr(settings, "HTMX_PARTIALS_EDITOR", DEFAULT) or ""
    if url and "{path}" not in url:
        raise ImproperlyConfigured(
            f"HTMX_PARTIALS_EDITOR = {url!r} does not say where the path of a file goes: write {{path}} and {{line}} "
            f"into it, as in {DEFAULT!r}."
        )
    return url


def editor_link(location: Location | None) -> str:
    """Return the link that opens a template, or "" if it is not in a file."""
    if location is None or not Path(location.path).is_absolute():
        return ""
    path = quote(location.path.replace("\\", "/"), safe="/:")
    return editor_url().replace("{path}", path).replace("{line}", str(location.line or 1))
