"""What `{% partials_debug %}` and the response header tell the script that highlights swaps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..compat import nonce_attribute
from ..nodes import AnyTemplate
from ..rendering import page_of
from ..selection import NOTHING_DECLARED, current_partials
from ..state import state_of
from .editors import editor_link
from .explaining import Explanation, Part, context_of, page_template
from .outline import Outlined, outline

HEADER = "X-Htmx-Partials"

# Servers and proxies refuse long headers. Without the page's other partials it is short.
MOST_CHARACTERS = 4_000


def script_tag(context: Context) -> SafeString:
    """Return the script's element, with the partials of the page that is being rendered."""
    request: HttpRequest | None = context.get("request")
    partials = outline_of(request, context.template, context.flatten())
    return format_html(
        '<script src="{}" data-style="{}" data-partials="{}"{} defer></script>',
        static("htmx_partials/debug.js"),
        static("htmx_partials/debug.css"),
        json.dumps(partials),
        nonce_attribute(request),
    )


def add_header(request: HttpRequest, response: HttpResponseBase, explanation: Explanation) -> None:
    """Tell the script what this response is, and which partials its page has."""
    data = client_data(explanation)
    template = page_of(rendered.template) if (rendered := state_of(request).rendered) else page_template(response)
    partials = outline_of(request, template, context_of(response)) if template else []
    value = as_json(data | {"partials": partials})
    response[HEADER] = value if len(value) <= MOST_CHARACTERS else as_json(data)


def as_json(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"))


def client_data(explanation: Explanation) -> dict[str, Any]:
    hidden = [each.part for each in explanation.left_out if each.part and each.part.hidden_by]
    return {
        "kind": explanation.kind,
        "reason": explanation.reason,
        "partial": explanation.partial and part_data(explanation.partial),
        "companions": [part_data(part) for part in explanation.companions],
        "hidden": [part_data(part) for part in hidden],
        "queries": explanation.queries,
        "milliseconds": explanation.milliseconds and round(explanation.milliseconds, 1),
    }


def part_data(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "location": str(part.location or ""),
        "link": editor_link(part.location),
        "size": part.size,
        "swap": part.swap,
        "id": part.root_id,
        "empty": part.why_empty if part.is_empty else "",
    }


def outline_of(
    request: HttpRequest | None, template: AnyTemplate, context: dict[Any, Any] | None
) -> Sequence[dict[str, Any]]:
    partials = (request and (state_of(request).partials or current_partials(request))) or NOTHING_DECLARED
    try:
        found = outline(template, context or {}, partials)
    except Exception:  # noqa: BLE001 - what is wrong with a template is said where it is rendered
        return []
    return [outlined_data(each) for each in found]


def outlined_data(outlined: Outlined) -> dict[str, Any]:
    return {
        "name": outlined.name,
        "location": str(outlined.location),
        "link": editor_link(outlined.location),
        "ids": outlined.ids,
    }
