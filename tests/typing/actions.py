"""The types of actions, checked by mypy and pyright in `make lint`, where an unused `type: ignore` is an error, too."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, assert_type

from django import forms
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import CreateView, ListView, View

from htmx_partials import (
    PartialResponseMixin,
    Rerender,
    action,
    guarded_by,
    partial_response,
    render,
    site_actions,
)
from htmx_partials.decorators import PartialView


class TodoForm(forms.Form):
    text = forms.CharField()


class GroupForm(forms.ModelForm[Group]):
    class Meta:
        model = Group
        fields = ("name",)


@partial_response("todo-list", oob=["count"])
def todos(request: HttpRequest) -> HttpResponse:
    return render(request, "todos.html", {"form": TodoForm()})


@partial_response("todo-list")
async def todos_async(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "todos.html")


assert_type(todos(HttpRequest()), HttpResponseBase)
later = assert_type(todos_async(HttpRequest(), pk=1), Coroutine[Any, Any, HttpResponseBase])
path("todos/", todos, name="todos")

# -- Every form of the decorator ------------------------------------------------------


@todos.action
def clear(request: HttpRequest) -> None: ...


@todos.action()
def count(request: HttpRequest) -> dict[str, Any]:
    return {"count": 1}


@todos.action("re-count")
def recount(request: HttpRequest) -> Rerender:
    return Rerender({"count": 1}, events={"counted": {"count": 1}}, status=201)


@todos.action(name="go")
def leave(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect("/")


@todos.action(form=TodoForm)
def add(request: HttpRequest, form: TodoForm) -> None: ...


@todos.action(form=GroupForm, partial="form", oob=())
def add_group(request: HttpRequest, form: GroupForm) -> None: ...


@todos.action(form=lambda request: TodoForm(request.POST, prefix="new"), partial=(), oob={"count": "innerHTML:#count"})
def add_with_prefix(request: HttpRequest, form: TodoForm) -> Rerender | None:
    return Rerender(events=["added"])


@todos.action(methods=["POST", "DELETE"])
@never_cache
def remove(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


@todos.action("drop", methods="DELETE")
async def remove_later(request: HttpRequest) -> None: ...


def bound(request: HttpRequest, pk: int) -> GroupForm:
    return GroupForm(request.POST, instance=Group.objects.get(pk=pk))


@todos_async.action("save", form=bound, partial=["row", "form"])
async def edit(request: HttpRequest, pk: int, form: GroupForm) -> None: ...


@todos.action(form=TodoForm, form_name="todo_form", check_guards=False)
def add_named(request: HttpRequest, form: TodoForm) -> Rerender:
    context = {"added": form.cleaned_data["text"]}
    return Rerender(fragment_context=context, partial=["row", "form"], oob=["count"], reswap="outerHTML")


# -- Below it, the guards of views, around what returns nothing -----------------------


@todos.action
@guarded_by(login_required)
def clear_guarded(request: HttpRequest) -> None: ...


@todos.action(form=TodoForm)
@guarded_by(login_required, permission_required("todos.add_todo", raise_exception=True))
def add_guarded(request: HttpRequest, form: TodoForm) -> dict[str, Any] | None:
    return None


@todos.action("later")
@guarded_by(login_required)
async def clear_later(request: HttpRequest) -> None: ...


assert_type(clear_guarded(HttpRequest()), None)
assert_type(add_guarded(HttpRequest(), form=TodoForm()), dict[str, Any] | None)
add_guarded(HttpRequest(), form="no form")  # type: ignore[arg-type]
guarded_by("login_required")  # type: ignore[arg-type]

# -- The function stays what it is ----------------------------------------------------

assert_type(clear(HttpRequest()), None)
assert_type(count(HttpRequest()), dict[str, Any])
assert_type(recount(HttpRequest()), Rerender)
assert_type(leave(HttpRequest()), HttpResponseRedirect)
removed: Coroutine[Any, Any, None] = remove_later(HttpRequest())
add(HttpRequest(), form=TodoForm())
add(HttpRequest(), form="no form")  # type: ignore[arg-type]


# -- Under other decorators the view stays one with actions ---------------------------


@login_required
@never_cache
@partial_response("todo-list")
def guarded(request: HttpRequest) -> HttpResponse:
    return render(request, "todos.html")


@guarded.action
@todos.action("clear-too")
def clear_both(request: HttpRequest) -> None: ...


assert_type(clear_both(HttpRequest()), None)


# -- Actions of the whole site --------------------------------------------------------

of_site = login_required(site_actions("base.html", oob=["notifications"]))
path("actions/", of_site, name="actions")


@of_site.action
def read_all(request: HttpRequest) -> None: ...


assert_type(of_site(HttpRequest()), HttpResponseBase)

# -- Methods --------------------------------------------------------------------------


class Todos(PartialResponseMixin, ListView[Group]):
    model = Group
    partial_names = ("todo-list",)
    partial_oob = {"count": None}  # noqa: RUF012

    @action
    def clear(self, request: HttpRequest) -> None: ...

    @action("re-count", methods=["DELETE"], oob=["count"])
    def count(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"count": Group.objects.count()}

    @action
    @method_decorator(login_required)
    def clear_guarded(self, request: HttpRequest) -> None: ...

    @action(form="bound")
    @guarded_by(method_decorator(login_required))
    def edit(self, request: HttpRequest, form: TodoForm) -> None: ...

    def bound(self, request: HttpRequest) -> TodoForm:
        return TodoForm(request.POST)

    @action(form=TodoForm, partial="form")
    async def add(self, request: HttpRequest, form: TodoForm) -> None: ...


class Adding(PartialResponseMixin, CreateView[Group, GroupForm]):
    model = Group
    form_class = GroupForm
    partial_names = "form"

    @action
    def clear(self, request: HttpRequest) -> None: ...


class AsyncTodos(PartialResponseMixin, View):
    partial_names = "todo-list"

    async def get(self, request: HttpRequest) -> HttpResponseBase:
        return render(request, "todos.html")

    @action
    async def clear(self, request: HttpRequest) -> None: ...


assert_type(Todos().clear(HttpRequest()), None)
assert_type(Todos().clear_guarded(HttpRequest()), None)
assert_type(Todos().edit(HttpRequest(), TodoForm()), None)
assert_type(Todos().count(HttpRequest()), dict[str, Any])
cleared: Coroutine[Any, Any, None] = AsyncTodos().clear(HttpRequest())
path("todos/", Todos.as_view())


# -- Mistakes -------------------------------------------------------------------------

todos.action(1)  # type: ignore[call-overload]
todos.action(methods=[1])  # type: ignore[list-item]
todos.action(forms=TodoForm)  # type: ignore[call-overload]
todos.action("add", TodoForm)  # type: ignore[call-overload]
todos.action(partial=1)  # type: ignore[call-overload]
action(oob=1)  # type: ignore[call-overload]
Rerender([])  # type: ignore[arg-type]
Rerender(status="201")  # type: ignore[arg-type]
todos.actions["add"] = add  # type: ignore[assignment]


# -- For those who write about such views ---------------------------------------------


def names_of(view: PartialView[[HttpRequest], HttpResponseBase]) -> list[str]:
    return list(view.actions)


names_of(todos)
handler: Callable[[HttpRequest], HttpResponseBase] = todos
async_handler: Callable[[HttpRequest, int], Awaitable[HttpResponseBase]] = todos_async
