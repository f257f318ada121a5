"""`render()`: Django's shortcut, for a response that is the page or a partial of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.response import TemplateResponse

from .requests import is_htmx
from .responses import render_later, separate_in_caches
from .selection import NOTHING_DECLARED, OutOfBand, Partials, Targets, apply_action, current_partials, prepare_request


def render(
    request: HttpRequest,
    template_name: str | Sequence[str],
    context: dict[str, Any] | None = None,
    content_type: str | None = None,
    status: int | None = None,
    using: str | None = None,
    *,
    partial: str | Iterable[str] | None = None,
    targets: Targets | None = None,
    oob: OutOfBand | None = None,
) -> TemplateResponse:
    """
    Return an unrendered `TemplateResponse` of the page, or of a partial of it.

    The positional arguments are those of `django.shortcuts.render()`. `partial` is the
    name of a partial that may be asked for, or several names. `targets` and `oob` are as for
    `partial_response()`. In a decorated view, each of them that is given replaces what the
    decorator declares. In another view, they are all that is declared.
    """
    declared = current_partials(request)
    partials = declared or NOTHING_DECLARED
    if not (partial is targets is oob is None):
        partials = Partials(
            partials.names if partial is None else partial,
            partials.targets if targets is None else targets,
            partials.oob if oob is None else oob,
            companions_alone=partial is not None and not partial,
        )
        # Only in the second run: what an action itself renders is already its answer.
        if request.method == "GET":
            partials = apply_action(request, partials)
    # Given a charset, Django does not search the content type for one, only to encode content that is still empty.
    response = TemplateResponse(request, template_name, context, content_type, status, settings.DEFAULT_CHARSET, using)
    response.charset = None  # type: ignore[assignment]  # from now on it is that of the content type
    if declared is None:
        prepare_request(request, lambda: partials)
        separate_in_caches(request, response)
    if is_htmx(request):
        render_later(request, response, response, partials)
    return response
