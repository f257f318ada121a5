"""One view, one URL, one template: pages and htmx fragments from the same view."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

# The modules are imported when one of the names is first used: a process that serves no page, a migration or a worker
# say, has this app installed and needs none of them.
MODULES = {
    "PartialResponseMixin": "views",
    "Rerender": "actions",
    "SelectedPartial": "selection",
    "action": "actions",
    "guarded_by": "guards",
    "partial_response": "decorators",
    "render": "shortcuts",
    "render_partial_to_string": "rendering",
    "selected_partial": "selection",
    "site_actions": "site",
}

if not TYPE_CHECKING:  # pragma: no branch

    def __getattr__(name: str) -> Any:
        if name not in MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{MODULES[name]}", __name__), name)
        return value
