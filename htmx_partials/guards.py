"""
Refuse actions that a guard of their view would not guard.

Nobody can say what a decorator does. So an action is accepted only if it is certain that
no decorator guards the view and not the action. `check_guards=False` accepts it anyway.
"""

from __future__ import annotations

import dis
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from inspect import getclosurevars
from operator import attrgetter
from types import CellType, CodeType, FrameType, FunctionType
from typing import Any, NamedTuple
from weakref import WeakSet

from django.core.exceptions import ImproperlyConfigured
from django.views.decorators import http
from django.views.generic import View

from .responses import name_of

# The methods that actions may be sent with.
METHODS = ("POST", "DELETE")


def is_plain_function(function: Any, block: CodeType) -> bool:
    """
    Return whether this is exactly what a `def` in this block of code has made.

    What a decorator returns in its place has the code of the decorator, whatever its name
    is. A function that holds another function, which it may call, is not plain either.
    """
    return (
        type(function) is FunctionType
        and not hasattr(function, "__wrapped__")
        and any(each is function.__code__ for each in block.co_consts)
        and not any(callable(each) and not isinstance(each, type) for each in held_by(function))
    )


def held_by(function: FunctionType) -> list[Any]:
    """Return what a function has in its closure and as defaults."""
    return [
        *(function.__defaults__ or ()),
        *(function.__kwdefaults__ or {}).values(),
        *(content for cell in function.__closure__ or () for content in contents_of(cell)),
    ]


def contents_of(cell: CellType) -> tuple[Any, ...]:
    try:
        return (cell.cell_contents,)
    except ValueError:  # the cell is empty so far
        return ()


def guarded_by[F: Callable[..., Any]](*guards: Callable[[Any], Any]) -> Callable[[F], F]:
    """
    Decorate an action with guards of views; the first is asked first.

    This does the same as writing them above the action. But for a type checker, `login_required`
    is for functions that return a response, and an action may return nothing.

    Returns a decorator that keeps the type of what it decorates. See "Limiting access to
    logged-in users" in Django's documentation of authentication.
    """

    def decorate(function: Any) -> Any:
        for guard in reversed(guards):
            function = guard(function)
        return function

    return decorate


# -- The view below an action ---------------------------------------------------------


def refuse_unguarded_view(view: Callable[..., Any], *, is_plain: bool) -> None:
    """Raise `ImproperlyConfigured` if a decorator below `partial_response()` wraps the view, but not its actions."""
    if hasattr(view, "view_class"):
        raise ImproperlyConfigured(
            f"{name_of(view)} is a class-based view, whose dispatch() would not guard this action. Give the class "
            f"PartialResponseMixin and mark its methods with @htmx_partials.action."
        )
    if hasattr(view, "__wrapped__"):
        raise ImproperlyConfigured(
            f"{name_of(view)} has a decorator below @partial_response, which would not guard this action. Put "
            f"@partial_response right above the view and the other decorators above it. Where none of them guards "
            f"anything, write .action(check_guards=False)."
        )
    if not is_plain:
        raise ImproperlyConfigured(
            f"{name_of(view)} may have a decorator below @partial_response, which would not guard this action: it is "
            f"not a plain function, defined right there, that calls no other view. Put @partial_response right above "
            f"its def and the other decorators above it. Where nothing below guards anything, write "
            f".action(check_guards=False)."
        )


# -- A decorator above an action ------------------------------------------------------


class Binding(NamedTuple):
    """The name in a namespace that refers to an action's function, to look up later what it refers to."""

    namespace: dict[str, Any]
    name: str


def is_result_kept(frame: FrameType) -> bool:
    """
    Return whether the result of this frame's call is stored or dropped as it is.

    It is not if a decorator above, which is called next, takes it.
    """
    instruction = next_instruction(frame)
    if instruction.opname == "RETURN_VALUE":
        return frame.f_back is not None and is_result_kept(frame.f_back)
    return instruction.opname.startswith("STORE_") or instruction.opname == "POP_TOP"


def next_instruction(frame: FrameType) -> dis.Instruction:
    """Return the instruction that a frame runs after its current call."""
    instructions = instructions_of(frame.f_code)
    return instructions[bisect_right(instructions, frame.f_lasti, key=attrgetter("offset"))]


@lru_cache(maxsize=1)
def instructions_of(code: CodeType) -> list[dis.Instruction]:
    """Return the instructions of a module. They are read once for all the actions in it."""
    return [each for each in dis.get_instructions(code) if each.opname != "EXTENDED_ARG"]


def note_whether_result_kept(function: Any, frame: FrameType) -> None:
    """
    Note on an action's function whether a decorator above takes it.

    The last of several `.action` decorators, which is the topmost, has the last word.
    """
    kept = is_result_kept(frame)
    try:
        function.htmx_partials_kept = kept
    except AttributeError:
        if not kept:
            raise decorated_above_error(function) from None


def binding_of(function: Any, frame: FrameType) -> Binding:
    """Return the name that the module gives to the function that becomes an action."""
    instruction = next_instruction(frame)
    if instruction.opname.startswith("STORE_") and frame.f_locals is frame.f_globals:
        return Binding(frame.f_globals, str(instruction.argval))
    inner: Any = layers(function)[-1]
    if type(inner) is FunctionType and inner.__code__.co_qualname == inner.__code__.co_name:
        return Binding(inner.__globals__, inner.__code__.co_name)
    return Binding({}, "")


