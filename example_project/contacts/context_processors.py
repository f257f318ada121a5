from django.conf import settings
from django.http import HttpRequest


def htmx_version(request: HttpRequest) -> dict[str, int]:
    return {"HTMX_VERSION": settings.HTMX_VERSION}
