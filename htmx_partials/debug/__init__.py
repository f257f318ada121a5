"""What was asked for, what was sent, and why: for development."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .explaining import Explanation, explain

if TYPE_CHECKING:
    from .panel import PartialsPanel

__all__ = ["Explanation", "PartialsPanel", "explain"]


def __getattr__(name: str) -> Any:
    # Only the panel needs django-debug-toolbar.
    if name == "PartialsPanel":
        from .panel import PartialsPanel

        return PartialsPanel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
