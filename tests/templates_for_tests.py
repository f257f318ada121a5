"""Settings for tests that write their templates themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

LOCMEM = "django.template.loaders.locmem.Loader"
CACHED = "django.template.loaders.cached.Loader"


def in_memory(
    templates: Mapping[str, str],
    *directories: Mapping[str, str],
    cached: bool = True,
    debug: bool = False,
    processors: Sequence[str] = ("django.template.context_processors.request",),
    name: str = "django",
    **options: Any,
) -> dict[str, Any]:
    """One engine of `settings.TEMPLATES` with these templates; `directories` are searched after the first."""
    loaders: list[Any] = [(LOCMEM, each) for each in (templates, *directories)]
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": name,
        "OPTIONS": {
            "loaders": [(CACHED, loaders)] if cached else loaders,
            "debug": debug,
            "context_processors": list(processors),
            **options,
        },
    }
