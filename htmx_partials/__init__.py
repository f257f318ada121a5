"""One view, one URL, one template: pages and htmx fragments from the same view."""

from __future__ import annotations

from .actions import Rerender, action
from .decorators import partial_response
from .guards import guarded_by
from .rendering import render_partial_to_string
from .selection import SelectedPartial, selected_partial
from .shortcuts import render
from .site import site_actions
from .views import PartialResponseMixin

__all__ = [
    "PartialResponseMixin",
    "Rerender",
    "SelectedPartial",
    "action",
    "guarded_by",
    "partial_response",
    "render",
    "render_partial_to_string",
    "selected_partial",
    "site_actions",
]
