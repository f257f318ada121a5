from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def only_editors_act[F: Callable[..., HttpResponseBase]](view: F) -> F:
    """Let everybody read. To send anything, a user needs the permission to change contacts."""
    for_editors = permission_required("contacts.change_contact")(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view if request.method in ("GET", "HEAD", "OPTIONS") else for_editors
        return answer(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]
