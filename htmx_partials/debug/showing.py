"""Report the explanation of each response, for the middleware in `DEBUG`."""

from __future__ import annotations

import logging
from collections import OrderedDict
from time import perf_counter
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ..requests import is_htmx
from ..state import state_of
from .explaining import Explanation, explain
from .scripts import add_header

logger = logging.getLogger("htmx_partials")

# The sizes of the pages that were last sent, by their paths, and how many of them are kept.
MAX_PAGES = 1_000
page_sizes: OrderedDict[str, int] = OrderedDict()


def explanation_of(request: HttpRequest, response: HttpResponseBase) -> Explanation:
    """Return the explanation of a response, with the time that it took. It is made once."""
    state = state_of(request)
    if state.explanation is None:
        started = state.started
        milliseconds = None if started is None else (perf_counter() - started) * 1000
        explanation = state.explanation = explain(request, response)
        explanation.milliseconds = milliseconds
        if explanation.kind == "page" and explanation.size and explanation.status == 200:
            page_sizes[request.path] = explanation.size
            while len(page_sizes) > MAX_PAGES:
                page_sizes.popitem(last=False)
        elif explanation.kind in ("fragment", "companions"):
            explanation.page_size = page_sizes.get(request.path)
    return state.explanation


def report_responses(middleware: Any) -> None:
    """Let this middleware measure views and report their responses, at no cost to one that does not."""
    process_response = middleware.process_response

    def process_and_report(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer: HttpResponseBase = process_response(request, response)
        report(request, answer)
        return answer

    middleware.process_view = note_start
    middleware.process_response = process_and_report


def note_start(request: HttpRequest, *args: Any) -> None:
    state_of(request).started = perf_counter()


def report(request: HttpRequest, response: HttpResponseBase) -> None:
    """
    Report the explanation of a response: to the page's script, in a header, and in the log.

    Only responses to htmx, and those of views that declare partials, are worth a line.
    """
    by_htmx = is_htmx(request)
    if by_htmx:
        add_header(request, response, explanation_of(request, response))
    if (by_htmx or state_of(request).declared) and logger.isEnabledFor(logging.DEBUG):
        logger.debug("%s", explanation_of(request, response))
