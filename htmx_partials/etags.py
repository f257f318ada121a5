"""
Answers of different kinds have one URL, and never validate each other.

A browser asks with the `ETag` that it has of a URL, whatever `Vary` says. So the tag of
an answer gets the kind of request that it is for, and of the tags that a request brings
only those of its own kind are what the view compares.

See "Conditional view processing" in Django's documentation.
"""

from __future__ import annotations

import re
from hashlib import blake2s

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .requests import is_htmx
from .state import state_of

# The headers of the `Vary` line, where `META` has them, but for the first.
DECIDING = ("HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST", "HTTP_HX_REQUEST_TYPE", "HTTP_HX_TARGET")

TAG = re.compile(r'"([^"]*)"')
ANY_KIND = re.compile(r'-htmx-(?:page|[0-9a-f]{12})(?=")')


def kind_of(request: HttpRequest) -> str:
    """
    What the tag of an answer to this request ends with.

    That is nothing for anybody but htmx, where the middleware sees what htmx gets and
    gives that a kind. A view alone does not: a decorator above it may answer instead.
    """
    if not is_htmx(request):
        return "" if state_of(request).is_of_site else "-htmx-page"
    values = "\n".join(str(request.META.get(header, "")) for header in DECIDING)
    return f"-htmx-{blake2s(values.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def hide_other_kinds(request: HttpRequest) -> None:
    """Show the view its own tags of the kind that is asked for; those of another kind become none that it knows."""
    meta, state = request.META, state_of(request)
    # A second run of a view shares both with the first.
    if "HTTP_IF_NONE_MATCH" in meta and state.if_none_match is None and (kind := kind_of(request)):
        state.if_none_match = meta["HTTP_IF_NONE_MATCH"]
        meta["HTTP_IF_NONE_MATCH"] = TAG.sub(
            lambda tag: f'"{tag[1].removesuffix(kind)}"' if tag[1].endswith(kind) else f'"{tag[1]}{kind}"',
            meta["HTTP_IF_NONE_MATCH"],
        )
    if "HTTP_IF_MATCH" in meta:  # the object must be what it was, whichever kind of answer it came in
        meta["HTTP_IF_MATCH"] = ANY_KIND.sub("", meta["HTTP_IF_MATCH"])


def show_kind(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in the answer's tag of which kind it is, and give the request its own tags back."""
    state = state_of(request)
    if state.if_none_match is not None:
        request.META["HTTP_IF_NONE_MATCH"] = state.if_none_match
        state.if_none_match = None
    tag = response.get("ETag")
    if tag and tag.endswith('"') and not tag.endswith(f'{(kind := kind_of(request))}"'):
        response["ETag"] = f'{tag[:-1]}{kind}"'