def refuse_unguarded_function(function: Any, binding: Binding) -> None:
    """Raise `ImproperlyConfigured` if a decorator above `.action` wraps the function, but not the action."""
    current, inner = binding.namespace.get(binding.name, function), layers(function)[-1]
    if not getattr(function, "htmx_partials_kept", True) or not (
        current is function or current is inner or is_another_function(layers(current)[-1], inner, binding)
    ):
        raise decorated_above_error(function)


def is_another_function(current: Any, inner: Any, binding: Binding) -> bool:
    """Return whether the module has given the name to another of its functions further down."""
    return (
        type(current) is FunctionType
        and current is not inner
        and current.__code__.co_qualname == binding.name
        and current.__code__.co_filename == binding.namespace.get("__file__")
    )


def decorated_above_error(function: Any) -> ImproperlyConfigured:
    inner = layers(function)[-1]
    return ImproperlyConfigured(
        f"{name_of(inner)} has, or may have, a decorator above the one that makes it an action, which would "
        f"not guard it. Put the decorator that makes it an action above all others. Where none of them guards "
        f"anything, write .action(check_guards=False)."
    )


# -- A class with actions -------------------------------------------------------------


# Classes whose handlers had no decorator when they were first looked at. A decorator that is added later, as some
# profilers do for each class whose `as_view()` is called, does not guard anything.
bare_classes: WeakSet[type] = WeakSet()


def note_bare_classes(view_class: Any) -> None:
    bases = view_class.__mro__
    bare_classes.update(base for base in bases if decorated_handler(base, bases) is None)


def decorated_handler(base: type, bases: Sequence[type]) -> str | None:
    """
    Return the first handler of a class that is, or may be, something else than a method written in one of the bases.
    """
    written = {f"{each.__qualname__}." for each in bases}
    for method in map(str.lower, View.http_method_names):
        handler = vars(base).get(method)
        if not (handler is None or hasattr(handler, "htmx_partials_actions") or is_written_in(handler, written)):
            return method
    return None


def refuse_unguarded_class(view_class: Any) -> None:
    """Raise `ImproperlyConfigured` if something guards the handlers of a class, in whose place actions run."""
    bases = view_class.__mro__
    for base in bases[bases.index(View) + 1 :]:
        if "dispatch" in vars(base):
            raise ImproperlyConfigured(
                f"{name_of(base)} stands behind a view in the bases of {name_of(view_class)}, where its dispatch() is "
                f"never called: it guards neither the view nor its actions. Put it first."
            )
    for base in bases:
        if base not in bare_classes:
            raise ImproperlyConfigured(
                f"{name_of(base)}.{decorated_handler(base, bases)}() has, or may have, a decorator, which would not "
                f"guard the actions of {name_of(view_class)}. Put it on dispatch(), as in @method_decorator(…, "
                f"name='dispatch'). Where it guards nothing, write @action(check_guards=False)."
            )


def is_written_in(handler: Any, classes: set[str]) -> bool:
    """Return whether this is exactly what a `def` in the body of one of these classes has made."""
    return (
        type(handler) is FunctionType
        and not hasattr(handler, "__wrapped__")
        and handler.__code__.co_qualname.removesuffix(handler.__code__.co_name) in classes
    )


def refuse_mixin_behind_view(view_class: type, mixin: type) -> None:
    """Raise `ImproperlyConfigured` for a mixin that stands after a view in the bases, where it is never called."""
    bases = view_class.__mro__
    if View in bases and bases.index(View) < bases.index(mixin):
        first = sorted(view_class.__bases__, key=lambda base: issubclass(base, View))
        raise ImproperlyConfigured(
            f"{name_of(view_class)} has {mixin.__name__} behind a view in its bases, where it is never called. Write "
            f"class {view_class.__name__}({', '.join(base.__name__ for base in first)})."
        )


# -- A decorator that lets no action through ------------------------------------------


def refuse_methods(name: str, methods: tuple[str, ...], action: Any, frame: FrameType) -> None:
    """
    Refuse an action if `@require_GET`, say, above its view refuses all of its methods.

    `action` is the view's `.action`, by which the view is found among the caller's names.
    """
    names = {**frame.f_globals, **frame.f_locals}.values()
    views = [view for view in names if type(view) is FunctionType and vars(view).get("action") is action]
    allowed = [methods_allowed(view) for view in views]
    if allowed and all(each is not None and not set(methods) & set(each) for each in allowed):
        raise ImproperlyConfigured(
            f"{name_of(views[0])} has a decorator that allows {' and '.join(allowed[0] or ())} only, so that no "
            f"request comes to its action {name!r}. Write "
            f"@require_http_methods({[*(allowed[0] or ()), *methods]!r}) above it."
        )


def methods_allowed(view: Any) -> list[str] | None:
    """Return the methods that `@require_http_methods` above this view allows, or `None` if it is not there."""
    for layer in layers(view):
        if getattr(layer, "__globals__", None) is vars(http) and "request_method_list" in layer.__code__.co_freevars:
            return list(getclosurevars(layer).nonlocals["request_method_list"])
    return None


def layers(function: Any) -> list[Any]:
    """Return a function and what it wraps, from the outside in, as far as decorators use `functools.wraps`."""
    found = [function]
    while (wrapped := getattr(found[-1], "__wrapped__", None)) is not None and all(
        wrapped is not each for each in found
    ):
        found.append(wrapped)
    return found
