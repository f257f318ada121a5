"""What guards a view, and would not guard its actions: that is refused."""

from __future__ import annotations

from collections.abc import Callable
from inspect import unwrap
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.views.generic import View

from .responses import name_of

# What an action may answer.
METHODS = ("POST", "DELETE")


def refuse_unguarded_view(view: Callable[..., Any]) -> None:
    """A decorator below `partial_response()` has the view in it, and not its actions."""
    if hasattr(view, "view_class"):
        raise ImproperlyConfigured(
            f"{name_of(view)} is a class-based view, whose dispatch() would not guard this action. Give the class "
            f"PartialResponseMixin and mark its methods with @htmx_partials.action."
        )
    if hasattr(view, "__wrapped__"):
        raise ImproperlyConfigured(
            f"{name_of(view)} has a decorator below @partial_response, which would not guard this action. Put "
            f"@partial_response right above the view and the other decorators above it."
        )


def refuse_unguarded_function(function: Callable[..., Any]) -> None:
    """What a decorator above `.action` has wrapped was declared without it."""
    inner: Any = unwrap(function)
    there: Any = getattr(inner, "__globals__", {}).get(getattr(inner, "__name__", None))
    if there is not function and unwrap(there, stop=lambda each: each is function) is function:
        raise ImproperlyConfigured(
            f"{name_of(inner)} has a decorator above the one that makes it an action, which "
            f"would not guard it. Put the decorator that makes it an action above all others."
        )


def refuse_unguarded_class(view_class: Any) -> None:
    bases = view_class.__mro__
    for base in bases[bases.index(View) + 1 :]:
        if "dispatch" in vars(base):
            raise ImproperlyConfigured(
                f"{name_of(base)} stands behind a view in the bases of {name_of(view_class)}, where its dispatch() is "
                f"never called: it guards neither the view nor its actions. Put it first."
            )
    for method in METHODS:
        handler = getattr(view_class, method.lower(), None)
        if hasattr(handler, "__wrapped__") and not hasattr(handler, "htmx_partials_actions"):
            raise ImproperlyConfigured(
                f"{name_of(view_class)}.{method.lower()}() has a decorator, which would not guard the actions that "
                f"take its place. Put it on dispatch(), or on the actions, too."
            )
