"""
What guards a view, and would not guard its actions, is refused.

Of a decorator nobody can say what it does. So an action is accepted where it is certain
that no decorator stands between what guards the view and the action, and refused where
it is not; `check_guards=False` is the word of who knows better.
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

# What an action may answer.
METHODS = ("POST", "DELETE")


def is_plain_function(function: Any, block: CodeType) -> bool:
    """
    Is this just what a `def` in this block of code has made?

    What a decorator makes in its place comes from the decorator's code, whatever names
    it has. It is not bare either where it holds another function that it may call.
    """
    return (
        type(function) is FunctionType
        and not hasattr(function, "__wrapped__")
        and any(each is function.__code__ for each in block.co_consts)
        and not any(callable(each) and not isinstance(each, type) for each in held_by(function))
    )


def held_by(function: FunctionType) -> list[Any]:
    """What a function has in its closure and as defaults."""
    return [
        *(function.__defaults__ or ()),
        *(function.__kwdefaults__ or {}).values(),
        *(content for cell in function.__closure__ or () for content in contents_of(cell)),
    ]


def contents_of(cell: CellType) -> tuple[Any, ...]:
    try:
        return (cell.cell_contents,)
    except ValueError:  # nothing is in it yet
        return ()


def guarded_by[F: Callable[..., Any]](*guards: Callable[[Any], Any]) -> Callable[[F], F]:
    """
    Decorate an action with guards of views, the first being asked first.

    They do what they do without it; but for a type checker `login_required`, say, is
    for functions that return a response, and an action may return nothing.

    Returns a decorator that leaves the type of what it decorates. See "Limiting access
    to logged-in users" in Django's documentation of authentication.
    """

    def decorate(function: Any) -> Any:
        for guard in reversed(guards):
            function = guard(function)
        return function

    return decorate


# -- The view below an action ---------------------------------------------------------


def refuse_unguarded_view(view: Callable[..., Any], *, is_plain: bool) -> None:
    """A decorator below `partial_response()` has the view in it, and not its actions."""
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
    """Where it can be looked up, later on, what has become of a function that was made an action."""

    namespace: dict[str, Any]
    name: str


def is_result_kept(frame: FrameType) -> bool:
    """
    Is what this frame's call returns stored or dropped as it is?

    Not so where a decorator above, which is called next, takes it.
    """
    instruction = next_instruction(frame)
    if instruction.opname == "RETURN_VALUE":
        return frame.f_back is not None and is_result_kept(frame.f_back)
    return instruction.opname.startswith("STORE_") or instruction.opname == "POP_TOP"


def next_instruction(frame: FrameType) -> dis.Instruction:
    """What a frame does after the call that it is in."""
    instructions = instructions_of(frame.f_code)
    return instructions[bisect_right(instructions, frame.f_lasti, key=attrgetter("offset"))]


@lru_cache(maxsize=1)
def instructions_of(code: CodeType) -> list[dis.Instruction]:
    """What a module does, read once for all the actions in it."""
    return [each for each in dis.get_instructions(code) if each.opname != "EXTENDED_ARG"]


def note_whether_result_kept(function: Any, frame: FrameType) -> None:
    """
    Note on a function that is made an action whether a decorator above is going to take it.

    One that makes it another action, and is the last of all, notes that none has.
    """
    kept = is_result_kept(frame)
    try:
        function.htmx_partials_kept = kept
    except AttributeError:
        if not kept:
            raise decorated_above_error(function) from None


def binding_of(function: Any, frame: FrameType) -> Binding:
    """Where a module has what it has made an action of, by `@view.action` or by a call."""
    instruction = next_instruction(frame)
    if instruction.opname.startswith("STORE_") and frame.f_locals is frame.f_globals:
        return Binding(frame.f_globals, str(instruction.argval))
    inner: Any = layers(function)[-1]
    if type(inner) is FunctionType and inner.__code__.co_qualname == inner.__code__.co_name:
        return Binding(inner.__globals__, inner.__code__.co_name)
    return Binding({}, "")


def refuse_unguarded_function(function: Any, binding: Binding) -> None:
    """What a decorator above `.action` has wrapped was declared without it."""
    current, inner = binding.namespace.get(binding.name, function), layers(function)[-1]
    if not getattr(function, "htmx_partials_kept", True) or not (
        current is function or current is inner or is_another_function(layers(current)[-1], inner, binding)
    ):
        raise decorated_above_error(function)


def is_another_function(current: Any, inner: Any, binding: Binding) -> bool:
    """Has the module given the name to another of its functions, further down?"""
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


# Classes without a decorator on any handler, when they were first looked at. What is put there after that, as some
# profilers do for each class that `as_view()` is called of, was not there to guard.
bare_classes: WeakSet[type] = WeakSet()


def note_bare_classes(view_class: Any) -> None:
    bases = view_class.__mro__
    bare_classes.update(base for base in bases if decorated_handler(base, bases) is None)


def decorated_handler(base: type, bases: Sequence[type]) -> str | None:
    """The first handler of a class that is, or may be, something else than a `def` in the body of one of the bases."""
    written = {f"{each.__qualname__}." for each in bases}
    for method in map(str.lower, View.http_method_names):
        handler = vars(base).get(method)
        if not (handler is None or hasattr(handler, "htmx_partials_actions") or is_written_in(handler, written)):
            return method
    return None


def refuse_unguarded_class(view_class: Any) -> None:
    """An action takes the place of a handler: what guards the handlers would not guard it."""
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
    """Is this just what a `def` in the body of one of these classes has made?"""
    return (
        type(handler) is FunctionType
        and not hasattr(handler, "__wrapped__")
        and handler.__code__.co_qualname.removesuffix(handler.__code__.co_name) in classes
    )


def refuse_mixin_behind_view(view_class: type, mixin: type) -> None:
    """Behind a view the mixin is never called."""
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
    Refuse an action that `@require_GET`, say, above its view lets no request through to.

    `action` is the decorator that the view has as `.action`, under whichever names of the caller.
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
    """What `@require_http_methods` says above this view, if it is there."""
    for layer in layers(view):
        if getattr(layer, "__globals__", None) is vars(http) and "request_method_list" in layer.__code__.co_freevars:
            return list(getclosurevars(layer).nonlocals["request_method_list"])
    return None


def layers(function: Any) -> list[Any]:
    """What decorators that use `functools.wraps` have made, from the outside in, and what is in the middle."""
    found = [function]
    while (wrapped := getattr(found[-1], "__wrapped__", None)) is not None and all(
        wrapped is not each for each in found
    ):
        found.append(wrapped)
    return found
