"""What was asked for, what was sent, and why: for development."""

from __future__ import annotations

from .explaining import Explanation, explain

__all__ = ["Explanation", "explain"]
