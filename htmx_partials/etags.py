"""
ETags that keep the answers of one URL apart.

A browser sends the `ETag` that it has for a URL, whatever `Vary` says. So the ETag of
each answer ends with the kind of request that it answers, and the view sees only the
ETags of the kind that is asked for.

See "Conditional view processing" in Django's documentation.
"""

from __future__ import annotations

from hashlib import blake2s

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.regex_helper import _lazy_re_compile

from .requests import is_htmx
from .state import state_of

# The headers of the `Vary` line after the first, as keys of META.
DECIDING = ("HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST", "HTTP_HX_REQUEST_TYPE", "HTTP_HX_TARGET")

TAG = _lazy_re_compile(r'"([^"]*)"')
ANY_KIND = _lazy_re_compile(r'-htmx-(?:page|[0-9a-f]{12})(?=")')


def kind_of(request: HttpRequest) -> str:
    """
    Return the suffix of ETags for this kind of request.

    It is empty for a request that is not from htmx, if the middleware adds a suffix to all
    answers to htmx. A view alone cannot rely on that: a decorator above it may answer
    instead, so that its pages have a suffix too.
    """
    if not is_htmx(request):
        return "" if state_of(request).is_of_site else "-htmx-page"
    values = "\n".join(str(request.META.get(header, "")) for header in DECIDING)
    return f"-htmx-{blake2s(values.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def hide_other_kinds(request: HttpRequest) -> None:
    """Show the view the ETags of its own kind without their suffix, and make those of other kinds unknown to it."""
    meta = request.META
    # The second run of a view shares META and state with the first.
    if (
        "HTTP_IF_NONE_MATCH" in meta
        and (state := state_of(request)).if_none_match is None
        and (kind := kind_of(request))
    ):
        state.if_none_match = meta["HTTP_IF_NONE_MATCH"]
        meta["HTTP_IF_NONE_MATCH"] = TAG.sub(
            lambda tag: f'"{tag[1].removesuffix(kind)}"' if tag[1].endswith(kind) else f'"{tag[1]}{kind}"',
            meta["HTTP_IF_NONE_MATCH"],
        )
    if "HTTP_IF_MATCH" in meta:  # this is about the object, which is the same for all kinds of answers
        meta["HTTP_IF_MATCH"] = ANY_KIND.sub("", meta["HTTP_IF_MATCH"])


def show_kind(request: HttpRequest, response: HttpResponseBase) -> None:
    """Add the suffix of this kind to the ETag of the response, and restore the ETags of the request."""
    state = state_of(request)
    if state.if_none_match is not None:
        request.META["HTTP_IF_NONE_MATCH"] = state.if_none_match
        state.if_none_match = None
    if "etag" not in response.headers._store:  # as in most responses; `response.get()` takes longer
        return
    tag = response["ETag"]
    if tag.endswith('"') and not tag.endswith(f'{(kind := kind_of(request))}"'):
        response["ETag"] = f'{tag[:-1]}{kind}"'
