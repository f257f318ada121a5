"""
A panel of django-debug-toolbar: which partial answered a request, and why.

See "Panels" in django-debug-toolbar's documentation.
"""

from __future__ import annotations

from collections.abc import Awaitable
from time import perf_counter
from typing import Any

from asgiref.sync import sync_to_async
from debug_toolbar.panels import Panel
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ..fragments import Location
from ..state import state_of
from .editors import editor_link
from .explaining import Explanation, Part
from .showing import explanation_of
from .tags import Tag


class PartialsPanel(Panel):
    """
    Shows for each request which partial was the response, and why.

    Add `"htmx_partials.debug.PartialsPanel"` to `DEBUG_TOOLBAR_PANELS`. It works in sync
    and async sites, and for the requests of the history panel.
    """

    is_async = True
    title = nav_title = "Partials"
    nav_icon = "htmx_partials/panel.svg"  # type: ignore[assignment]
    template = "htmx_partials/debug_panel.html"

    @property
    def nav_subtitle(self) -> str:
        subtitle: str = self.get_stats().get("subtitle", "")
        return subtitle

    def process_request(self, request: HttpRequest) -> Any:
        state_of(request).started = perf_counter()
        response = super().process_request(request)
        return self.explain_awaited(request, response) if isinstance(response, Awaitable) else response

    async def explain_awaited(self, request: HttpRequest, response: Awaitable[HttpResponseBase]) -> HttpResponseBase:
        answer = await response
        # In a thread, because the tags around an empty partial may use the database.
        await sync_to_async(explanation_of)(request, answer)
        return answer

    def generate_stats(self, request: HttpRequest, response: HttpResponseBase) -> None:
        self.record_stats(stats_of(explanation_of(request, response)))


def stats_of(explanation: Explanation) -> dict[str, Any]:
    """Return what the panel shows, as JSON can store it."""
    size, page_size = explanation.size, explanation.page_size
    return {
        "subtitle": subtitle_of(explanation),
        "kind": explanation.kind,
        "reason": explanation.reason.split("`"),  # every second one is code
        "method": explanation.method,
        "url": explanation.url,
        "view": explanation.view,
        "status": explanation.status,
        "partial": part_stats(explanation.partial),
        "companions": [part_stats(part) for part in explanation.companions],
        "left_out": [
            part_stats(each.part) | {"name": each.name, "why": each.why.split("`")} for each in explanation.left_out
        ],
        "action": explanation.action,
        "is_second_run": explanation.is_second_run,
        "size": None if size is None else f"{size:,}",
        "page_size": page_size and f"{page_size:,}",
        "percent": round(100 * size / page_size) if size is not None and page_size else None,
        "queries": explanation.queries,
        "milliseconds": explanation.milliseconds,
        "headers": explanation.headers,
    }


def subtitle_of(explanation: Explanation) -> str:
    part = explanation.partial
    if part is None or explanation.kind == "page":
        return {"companions": "companions alone", "page": "the page"}.get(explanation.kind, "no partial")
    return f"{part.name}{': hidden' if part.hidden_by else ': empty' if part.is_empty else ''}"


def part_stats(part: Part | None) -> dict[str, Any]:
    if part is None:
        return {}
    return {
        "name": part.name,
        "size": f"{part.size:,}",
        "swap": part.swap,
        "is_empty": part.is_empty,
        "hidden_by": [tag_stats(tag) for tag in part.hidden_by],
        "tag_paths": [[tag_stats(tag) for tag in tags_around] for tags_around in part.tag_paths],
        **location_stats(part.location),
    }


def tag_stats(tag: Tag) -> dict[str, Any]:
    return {
        "source": tag.source,
        "branch": tag.branch,
        "is_whole": tag.is_whole,
        "shows": tag.shows,
        **location_stats(tag.location),
    }


def location_stats(location: Location | None) -> dict[str, str]:
    return {"location": str(location or ""), "link": editor_link(location)}
