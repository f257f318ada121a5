"""
What happens to an action with a guard near it, for each kind of guard and each place.

`python -m tests.guard_table` prints the table. No anonymous request may ever run an action: it is refused when it is
declared or first requested, or its guard is asked.
"""

import functools
import os
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import ContextDecorator
from typing import Any

import django
from asgiref.sync import iscoroutinefunction, markcoroutinefunction

if __name__ == "__main__":
    sys.path.append("example_project")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.generic import ListView, TemplateView, View

from htmx_partials import PartialResponseMixin, action, partial_response, render

from .acting import FRAGMENT, HTMX, send

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    HTMX,
]

DECLARED, ASKED, GUARDED, NONE, RAN = "refused when declared", "refused when asked for", "guarded", "no action", "RAN"

type Decorator = Callable[[Any], Any]


def ask(request: Any) -> bool:
    if not request.user.is_authenticated:
        raise PermissionDenied
    return True


# -- Guards ---------------------------------------------------------------------------


def closure(view: Any) -> Any:
    if iscoroutinefunction(view):

        async def inner_async(request: Any, *args: Any, **kwargs: Any) -> Any:
            ask(request)
            return await view(request, *args, **kwargs)

        return inner_async

    def inner(request: Any, *args: Any, **kwargs: Any) -> Any:
        ask(request)
        return view(request, *args, **kwargs)

    return inner


def closure_with_wraps(view: Any) -> Any:
    return functools.update_wrapper(closure(view), view)


def closure_with_names(view: Any) -> Any:
    inner = closure(view)
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(inner, name, getattr(view, name, None))
    vars(inner).update(vars(view))
    return inner


def closure_that_wraps_itself(view: Any) -> Any:
    inner = closure(view)
    vars(inner).update(vars(view), __wrapped__=inner)
    return inner


def closure_that_wraps_another(view: Any) -> Any:
    def bystander(request: Any) -> None: ...

    inner = closure(view)
    vars(inner).update(vars(view), __wrapped__=bystander)
    return inner


def nested_closure(view: Any) -> Any:
    call = closure(view)

    @functools.wraps(view)
    def inner(request: Any, *args: Any, **kwargs: Any) -> Any:
        return call(request, *args, **kwargs)

    return inner


def template(request: Any, *args: Any, view: Any = None, **kwargs: Any) -> Any:
    ask(request)
    return view(request, *args, **kwargs)


def function_made_anew(view: Any) -> Any:
    made = types.FunctionType(template.__code__, template.__globals__, view.__name__, None, None)
    made.__kwdefaults__ = {"view": view}
    made.__module__, made.__qualname__ = view.__module__, view.__qualname__
    vars(made).update(vars(view))
    return made


def function_given_other_code(view: Any) -> Any:
    if not isinstance(view, types.FunctionType) or view.__closure__ or iscoroutinefunction(view):
        return closure(view)
    original = types.FunctionType(view.__code__, view.__globals__, view.__name__, view.__defaults__)
    view.__code__, view.__kwdefaults__ = template.__code__, {"view": original}
    return view


def lambda_(view: Any) -> Any:
    return lambda request, *args, **kwargs: ask(request) and view(request, *args, **kwargs)


