"""Live partials: a page follows what others change. See docs/live.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .changes import changed
    from .watching import watch

__all__ = ["changed", "watch"]


def __getattr__(name: str) -> Any:
    # Imported late: models may import this package before Django's apps are ready, and settings name its modules.
    if name == "changed":
        from .changes import changed

        return changed
    if name == "watch":
        from .watching import watch

        return watch
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
