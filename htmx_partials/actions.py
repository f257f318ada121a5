"""
Declare actions: several functions behind the URL of one view.

A request with `_action` runs that action in place of the view, see `running`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from inspect import getmembers_static, isfunction
from types import FrameType
from typing import Any, NamedTuple, Protocol, overload

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from .forms import FormFactory, can_replace_innermost
from .guards import (
    METHODS,
    Binding,
    binding_of,
    is_plain_function,
    layers,
    note_bare_classes,
    note_whether_result_kept,
    refuse_methods,
    refuse_unguarded_class,
)
from .requests import is_boosted
from .responses import name_of
from .selection import OutOfBand, Partials


class Rerender:
    """
    What an action returns to say how the view is rendered again.

    `context` is added to the view's context, `fragment_context` only to that of a
    fragment; it does not affect the answer to any other request. `events` are client-side
    events, sent as `HX-Trigger`: a name, several names, or a mapping of names to details.
    `status` is the HTTP status of the answer. `partial` and `oob` replace those of the
    action. `reswap` is how htmx swaps a fragment, whatever its `hx-swap` says, as in
    `"delete"`.

    See `HX-Trigger` and `HX-Reswap` in htmx's documentation of response headers.
    """

    def __init__(
        self,
        context: dict[str, Any] | None = None,
        *,
        fragment_context: dict[str, Any] | None = None,
        events: str | Iterable[str] | Mapping[str, Any] | None = None,
        status: int | None = None,
        partial: str | Iterable[str] | None = None,
        oob: OutOfBand | None = None,
        reswap: str | None = None,
    ) -> None:
        self.context = context
        self.fragment_context = fragment_context
        if isinstance(events, str):
            events = (events,)
        self.events = events if isinstance(events, Mapping) else dict.fromkeys(events or ())
        self.status = status
        self.partial, self.oob = normalized_answer(partial, oob)
        self.reswap = reswap


def normalized_answer(
    partial: str | Iterable[str] | None, oob: OutOfBand | None
) -> tuple[tuple[str, ...] | None, OutOfBand | None]:
    """Return checked names of partials and companions, `None` for each that is not given."""
    partials = Partials(() if partial is None else partial, oob=() if oob is None else oob)
    return None if partial is None else partials.names, None if oob is None else partials.oob


class Action(NamedTuple):
    """
    A function that a request may name, and how its result is answered.

    `innermost` is the function inside the decorators of the action, if it is certain which
    one that is. `binding` tells where to look up later what the name of the function refers
    to. `owner` is the view instance for an action that is a method, once there is one.
    """

    function: Callable[..., Any]
    name: str
    methods: tuple[str, ...]
    form: FormFactory | str | None
    form_name: str
    partial: tuple[str, ...] | None
    oob: OutOfBand | None
    check_guards: bool
    innermost: Callable[..., Any] | None
    binding: Binding
    owner: tuple[Any, ...] = ()

    def partials_for(self, request: HttpRequest, partials: Partials) -> Partials:
        """
        Return what answers this request after the action, of what the view declares.

        A boosted request asks for a page or a region of it. It may be sent companions, but no
        other fragment.
        """
        names = None if is_boosted(request) else self.partial
        if names is self.oob is None:
            return partials
        return Partials(
            partials.names if names is None else names,
            partials.targets if names is None else None,
            partials.oob if self.oob is None else self.oob,
            companions_alone=partials.companions_alone if names is None else not names,
            site_wide=names is None,
        )

    def bound_to(self, view: Any) -> Action:
        """Return this action as the method of a view instance."""
        form = getattr(view, self.form) if isinstance(self.form, str) else self.form
        return self._replace(owner=(view,), form=form)


type Actions = dict[str, Action]


class ActionDecorator(Protocol):
    """
    Let requests with `_action` run a function in place of the view.

    - `name` is the value of `_action`, by default the name of the function.
    - `methods` are POST, DELETE or both.
    - `form` is a form class, or a callable that takes the view's arguments and returns a
      bound form, or in a class the name of such a method. The function runs only if the form
      is valid, and gets it as `form`.
    - `form_name` is the name of an invalid form in the view's context.
    - `partial` is the fragment that answers, whatever the client asks for, and `oob` its
      companions, in place of those of the view.
    - `check_guards=False` accepts decorators that would not guard the action, because they
      guard nothing.

    The function gets the view's arguments. It may return nothing, a dict, a `Rerender`
    or a response. The decorator returns the function as it is.

    Raises `ImproperlyConfigured` for another method, for what is not the name of a
    partial, for two actions of one name, and if it is not certain that each decorator of the
    view guards the action, and each decorator of the action its form.
    """

    @overload
    def __call__[F: Callable[..., Any]](self, name: F, /) -> F: ...

    @overload
    def __call__[F: Callable[..., Any]](
        self,
        name: str | None = None,
        *,
        methods: str | Iterable[str] = ("POST",),
        form: FormFactory | str | None = None,
        form_name: str = "form",
        partial: str | Iterable[str] | None = None,
        oob: OutOfBand | None = None,
        check_guards: bool = True,
    ) -> Callable[[F], F]: ...


def action_decorator(register: Callable[[Action, FrameType], None]) -> ActionDecorator:
    """Make a decorator that declares actions, and passes each to `register` with the frame that declares it."""

    def action(name: Any = None, **options: Any) -> Any:
        def declare[F: Callable[..., Any]](function: F) -> F:
            frame = sys._getframe(1)
            register(make_action(function, name, frame, **options), frame)
            return function

        if not callable(name):
            return declare
        frame = sys._getframe(1)
        register(make_action(name, None, frame, **options), frame)
        return name

    action.__doc__ = ActionDecorator.__doc__
    return action


def make_action(
    function: Callable[..., Any],
    name: str | None,
    frame: FrameType,
    *,
    methods: str | Iterable[str] = ("POST",),
    form: FormFactory | str | None = None,
    form_name: str = "form",
    partial: str | Iterable[str] | None = None,
    oob: OutOfBand | None = None,
    check_guards: bool = True,
) -> Action:
    name = name or getattr(function, "__name__", None)
    if name is None:
        raise ImproperlyConfigured(f"{function!r} has no name for the action: write action('name').")
    methods = (methods,) if isinstance(methods, str) else tuple(methods)
    if not methods or not set(methods) <= set(METHODS):
        raise ImproperlyConfigured(f"The action {name!r} has methods={methods!r}. Actions are for POST and DELETE.")
    innermost = layers(function)[-1]
    return Action(
        function,
        name,
        methods,
        form,
        form_name,
        *normalized_answer(partial, oob),
        check_guards,
        innermost if is_plain_function(innermost, frame.f_code) else None,
        binding_of(function, frame),
    )


def add_action(actions: Actions, action: Action, owner: Any) -> None:
    if action.name in actions:
        raise ImproperlyConfigured(f"{name_of(owner)} has two actions named {action.name!r}.")
    if action.form is not None and not can_replace_innermost(action.function, action.innermost):
        if action.check_guards:
            raise early_form_error(action)
        action = action._replace(innermost=action.function)
    actions[action.name] = action


def early_form_error(action: Action) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"The form of the action {action.name!r} would be bound before its guards are asked: not all decorators of "
        f"{name_of(action.function)} use functools.wraps, around a plain function that is defined right there. Use "
        f"functools.wraps in each of them, or bind the form inside the action. If none of them guards anything, write "
        f"check_guards=False beside form=."
    )


def add_action_of_view(
    actions: Actions, action: Action, view: Any, decorator: ActionDecorator, frame: FrameType
) -> None:
    if isinstance(action.form, str):
        raise ImproperlyConfigured(
            f"The action {action.name!r} has form={action.form!r}. The name of a method is for actions of a class: "
            f"give a form class, or a callable that returns a bound form."
        )
    if action.check_guards:
        note_whether_result_kept(action.function, frame)
    refuse_methods(action.name, action.methods, decorator, frame)
    add_action(actions, action, view)


def mark(action: Action, frame: FrameType) -> None:
    marks = getattr(action.function, "htmx_partials_actions", ())
    action.function.htmx_partials_actions = (*marks, action)  # type: ignore[attr-defined]


# Makes a method of a class with `PartialResponseMixin` an action.
action: ActionDecorator = action_decorator(mark)


@cache
def actions_of(view_class: Hashable) -> Actions:
    """Return the methods of a class that are marked as actions, by the names of the actions."""
    actions: Actions = {}
    note_bare_classes(view_class)
    for method in dict.fromkeys(method for _, method in getmembers_static(view_class, isfunction)):
        for action in getattr(method, "htmx_partials_actions", ()):
            # `method` includes decorators above the mark, which were applied later.
            add_action(actions, action._replace(function=method), view_class)
    if any(action.check_guards for action in actions.values()):
        refuse_unguarded_class(view_class)
    return actions
