"""A view with actions in each of its kinds, and a site to send requests to it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from asgiref.sync import async_to_sync, iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import AsyncClient, Client, override_settings
from django.urls import path
from django.views.generic import View

from htmx_partials import PartialResponseMixin, action, partial_response
from htmx_partials.requests import VARY

from .templates_for_tests import in_memory

KINDS = ["function", "async function", "class", "async class"]

HTMX = "django_htmx.middleware.HtmxMiddleware"

FRAGMENT = {"HX-Request": "true"}
FRAGMENT_4 = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOOSTED = {"HX-Request": "true", "HX-Boosted": "true"}
FULL = {"HX-Request": "true", "HX-Request-Type": "full"}
ORDINARY: dict[str, str] = {}

FRAGMENTS = [FRAGMENT, FRAGMENT_4]
OTHERS = [ORDINARY, BOOSTED, FULL]

HTML = "text/html; charset=utf-8"

TODOS = (
    "<!doctype html><h1>Todos</h1>"
    '{% partialdef count inline %}<b id="count">{{ todos|length }}</b>{% endpartialdef %}'
    '{% partialdef todo-list inline %}<ul id="todo-list">{% for each in todos %}<li>{{ each }}</li>{% endfor %}</ul>'
    "{% endpartialdef %}"
    "{% partialdef form inline %}<form>{{ form.text }}{{ form.text.errors.as_text }}{{ note }}</form>"
    "{% endpartialdef %}"
)


class Declared(NamedTuple):
    """An action to declare, in the way of each kind of view."""

    function: Callable[..., Any]
    name: str | None
    options: Mapping[str, Any]


def acting(function: Callable[..., Any], name: str | None = None, **options: Any) -> Declared:
    return Declared(function, name, options)


def make_view(
    kind: str,
    view: Callable[..., HttpResponseBase],
    *actions: Declared,
    names: tuple[str, ...] = ("todo-list",),
    targets: Mapping[str, str | None] | None = None,
    oob: Any = (),
) -> Any:
    """
    Turn a sync view into a view of any kind, with sync or async actions.

    The functions are not defined where they are decorated, so the library cannot check what guards them.
    """
    if "function" in kind:
        decorated = partial_response(*names, targets=targets, oob=oob)(as_async(view) if "async" in kind else view)
        for function, name, options in actions:
            decorated.action(name, check_guards=False, **options)(function)
        return decorated
    handler = as_method(as_async(view) if "async" in kind else view)
    methods: dict[str, Any] = dict.fromkeys(["get", "post", "put", "patch", "delete"], handler)
    methods |= {"partial_names": names, "partial_targets": targets, "partial_oob": oob}
    for function, name, options in actions:
        marked = action(name or function.__name__, check_guards=False, **options)(as_method(function))
        methods[f"{function.__name__}_method"] = marked
    todos: Any = type("Todos", (PartialResponseMixin, View), methods)
    return todos.as_view()


def as_async(view: Callable[..., Any]) -> Callable[..., Any]:
    async def async_view(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    return async_view


def as_method(function: Callable[..., Any]) -> Callable[..., Any]:
    if function.__name__ == "async_view":

        async def async_method(self: View, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return await function(request, *args, **kwargs)

        return async_method

    def method(self: View, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return function(request, *args, **kwargs)

    return method


def site(view: Callable[..., Any], route: str = "todos/", template: str = TODOS, **settings: Any) -> override_settings:
    """Return the settings of a site with this view and its template, for a `with`."""
    settings = {"MIDDLEWARE": [HTMX], "TEMPLATES": [in_memory({"todos.html": template})]} | settings
    return override_settings(ROOT_URLCONF=(path(route, view, name="todos"),), **settings)


def send(
    view: Callable[..., Any],
    method: str,
    url: str,
    data: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] = FRAGMENT,
    *,
    client: Any = None,
    **settings: Any,
) -> Any:
    """Answer one request with a site of this view, through an async handler if the view is async."""
    client = client or (AsyncClient() if iscoroutinefunction(view) else Client())
    request = getattr(client, method)
    if isinstance(client, AsyncClient):
        request = async_to_sync(request)
    with site(view, **settings):
        return request(url, *([] if data is None else [data]), headers=headers)


def whole(response: Any) -> tuple[int, dict[str, str], str]:
    """Return a whole answer: its status, its headers without those that all answers have, and its content."""
    headers = dict(response.items())
    assert headers.pop("Vary") == VARY
    if headers.get("Content-Type") == HTML:
        del headers["Content-Type"]
    return response.status_code, headers, response.content.decode()


def answer(html: str, status: int = 200, **headers: str) -> tuple[int, dict[str, str], str]:
    """Return what `whole()` returns for an HTML answer. `HX_Trigger=` is a header."""
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, html


def see_other(url: str) -> tuple[int, dict[str, str], str]:
    return answer("", 303, Location=url)


def client_redirect(url: str) -> tuple[int, dict[str, str], str]:
    return answer("", HX_Redirect=url)


def without_cookie(response: Any) -> tuple[int, dict[str, str], str]:
    """Return a whole answer without the `Vary` on cookies that sessions add."""
    assert response["Vary"].endswith(", Cookie")
    response["Vary"] = response["Vary"].removesuffix(", Cookie")
    return whole(response)
