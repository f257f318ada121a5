"""Processes that are forked, as the workers of a server that has loaded the application before."""

from __future__ import annotations

import os
from collections.abc import Callable


def after_fork(forget: Callable[[], object]) -> None:
    """Call this in each process that is forked from this one, which must not share what it forgets."""
    if hasattr(os, "register_at_fork"):  # not on Windows, where no process is forked
        os.register_at_fork(after_in_child=forget)
