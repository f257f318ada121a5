"""One view, one URL, one template: pages and htmx fragments from the same view."""

from __future__ import annotations

from .actions import Rerender, action
from .decorators import partial_response
from .rendering import render_partial_to_string
from .selection import SelectedPartial, selected_partial
from .shortcuts import render
from .views import PartialResponseMixin

__all__ = [
    "PartialResponseMixin",
    "Rerender",
    "SelectedPartial",
    "action",
    "partial_response",
    "render",
    "render_partial_to_string",
    "selected_partial",
]
