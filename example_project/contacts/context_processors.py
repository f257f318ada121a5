from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def htmx_version(request: HttpRequest) -> dict[str, int]:
    return {"HTMX_VERSION": settings.HTMX_VERSION}


def other_version(request: HttpRequest) -> dict[str, str]:
    """The address of the same address book, written the other way, where it runs beside this one."""
    if not settings.OTHER_PORT:
        return {}
    url = urlsplit(request.build_absolute_uri("/"))
    return {"other_version": f"{url.scheme}://{url.hostname}:{settings.OTHER_PORT}/"}
