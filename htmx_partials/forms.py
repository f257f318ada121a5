"""Forms of actions: bound after the action's own guards, and just before the action."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutine
from types import CellType, FunctionType
from typing import Any, Concatenate

from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from .guards import contents_of, layers

type FormFactory = type[Any] | Callable[Concatenate[HttpRequest, ...], Any]


class InvalidFormError(Exception):
    """Carries an invalid form from inside all decorators of an action to the caller."""

    def __init__(self, form: Any) -> None:
        super().__init__(form)
        self.form = form


def is_invalid(value: Any) -> bool:
    """Return whether this is a bound form with errors. Lazy objects are not evaluated."""
    return hasattr(type(value), "is_valid") and getattr(value, "is_bound", False) and not value.is_valid()


def valid_form(name: str, make_form: Any, request: HttpRequest, /, *args: Any, **kwargs: Any) -> Any:
    """
    Return the valid form of an action, from a form class or from a callable that takes the view's arguments.

    Raises `InvalidFormError` for a form with errors, and `ImproperlyConfigured` for one that is not bound.
    """
    if isinstance(make_form, type):
        form = make_form(request.GET if request.method == "DELETE" else request.POST, request.FILES)
    else:
        form = run_to_completion(make_form(request, *args, **kwargs))
    if not getattr(form, "is_bound", False):
        raise ImproperlyConfigured(
            f"The form= of the action {name!r} returned {type(form).__name__!r} and no bound form. Make it with "
            f"the data of the request, as in TodoForm(request.POST, instance=todo)."
        )
    if not form.is_valid():
        raise InvalidFormError(form)
    return form


def run_to_completion(result: Any) -> Any:
    """Return the result of a function, after running a coroutine to completion."""

    async def awaited() -> Any:
        return await result

    return async_to_sync(awaited)() if iscoroutine(result) else result


# -- Behind the action's own guards ---------------------------------------------------


def can_replace_innermost(function: Any, innermost: Any) -> bool:
    """Return whether the innermost function can be replaced, with its decorators around the new one."""
    found = layers(function)
    return (
        any(each is innermost for each in found)
        and all(
            type(layer) is FunctionType and any(cell_holds(cell, layer.__wrapped__) for cell in layer.__closure__ or ())  # type: ignore[attr-defined]
            for layer in found[: found.index(innermost)]
        )
    )


def cell_holds(cell: CellType, function: Any) -> bool:
    return any(content is function for content in contents_of(cell))


def inject_form(function: Any, innermost: Any, form_for: FormFactory) -> Any:
    """
    Return the function with its decorators, but with a form passed to the innermost function.

    `form_for` makes the form from the arguments that reach the innermost function, or raises
    `InvalidFormError`.
    """

    def given(*args: Any, **kwargs: Any) -> Any:
        return innermost(*args, **kwargs, form=form_for(*args, **kwargs))

    async def given_async(*args: Any, **kwargs: Any) -> Any:
        # In a thread, because forms may use the database.
        return await innermost(*args, **kwargs, form=await sync_to_async(form_for)(*args, **kwargs))

    return rewrap(wraps(innermost)(given_async if iscoroutinefunction(innermost) else given), function, innermost)


def rewrap(replacement: Any, function: Any, innermost: Any) -> Any:
    """Return copies of the decorators around the innermost function, around another function."""
    if function is innermost:
        return replacement
    wrapped = rewrap(replacement, function.__wrapped__, innermost)
    closure = tuple(
        CellType(wrapped) if cell_holds(cell, function.__wrapped__) else cell for cell in function.__closure__
    )
    copy = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__, closure)
    copy.__kwdefaults__ = function.__kwdefaults__
    vars(copy).update(vars(function), __wrapped__=wrapped)
    return copy
