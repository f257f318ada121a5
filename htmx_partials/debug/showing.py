"""What the middleware does in `DEBUG`: it shows what it knows of each answer."""

from __future__ import annotations

import logging
from collections import OrderedDict
from time import perf_counter

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ..requests import is_htmx
from ..state import state_of
from .explaining import Explanation, explain

logger = logging.getLogger("htmx_partials")

# The sizes of the pages that were last sent, by their paths, of so many at most.
MOST_PAGES = 1_000
page_sizes: OrderedDict[str, int] = OrderedDict()


def explained(request: HttpRequest, response: HttpResponseBase) -> Explanation:
    """The explanation of an answer, made once, with the time that it took."""
    state = state_of(request)
    if state.explanation is None:
        began = state.began
        milliseconds = None if began is None else (perf_counter() - began) * 1000
        said = state.explanation = explain(request, response)
        said.milliseconds = milliseconds
        if said.kind == "page" and said.size and said.status == 200:
            page_sizes[request.path] = said.size
            while len(page_sizes) > MOST_PAGES:
                page_sizes.popitem(last=False)
        elif said.kind in ("fragment", "companions"):
            said.page_size = page_sizes.get(request.path)
    return state.explanation


def show(request: HttpRequest, response: HttpResponseBase) -> None:
    """Log what is known of an answer to htmx, or of a view that declares partials."""
    if (is_htmx(request) or state_of(request).declared) and logger.isEnabledFor(logging.DEBUG):
        logger.debug("%s", explained(request, response))