class Guard:
    def __init__(self, view: Any) -> None:
        self.view = view
        if iscoroutinefunction(view):
            markcoroutinefunction(self)

    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        ask(request)
        return self.view(request, *args, **kwargs)

    def method(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return self(request, *args, **kwargs)


class GuardWithWraps(Guard):
    def __init__(self, view: Any) -> None:
        super().__init__(view)
        functools.update_wrapper(self, view)


def bound_method(view: Any) -> Any:
    return Guard(view).method


def partial(view: Any) -> Any:
    return functools.partial(Guard.method, Guard(view))


def partial_with_wraps(view: Any) -> Any:
    return functools.update_wrapper(partial(view), view)


def static_method(view: Any) -> Any:
    return staticmethod(closure(view))


class Context(ContextDecorator):
    """Guards nobody itself. The decorator below it does."""

    def __enter__(self) -> None: ...

    def __exit__(self, *exc: object) -> None: ...


def context_around_closure(view: Any) -> Any:
    return Context()(closure(view))


def factory(*, really: bool) -> Decorator:
    return closure if really else lambda view: view


DECORATORS: dict[str, Decorator] = {
    "login_required": login_required,
    "permission_required": permission_required("auth.add_group", raise_exception=True),
    "user_passes_test": user_passes_test(lambda user: user.is_staff),
    "several": lambda view: login_required(closure(view)),
    "plain closure": closure,
    "closure with wraps": closure_with_wraps,
    "closure that copies names": closure_with_names,
    "closure that wraps itself": closure_that_wraps_itself,
    "closure that wraps another": closure_that_wraps_another,
    "closure within a closure": nested_closure,
    "function made anew": function_made_anew,
    "function given other code": function_given_other_code,
    "lambda": lambda_,
    "class": Guard,
    "class with wraps": GuardWithWraps,
    "bound method": bound_method,
    "functools.partial": partial,
    "functools.partial with wraps": partial_with_wraps,
    "staticmethod": static_method,
    "ContextDecorator above": context_around_closure,
    "factory": factory(really=True),
}

# -- Places ---------------------------------------------------------------------------

acted: list[str] = []
bound: list[str] = []


def act(*args: Any, **kwargs: Any) -> None:
    acted.append("x")


def invalid_form(request: Any, *args: Any) -> Any:
    bound.append("x")
    return types.SimpleNamespace(is_bound=True, is_valid=lambda: False)


def open_view() -> Any:
    @partial_response("todo-list")
    def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html")

    return view


def above_view(guard: Decorator) -> Any:
    @guard
    @partial_response("todo-list")
    def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html")

    view.action("act")(act)
    return view


def below_view(guard: Decorator) -> Any:
    @partial_response("todo-list")
    @guard
    def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html")

    view.action("act")(act)
    return view


def below_async_view(guard: Decorator) -> Any:
    @partial_response("todo-list")
    @guard
    async def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html")

    view.action("act")(act)
    return view


def in_one_decorator(guard: Decorator) -> Any:
    def decorator(view: Any) -> Any:
        def inner(request: HttpRequest) -> Any:
            ask(request)
            return view(request)

        return partial_response("todo-list")(inner)

    @decorator
    @guard
    def view(request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html")

    view.action("act")(act)
    return view


def around_as_view(guard: Decorator) -> Any:
    view: Any = partial_response("todo-list")(guard(TemplateView.as_view(template_name="todos.html")))
    view.action("act")(act)
    return view


def above_action(guard: Decorator) -> Any:
    view = open_view()

    @guard
    @view.action("act")
    def function(request: HttpRequest) -> None:
        act()

    return view


def above_two_actions(guard: Decorator) -> Any:
    view, other = open_view(), open_view()

    @other.action("act")
    @guard
    @view.action("act")
    def function(request: HttpRequest) -> None:
        act()

    return view


def returned_to_a_decorator(guard: Decorator) -> Any:
    view = open_view()

    def declare(function: Any) -> Any:
        return view.action("act")(function)

    @guard
    @declare
    def function(request: HttpRequest) -> None:
        act()

    return view


def below_action(guard: Decorator) -> Any:
    view = open_view()

    @view.action("act")
    @guard
    def function(request: HttpRequest) -> None:
        act()

    return view


def below_action_with_form(guard: Decorator) -> Any:
    view = open_view()

    @view.action("act", form=invalid_form)
    @guard
    def function(request: HttpRequest, form: Any) -> None:
        act()

    return view


def below_async_action_with_form(guard: Decorator) -> Any:
    view = open_view()

    @view.action("act", form=invalid_form)
    @guard
    async def function(request: HttpRequest, form: Any) -> None:
        act()

    return view


def module(source: str) -> Callable[[Decorator], Any]:
    def build(guard: Decorator) -> Any:
        namespace = {
            "__file__": "table.py",
            "__name__": "table",
            "view": open_view(),
            "guard": guard,
            "act": act,
            "ask": ask,
        }
        exec(compile(source, "table.py", "exec"), namespace)
        return namespace["view"]

    return build


ABOVE_IN_MODULE = """
@guard
@view.action("act")
def function(request): act()
"""

NAME_GIVEN_TO_GUARDED = """
@view.action("act")
def function(request): act()

function = guard(function)
"""

CALLED_AND_NAME_GIVEN_TO_GUARDED = """
def function(request): act()

view.action("act")(function)
function = guard(function)
"""


def handler(name: str) -> Callable[[Decorator], Any]:
    def build(guard: Decorator) -> Any:
        def answer(self: Any, request: HttpRequest) -> HttpResponseBase:
            return render(request, "todos.html")

        decorated = guard_of_method(guard)(answer)
        page: Any = type("Page", (PartialResponseMixin, View), {"partial_names": "todo-list", name: decorated})
        page.act = action("act")(lambda self, request: act())
        return page.as_view()

    return build


def guard_of_method(guard: Decorator) -> Decorator:
    """The same guard for a method, written by hand."""

    def decorate(method: Any) -> Any:
        def call(request: Any, *args: Any, view: Any, **kwargs: Any) -> Any:
            return method(view, request, *args, **kwargs)

        guarded = guard(call)

        def inner(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
            return guarded(request, *args, view=self, **kwargs)

        return inner

    return decorate


def by_name(name: str) -> Callable[[Decorator], Any]:
    def build(guard: Decorator) -> Any:
        @method_decorator(guard, name=name)
        class Page(PartialResponseMixin, View):
            partial_names = "todo-list"

            def get(self, request: HttpRequest) -> HttpResponseBase:
                return render(request, "todos.html")

            post = get

            @action("act")
            def act(self, request: HttpRequest) -> None:
                act()

        return Page.as_view()

    return build


def inherited_handler(guard: Decorator) -> Any:
    class Base(ListView):  # type: ignore[type-arg]
        queryset: Any = ()
        template_name = "todos.html"

        @method_decorator(guard)
        def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return super().get(request, *args, **kwargs)

    class Page(PartialResponseMixin, Base):
        partial_names = "todo-list"

        def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return super().get(request, *args, **kwargs)

        @action("act")
        def act(self, request: HttpRequest) -> None:
            act()

    return Page.as_view()


def around_class(guard: Decorator) -> Any:
    return guard(OpenPage.as_view())


class OpenPage(PartialResponseMixin, TemplateView):
    template_name = "todos.html"
    partial_names = "todo-list"

    @action("act")
    def act(self, request: HttpRequest) -> None:
        act()


def on_method(*, above: bool, form: bool) -> Callable[[Decorator], Any]:
    def build(guard: Decorator) -> Any:
        decorate: Any = method_decorator(guard)
        before, after = (decorate, same) if above else (same, decorate)

        class Page(OpenPage):
            @before
            @action("act", form=invalid_form if form else None)
            @after
            def act(self, request: HttpRequest, **kwargs: Any) -> None:
                act()

        return Page.as_view()

    return build


def same(function: Any) -> Any:
    return function


def base(*bases: Any) -> Callable[[Decorator], Any]:
    """Return a base class: Django's own mixin, or any guard as a `dispatch()`."""

    def build(guard: Decorator) -> Any:
        class Guarding(LoginRequiredMixin):
            @method_decorator(guard)
            def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
                return super().dispatch(request, *args, **kwargs)

        names = {"template_name": "todos.html", "partial_names": "todo-list", "act": vars(OpenPage)["act"]}
        page: Any = type("Page", tuple(Guarding if each is None else each for each in bases), names)
        return page.as_view()

    return build


PLACES: dict[str, Callable[[Decorator], Any]] = {
    "above @partial_response": above_view,
    "below @partial_response": below_view,
    "below it, async": below_async_view,
    "in one decorator with it": in_one_decorator,
    "below it, on as_view()": around_as_view,
    "above .action, in a factory": above_action,
    "above .action, in a module": module(ABOVE_IN_MODULE),
    "between two actions": above_two_actions,
    "above a decorator with .action": returned_to_a_decorator,
    "name given to the guarded one": module(NAME_GIVEN_TO_GUARDED),
    "the same after a call": module(CALLED_AND_NAME_GIVEN_TO_GUARDED),
    "below .action": below_action,
    "below .action, with a form": below_action_with_form,
    "below it, async, with a form": below_async_action_with_form,
    "on get()": handler("get"),
    "on post()": handler("post"),
    "on delete()": handler("delete"),
    "method_decorator, name='get'": by_name("get"),
    "method_decorator, name='post'": by_name("post"),
    "method_decorator, name='dispatch'": by_name("dispatch"),
    "method_decorator, name='act'": by_name("act"),
    "on get() of a base": inherited_handler,
    "around as_view()": around_class,
    "above @action": on_method(above=True, form=False),
    "below @action": on_method(above=False, form=False),
    "above @action, with a form": on_method(above=True, form=True),
    "below @action, with a form": on_method(above=False, form=True),
    "base, first": base(None, PartialResponseMixin, TemplateView),
    "base, in between": base(PartialResponseMixin, None, TemplateView),
    "base, last": base(PartialResponseMixin, TemplateView, None),
    "mixin last": base(None, TemplateView, PartialResponseMixin),
}


def outcome(guard: Decorator, place: Callable[[Decorator], Any]) -> str:
    """Return what happens to the action for an anonymous user."""
    acted.clear()
    bound.clear()
    try:
        view = place(guard)
    except (ImproperlyConfigured, AttributeError):
        return DECLARED
    try:
        response = send(view, "post", "/todos/", {"_action": "act"}, FRAGMENT, MIDDLEWARE=MIDDLEWARE)
    except ImproperlyConfigured:
        return RAN if acted or bound else ASKED
    if acted or bound or response.status_code == 200:
        return RAN
    return GUARDED if response.status_code in (302, 403) else f"{NONE} ({response.status_code})"


def rows() -> Iterator[tuple[str, str, str]]:
    for place, build in PLACES.items():
        for name, guard in DECORATORS.items():
            yield place, name, outcome(guard, build)


if __name__ == "__main__":
    from django.test.utils import setup_test_environment

    setup_test_environment()
    for row in rows():
        print("{:34} {:30} {}".format(*row))
