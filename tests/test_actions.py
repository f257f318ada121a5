"""How actions are declared, which request runs them, and what their results do."""

import datetime
import functools
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.exceptions import BadRequest, ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.views.generic import View
from hypothesis import given, settings
from hypothesis import strategies as st

import htmx_partials
from htmx_partials import Rerender, partial_response, render

from .acting import (
    BOOSTED,
    FRAGMENT,
    FRAGMENT_4,
    FRAGMENTS,
    KINDS,
    ORDINARY,
    OTHERS,
    acting,
    answer,
    make_view,
    see_other,
    send,
    site,
    whole,
)

LIST = '<ul id="todo-list">{}</ul>'


class TextForm(forms.Form):
    text = forms.CharField()


class Todos(list[str]):
    """What the actions change and the view shows, and how often each has run."""

    views = 0

    def view(self, request: HttpRequest, **kwargs: Any) -> TemplateResponse:
        self.views += 1
        return render(request, "todos.html", {"todos": list(self), "form": TextForm()})


@pytest.fixture
def todos() -> Todos:
    return Todos()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def adding(todos: Todos, *, is_async: bool) -> Any:
    """An action that adds `x` and returns the result that the test gives."""
    returned: list[Any] = []

    def add(request: HttpRequest, **kwargs: Any) -> Any:
        todos.append("x")
        return returned.pop() if returned else None

    async def add_async(request: HttpRequest, **kwargs: Any) -> Any:
        return add(request, **kwargs)

    function: Any = add_async if is_async else add
    function.__name__ = "add"
    function.returns = returned.append
    return function


@pytest.fixture
def add(todos: Todos) -> Any:
    return adding(todos, is_async=False)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either_add(request: pytest.FixtureRequest, todos: Todos) -> Any:
    return adding(todos, is_async=request.param)


def items(*texts: str) -> str:
    return LIST.format("".join(f"<li>{text}</li>" for text in texts))


def page(*texts: str, form: str = '<form><input type="text" name="text" required id="id_text"></form>') -> str:
    return f'<!doctype html><h1>Todos</h1><b id="count">{len(texts)}</b>{items(*texts)}{form}'


# -- What it returns decides ----------------------------------------------------------


@pytest.mark.parametrize("headers", FRAGMENTS)
def test_after_nothing_a_fragment_shows_the_state_after_the_change(todos, kind, either_add, headers):
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer(items("x"))
    assert (todos, todos.views) == (["x"], 1)


@pytest.mark.parametrize("headers", OTHERS)
def test_after_nothing_any_other_request_is_sent_to_the_same_url(todos, kind, either_add, headers):
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/?q=1", {"_action": "add"}, headers)
    assert whole(response) == see_other("/todos/?q=1")
    assert (todos, todos.views) == (["x"], 0)


@pytest.mark.parametrize("headers", FRAGMENTS)
def test_a_dict_goes_over_the_context_of_the_fragment(todos, kind, either_add, headers):
    either_add.returns({"todos": ["over"]})
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer(items("over"))
    assert (todos, todos.views) == (["x"], 1)


@pytest.mark.parametrize("headers", OTHERS)
def test_a_dict_goes_over_the_context_of_the_page(todos, kind, either_add, headers):
    either_add.returns({"form": "", "note": "Added"})
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer(page("x", form="<form>Added</form>"))
    assert (todos, todos.views) == (["x"], 1)


def test_an_empty_dict_is_a_dict(todos, kind, either_add):
    either_add.returns({})
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, ORDINARY)
    assert whole(response) == answer(page("x"))


@pytest.mark.parametrize("headers", FRAGMENTS)
def test_rerender_has_context_events_and_status_for_a_fragment(todos, kind, either_add, headers):
    either_add.returns(Rerender({"todos": ["over"]}, events={"added": {"pk": 1}}, status=201))
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer(items("over"), 201, HX_Trigger='{"added": {"pk": 1}}')


@pytest.mark.parametrize("headers", FRAGMENTS)
def test_rerender_of_nothing_is_as_nothing_for_a_fragment(todos, kind, either_add, headers):
    either_add.returns(Rerender())
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer(items("x"))


@pytest.mark.parametrize("headers", OTHERS)
def test_rerender_without_context_sends_any_other_request_to_the_same_url(todos, kind, either_add, headers):
    either_add.returns(Rerender(events="added", status=201))
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == see_other("/todos/")


@pytest.mark.parametrize("headers", OTHERS)
def test_rerender_with_context_shows_the_page_with_its_status_to_any_other_request(todos, kind, either_add, headers):
    either_add.returns(Rerender({"form": "", "note": "Full"}, events="added", status=422))
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer(page("x", form="<form>Full</form>"), 422)


@pytest.mark.parametrize("headers", [*FRAGMENTS, *OTHERS])
def test_a_response_is_the_response(todos, kind, either_add, headers):
    either_add.returns(HttpResponseRedirect("/elsewhere/"))
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer("", 302, Location="/elsewhere/")
    assert (todos, todos.views) == (["x"], 0)


@pytest.mark.parametrize(("headers", "html"), [(FRAGMENT, items("own")), (ORDINARY, page("own", form="<form></form>"))])
@pytest.mark.parametrize("shortcut", [render, TemplateResponse])
def test_a_template_response_of_the_action_is_the_page_or_the_fragment(todos, kind, shortcut, headers, html):
    def show(request):
        return shortcut(request, "todos.html", {"todos": ["own"]})

    response = send(make_view(kind, todos.view, acting(show)), "post", "/todos/", {"_action": "show"}, headers)
    assert whole(response) == answer(html)
    assert todos.views == 0


@pytest.mark.parametrize("partial", ["todo-list", ()])
def test_what_an_action_renders_itself_is_as_it_says(todos, kind, partial):
    def show(request):
        return render(request, "todos.html", {"todos": ["own"]}, partial="count", oob=["todo-list"])

    view = make_view(kind, todos.view, acting(show, partial=partial, oob=()))
    response = send(view, "post", "/todos/", {"_action": "show"})
    assert whole(response) == answer('<b id="count">1</b>' + items("own").replace("<ul ", '<ul hx-swap-oob="true" '))


def test_what_an_action_does_not_say_as_it_renders_is_as_declared(todos, kind):
    def show(request):
        return render(request, "todos.html", {"todos": ["own"]})

    view = make_view(kind, todos.view, acting(show, partial="count", oob=["todo-list"]))
    response = send(view, "post", "/todos/", {"_action": "show"})
    assert whole(response) == answer('<b id="count">1</b>' + items("own").replace("<ul ", '<ul hx-swap-oob="true" '))


def test_what_an_action_returns_else_is_an_error_that_names_it(todos, kind, either_add):
    either_add.returns("x")
    with pytest.raises(TypeError) as error:
        send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"})
    assert str(error.value) == (
        "The action 'add' returned 'str'. An action returns nothing, a dict for the view's context, a Rerender or a "
        "response."
    )


# -- What the view answers in its second run ------------------------------------------


def test_a_view_may_return_a_dict_for_its_template(todos, add):
    @partial_response("todo-list", template="todos.html")
    def view(request):
        return {"todos": todos, "note": "view"}

    view.action(add)
    add.returns({"form": "", "note": "action"})
    response = send(view, "post", "/todos/", {"_action": "add"}, ORDINARY)
    assert whole(response) == answer(page("x", form="<form>action</form>"))


def test_the_context_of_the_view_is_left_as_it_is(todos, kind, add):
    context = {"todos": ["of the view"]}
    add.returns({"todos": ["of the action"]})
    view = make_view(kind, lambda request: TemplateResponse(request, "todos.html", context), acting(add))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer(items("of the action"))
    assert context == {"todos": ["of the view"]}


def test_a_view_without_context_shows_that_of_the_action(todos, kind, add):
    add.returns({"todos": ["of the action"]})
    view = make_view(kind, lambda request: TemplateResponse(request, "todos.html"), acting(add))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer(items("of the action"))


@pytest.mark.parametrize("result", [None, {}, Rerender(status=201)])
def test_a_redirect_of_the_view_is_passed_on(kind, add, result):
    add.returns(result)
    view = make_view(kind, lambda request: HttpResponseRedirect("/elsewhere/"), acting(add))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer("", 302, Location="/elsewhere/")


def test_a_fragment_made_by_hand_is_passed_on_with_events_and_status(kind, add):
    add.returns(Rerender(events="added", status=201))
    view = make_view(kind, lambda request: HttpResponse("<li>by hand</li>"), acting(add))
    response = send(view, "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer("<li>by hand</li>", 201, HX_Trigger='{"added": {}}')


def test_a_context_for_what_is_rendered_already_is_an_error(kind, add):
    add.returns({"note": "lost"})
    view = make_view(kind, lambda request: HttpResponse("<li>by hand</li>"), acting(add))
    with pytest.raises(ImproperlyConfigured) as error:
        send(view, "post", "/todos/", {"_action": "add"})
    assert str(error.value) == (
        "The view answers the action 'add' with a response that is rendered already, so that the context of the action "
        "cannot be shown. Return htmx_partials.render(…) or a TemplateResponse from the view."
    )


def test_a_finished_page_of_the_view_is_the_error_that_it_always_is(kind, add):
    view = make_view(kind, lambda request: HttpResponse("<!doctype html>"), acting(add))
    with pytest.raises(ImproperlyConfigured, match="answered a request for the fragment 'todo-list' with a whole page"):
        send(view, "post", "/todos/", {"_action": "add"})


def test_partials_that_the_view_gives_to_render_make_it_a_request_for_a_fragment(todos, kind, add):
    def view(request):
        return render(request, "todos.html", {"todos": todos}, partial="todo-list")

    response = send(make_view(kind, view, acting(add), names=()), "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer(items("x"))


def test_a_target_that_means_the_page_makes_it_another_request(todos, kind, add):
    view = make_view(kind, todos.view, acting(add), targets={"content": None})
    response = send(view, "post", "/todos/", {"_action": "add"}, FRAGMENT | {"HX-Target": "content"})
    assert whole(response) == see_other("/todos/")


def test_a_boosted_request_into_a_fragment_is_a_request_for_it(todos, kind, add):
    view = make_view(kind, todos.view, acting(add))
    response = send(view, "post", "/todos/", {"_action": "add"}, BOOSTED | {"HX-Target": "todo-list"})
    assert whole(response) == answer(items("x"))


def test_a_boosted_request_into_what_no_one_declares_is_another_request(todos, kind, add):
    view = make_view(kind, todos.view, acting(add))
    response = send(view, "post", "/todos/", {"_action": "add"}, BOOSTED | {"HX-Target": "main"})
    assert whole(response) == see_other("/todos/")


def test_a_boosted_request_into_a_target_of_the_site_is_a_request_for_a_fragment(todos, kind, add):
    view = make_view(kind, todos.view, acting(add))
    headers = BOOSTED | {"HX-Target": "content"}
    response = send(
        view, "post", "/todos/", {"_action": "add"}, headers, HTMX_PARTIALS_TARGETS={"content": "todo-list"}
    )
    assert whole(response) == answer(items("x"))


@pytest.mark.parametrize("result", [None, Rerender({}, events="added", status=201)])
def test_what_the_view_returns_that_is_no_response_is_the_error_that_it_always_is(kind, add, result):
    def view(request) -> Any:
        pass

    add.returns(result)
    with pytest.raises(ValueError, match=r"didn't return an HttpResponse object\. It returned None instead"):
        send(make_view(kind, view, acting(add)), "post", "/todos/", {"_action": "add"})


def test_a_method_with_actions_is_the_error_that_it_always_is(todos, add):
    class Page(View):
        @partial_response("todo-list")
        def get(self, request):
            raise AssertionError

    view: Any = Page.get
    view.action(add)
    with pytest.raises(TypeError, match="expected a request as the view's first argument, not 'Page'"):
        send(Page.as_view(), "get", "/todos/")


def test_what_the_view_gives_its_response_is_kept(todos, kind, add):
    rendered: list[Any] = []

    def view(request):
        response = todos.view(request)
        response["X-View"] = "kept"
        response.set_cookie("seen", "1")
        response.add_post_render_callback(rendered.append)
        return response

    add.returns(Rerender(status=201))
    response = send(make_view(kind, view, acting(add)), "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer(items("x"), 201, X_View="kept")
    assert response.cookies["seen"].value == "1"
    assert len(rendered) == 1


# -- What a Rerender says -------------------------------------------------------------


@pytest.mark.parametrize("headers", FRAGMENTS)
def test_a_context_for_the_fragment_goes_over_that_of_the_fragment(todos, kind, either_add, headers):
    either_add.returns(Rerender(fragment_context={"todos": ["over"]}))
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer(items("over"))


def test_both_contexts_go_over_that_of_the_fragment(todos, kind, add):
    add.returns(Rerender({"todos": ["page"], "note": "both"}, fragment_context={"todos": ["fragment"]}))
    view = make_view(kind, todos.view, acting(add, partial="form", oob=["todo-list"]))
    response = send(view, "post", "/todos/", {"_action": "add"})
    fragment = items("fragment").replace("<ul ", '<ul hx-swap-oob="true" ')
    assert whole(response) == answer(
        f'<form><input type="text" name="text" required id="id_text">both</form>{fragment}'
    )


@pytest.mark.parametrize("headers", OTHERS)
def test_a_context_for_the_fragment_leaves_any_other_request_its_redirect(todos, kind, either_add, headers):
    either_add.returns(Rerender(fragment_context={"todos": ["over"]}))
    response = send(make_view(kind, todos.view, acting(either_add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == see_other("/todos/")
    assert todos.views == 0


def test_a_context_for_the_fragment_is_not_shown_in_the_page(todos, kind, add):
    add.returns(Rerender({"form": ""}, fragment_context={"todos": ["over"]}))
    response = send(make_view(kind, todos.view, acting(add)), "post", "/todos/", {"_action": "add"}, ORDINARY)
    assert whole(response) == answer(page("x", form="<form></form>"))


COUNT = '<b hx-swap-oob="true" id="count">1</b>'


def test_a_rerender_says_another_fragment_and_other_companions(todos, kind, add):
    add.returns(Rerender(partial="count", oob=["todo-list"]))
    view = make_view(kind, todos.view, acting(add, partial="form", oob=["count"]))
    response = send(view, "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer('<b id="count">1</b>' + items("x").replace("<ul ", '<ul hx-swap-oob="true" '))


@pytest.mark.parametrize(
    ("result", "html"),
    [
        (Rerender(oob=()), items("x")),
        (Rerender(oob=["count"]), items("x") + COUNT),
        (Rerender(partial="count", oob=()), '<b id="count">1</b>'),
        (Rerender(partial=["todo-list", "form"]), items("x") + COUNT),
    ],
)
def test_what_it_does_not_say_is_as_the_action_says(todos, kind, add, result, html):
    add.returns(result)
    view = make_view(kind, todos.view, acting(add, oob=["count"]))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer(html)


def test_it_may_say_companions_alone(todos, kind, add):
    add.returns(Rerender(partial=()))
    view = make_view(kind, todos.view, acting(add, oob=["count"]))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer(COUNT, HX_Reswap="none")


@pytest.mark.parametrize("headers", FRAGMENTS)
def test_it_says_how_htmx_swaps_the_fragment(todos, kind, add, headers):
    add.returns(Rerender(reswap="outerHTML swap:1s"))
    response = send(make_view(kind, todos.view, acting(add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == answer(items("x"), HX_Reswap="outerHTML swap:1s")


@pytest.mark.parametrize("headers", OTHERS)
def test_how_htmx_swaps_is_nothing_to_any_other_request(todos, kind, add, headers):
    add.returns(Rerender(reswap="delete"))
    response = send(make_view(kind, todos.view, acting(add)), "post", "/todos/", {"_action": "add"}, headers)
    assert whole(response) == see_other("/todos/")


@pytest.mark.parametrize("says", [{"partial": "#count"}, {"partial": [""]}, {"oob": {"count": "what"}}])
def test_a_rerender_of_what_is_no_partial_is_an_error(says):
    with pytest.raises(ImproperlyConfigured):
        Rerender(**says)


# -- Companions alone -----------------------------------------------------------------

LEFT = '<hx-partial hx-target="head" hx-swap="none"></hx-partial>'
COUNT_4 = '<hx-partial hx-target="#count" hx-swap="outerHTML"><b id="count">1</b></hx-partial>'

ALONE = [
    ("post", FRAGMENT, ["count"], answer(COUNT, HX_Reswap="none")),
    ("post", FRAGMENT, [], answer("", HX_Reswap="none")),
    ("delete", FRAGMENT, ["count"], answer(COUNT)),
    ("delete", FRAGMENT, [], answer("")),
    ("post", FRAGMENT_4, ["count"], answer(LEFT + COUNT_4)),
    ("post", FRAGMENT_4, [], answer(LEFT)),
    ("delete", FRAGMENT_4, ["count"], answer(LEFT + COUNT_4)),
    ("delete", FRAGMENT_4, [], answer(LEFT)),
]


@pytest.mark.parametrize(("method", "headers", "oob", "expected"), ALONE)
def test_companions_alone_let_a_client_that_deletes_delete(todos, kind, add, method, headers, oob, expected):
    view = make_view(kind, todos.view, acting(add, partial=(), oob=oob, methods=["POST", "DELETE"]))
    url, data = ("/todos/", {"_action": "add"}) if method == "post" else ("/todos/?_action=add", None)
    assert whole(send(view, method, url, data, headers)) == expected


@pytest.mark.parametrize(("method", "headers"), [("post", FRAGMENT), ("post", FRAGMENT_4), ("delete", FRAGMENT)])
def test_a_form_that_is_invalid_is_shown_all_the_same(todos, kind, method, headers):
    def add(request, form):
        raise AssertionError

    declared = acting(add, partial=(), oob=["count"], form=TextForm, methods=["POST", "DELETE"])
    view = make_view(kind, todos.view, declared, names=("form",))
    url, data = ("/todos/", {"_action": "add"}) if method == "post" else ("/todos/?_action=add", None)
    (_, _, html) = whole(send(view, method, url, data, headers))
    assert html.endswith("* This field is required.</form>")


# -- Events ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "header"),
    [
        ("added", '{"added": {}}'),
        (["added", "counted"], '{"added": {}, "counted": {}}'),
        ({"added": None}, '{"added": {}}'),
        ({"added": "text"}, '{"added": "text"}'),
        ({"added": 0}, '{"added": 0}'),
        ({"added": datetime.date(2026, 1, 2)}, '{"added": "2026-01-02"}'),
        ({"added": {"by": "Zoë"}}, '{"added": {"by": "Zo\\u00eb"}}'),
    ],
)
def test_events_are_a_name_or_several_or_a_mapping_to_details(todos, add, events, header):
    add.returns(Rerender(events=events))
    response = send(make_view("function", todos.view, acting(add)), "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer(items("x"), HX_Trigger=header)


@pytest.mark.parametrize("none", [None, [], {}])
def test_no_events_are_no_header(todos, add, none):
    add.returns(Rerender(events=none))
    response = send(make_view("function", todos.view, acting(add)), "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer(items("x"))


@pytest.mark.parametrize(
    ("header", "merged"),
    [
        ("shown", '{"shown": {}, "added": {"pk": 1}}'),
        ("shown, seen", '{"shown": {}, "seen": {}, "added": {"pk": 1}}'),
        ('{"shown": {"n": 2}}', '{"shown": {"n": 2}, "added": {"pk": 1}}'),
        ('{"added": {"pk": 2}}', '{"added": {"pk": 1}}'),
    ],
)
def test_events_are_added_to_those_of_the_view(todos, kind, add, header, merged):
    def view(request):
        response = todos.view(request)
        response["HX-Trigger"] = header
        return response

    add.returns(Rerender(events={"added": {"pk": 1}}))
    response = send(make_view(kind, view, acting(add)), "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer(items("x"), HX_Trigger=merged)


# -- Which request runs which action --------------------------------------------------

NOT_FOUND = (400, {"Content-Type": "text/plain"}, "_action names no action of this page.")


@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY])
@pytest.mark.parametrize("names", ["", "unknown", "ADD", "add ", "get", "dispatch", "__init__", ["add", "add"]])
def test_what_names_no_action_is_a_bad_request_before_anything_runs(todos, kind, names, headers):
    view = make_view(kind, todos.view, acting(lambda request: todos.append("x"), "add"))
    response = send(view, "post", "/todos/", {"_action": names}, headers)
    assert whole(response) == NOT_FOUND
    assert (todos, todos.views) == ([], 0)


@pytest.mark.parametrize("url", ["/todos/?_action=", "/todos/?_action=no", "/todos/?_action=add&_action=add"])
def test_what_names_no_action_in_a_delete_is_a_bad_request(todos, kind, add, url):
    response = send(make_view(kind, todos.view, acting(add, methods=["DELETE"])), "delete", url)
    assert whole(response) == NOT_FOUND
    assert (todos, todos.views) == ([], 0)


def test_a_post_of_an_action_for_delete_is_not_allowed(todos, kind, add):
    response = send(make_view(kind, todos.view, acting(add, methods=["DELETE"])), "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer("", 405, Allow="DELETE")
    assert (todos, todos.views) == ([], 0)


def test_a_delete_of_an_action_for_post_is_not_allowed(todos, kind, add):
    response = send(make_view(kind, todos.view, acting(add)), "delete", "/todos/?_action=add")
    assert whole(response) == answer("", 405, Allow="POST")
    assert (todos, todos.views) == ([], 0)


def test_an_action_may_be_for_both_methods(todos, kind, add):
    view = make_view(kind, todos.view, acting(add, methods=["POST", "DELETE"]))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer(items("x"))
    assert whole(send(view, "delete", "/todos/?_action=add")) == answer(items("x", "x"))


def test_a_method_may_be_given_as_it_is(todos, kind, add):
    view = make_view(kind, todos.view, acting(add, methods="DELETE"))
    assert whole(send(view, "delete", "/todos/?_action=add&q=1", None, ORDINARY)) == see_other("/todos/?q=1")


def test_an_action_has_the_name_that_it_is_given(todos, kind, add):
    view = make_view(kind, todos.view, acting(add, "put-in"))
    assert whole(send(view, "post", "/todos/", {"_action": "put-in"})) == answer(items("x"))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == NOT_FOUND


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_safe_methods_never_act(todos, kind, add, method):
    view = make_view(kind, todos.view, acting(add, methods=["POST", "DELETE"]))
    assert send(view, method, "/todos/?_action=add").status_code == 200
    assert todos == []


@pytest.mark.parametrize("method", ["put", "patch"])
def test_put_and_patch_never_act(todos, kind, add, method, caplog):
    view = make_view(kind, todos.view, acting(add, methods=["POST", "DELETE"]))
    response = send(view, method, "/todos/?_action=add", {"_action": "add"})
    assert whole(response) == answer(items())
    assert todos == []
    assert [record.name for record in caplog.records] == ["htmx_partials"]


def test_a_name_in_the_query_of_a_post_counts_for_nothing(todos, kind, add):
    response = send(make_view(kind, todos.view, acting(add)), "post", "/todos/?_action=add", {"text": "x"})
    assert whole(response) == answer(items())
    assert todos == []


def test_a_file_as_the_name_counts_for_nothing(todos, kind, add, tmp_path):
    (tmp_path / "add").write_text("add")
    with (tmp_path / "add").open() as file:
        response = send(make_view(kind, todos.view, acting(add)), "post", "/todos/", {"_action": file})
    assert whole(response) == answer(items())
    assert todos == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_an_unsafe_request_without_a_name_is_the_views_and_noted_in_the_log(todos, add, method, caplog):
    def view(request):
        return todos.view(request)

    decorated = partial_response("todo-list")(view)
    decorated.action(add)
    response = send(decorated, method, "/todos/%0A/", route="todos/\n/")
    assert whole(response) == answer(items())
    assert [(record.name, record.levelno, record.getMessage()) for record in caplog.records] == [
        (
            "htmx_partials",
            logging.WARNING,
            (
                f"tests.test_actions.{view.__qualname__} has actions and answers a {method.upper()} of /todos/%0A/ "
                f"without one itself: no field of the request is named '_action'. A form that is not sent by its "
                f"button, by hx-trigger='change' say, needs it as a hidden field or in hx-vals."
            ),
        )
    ]


def test_the_log_names_a_class_or_what_has_no_name(todos, add, caplog):
    view = make_view("class", todos.view, acting(add))
    send(view, "post", "/todos/")
    nameless = functools.partial(todos.view)
    decorated = partial_response("todo-list")(nameless)
    decorated.action(check_guards=False)(add)
    send(decorated, "post", "/todos/")
    named = [record.getMessage().partition(" has actions and ")[0] for record in caplog.records]
    assert named == ["tests.acting.Todos", repr(nameless)]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_safe_request_is_not_noted_in_the_log(todos, kind, add, method, caplog):
    send(make_view(kind, todos.view, acting(add)), method, "/todos/")
    assert caplog.records == []


def test_a_view_without_actions_gets_the_name_as_any_other_field(todos, kind, caplog):
    def view(request):
        return HttpResponse(request.POST["_action"])

    assert whole(send(make_view(kind, view), "post", "/todos/", {"_action": "its own"})) == answer("its own")
    assert caplog.records == []


@settings(deadline=None)
@given(
    st.lists(st.text() | st.sampled_from(["add", "get", "dispatch", "view", "partials", "__class__"]), max_size=3),
    st.sampled_from(["post", "delete"]),
    st.sampled_from(["function", "class"]),
)
def test_no_name_runs_what_is_not_declared_and_none_errs(names, method, kind):
    todos = Todos()
    view = make_view(kind, todos.view, acting(lambda request: todos.append("x"), "add"))
    query = urlencode({"_action": names}, doseq=True)
    request: Any = RequestFactory().generic(
        method.upper(),
        "/todos/",
        query if method == "post" else "",
        "application/x-www-form-urlencoded",
        QUERY_STRING=query if method == "delete" else "",
    )
    request.htmx = True
    response = view(request)
    if names == ["add"]:
        assert (response.status_code, todos) == ((200, ["x"]) if method == "post" else (405, []))
    else:
        assert (response.status_code, todos) == (400 if names else 200, [])


# -- What is declared -----------------------------------------------------------------


def test_one_function_serves_several_views(todos, kind, add):
    view, other = make_view(kind, todos.view, acting(add)), make_view(kind, todos.view, acting(add, partial="count"))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer(items("x"))
    assert whole(send(other, "post", "/todos/", {"_action": "add"})) == answer('<b id="count">2</b>')


def test_every_form_of_the_decorator_returns_the_function(todos):
    @partial_response("todo-list")
    def view(request):
        pass

    def function(request):
        pass

    assert view.action(function) is function
    assert view.action("second")(function) is function
    assert view.action(name="third")(function) is function
    assert list(view.actions) == ["function", "second", "third"]


def test_options_count_where_the_function_is_given_along(todos):
    @partial_response("todo-list")
    def view(request):
        pass

    typed_loosely: Any = view
    typed_loosely.action(lambda request, form: todos.append(form.cleaned_data["text"]), form=TextForm)
    (declared,) = view.actions.values()
    assert declared.form is TextForm


def test_a_function_without_a_name_is_to_be_named(todos):
    @partial_response("todo-list")
    def view(request):
        pass

    nameless = functools.partial(print)
    with pytest.raises(ImproperlyConfigured) as error:
        view.action(nameless)
    assert str(error.value) == (
        "functools.partial(<built-in function print>) has no name for the action: write action('name')."
    )


@pytest.mark.parametrize("methods", [["GET"], ["POST", "PUT"], [], "post"])
def test_methods_other_than_post_and_delete_are_an_error(todos, methods):
    shown = (methods,) if isinstance(methods, str) else tuple(methods)
    with pytest.raises(ImproperlyConfigured) as error:
        partial_response("todo-list")(todos.view).action("add", methods=methods)(print)
    assert str(error.value) == f"The action 'add' has methods={shown!r}. Actions are for POST and DELETE."


def test_two_actions_of_one_name_are_an_error():
    def view(request):
        pass

    decorated = partial_response("todo-list")(view)
    decorated.action("add")(print)
    with pytest.raises(ImproperlyConfigured) as error:
        decorated.action("add")(print)
    assert str(error.value) == f"tests.test_actions.{view.__qualname__} has two actions named 'add'."


@pytest.mark.parametrize("options", [{"partial": "#count"}, {"partial": ""}, {"oob": [""]}, {"oob": {"count": "what"}}])
def test_what_is_no_partial_is_an_error_where_it_is_declared(todos, options):
    with pytest.raises(ImproperlyConfigured):
        partial_response("todo-list")(todos.view).action("add", **options)(print)


def test_an_action_gets_the_arguments_of_the_view_whatever_their_names(kind, todos):
    got = []

    def add(request, **kwargs):
        got.append(kwargs)

    view = make_view(kind, todos.view, acting(add))
    url = "/1/a/b/c/d/e/f/"
    route = "<int:pk>/<action>/<view>/<asked>/<is_async>/<name>/<args>/"
    assert whole(send(view, "post", url, {"_action": "add"}, route=route)) == answer(items())
    names = {"pk": 1, "action": "a", "view": "b", "asked": "c", "is_async": "d", "name": "e", "args": "f"}
    assert got == [names]


# -- Which fragment is the answer -----------------------------------------------------


@pytest.mark.parametrize(
    "headers", [FRAGMENT, FRAGMENT | {"HX-Target": "form"}, FRAGMENT_4 | {"HX-Target": "ul#todo-list"}]
)
@pytest.mark.parametrize("query", ["", "?_partial=todo-list"])
def test_the_partial_of_an_action_is_the_answer_whatever_the_client_names(todos, kind, add, headers, query):
    view = make_view(kind, todos.view, acting(add, partial="count"), names=("todo-list", "form"))
    response = send(view, "post", f"/todos/{query}", {"_action": "add"}, headers)
    assert whole(response) == answer('<b id="count">1</b>')


def test_the_partial_of_an_action_goes_before_a_target_of_the_site(todos, kind, add):
    view = make_view(kind, todos.view, acting(add, partial="count"))
    response = send(
        view,
        "post",
        "/todos/",
        {"_action": "add"},
        FRAGMENT | {"HX-Target": "content"},
        HTMX_PARTIALS_TARGETS={"content": "todo-list"},
    )
    assert whole(response) == answer('<b id="count">1</b>')


def test_the_partial_of_an_action_goes_before_that_which_the_view_gives_to_render(todos, kind, add):
    def view(request):
        return render(request, "todos.html", {"todos": todos}, partial="todo-list", oob=["form"])

    response = send(make_view(kind, view, acting(add, partial="count", oob=())), "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer('<b id="count">1</b>')


def test_several_partials_of_an_action_may_be_chosen_from(todos, kind, add):
    view = make_view(kind, todos.view, acting(add, partial=iter(["count", "form"])))
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer('<b id="count">1</b>')
    response = send(view, "post", "/todos/", {"_action": "add", "_partial": "todo-list"})
    assert whole(response) == answer('<b id="count">2</b>')
    response = send(view, "post", "/todos/", {"_action": "add", "_partial": "form"})
    assert whole(response) == answer('<form><input type="text" name="text" required id="id_text"></form>')


def test_the_partial_of_an_action_is_not_the_answer_to_a_boosted_request(todos, kind, add):
    add.returns({"form": ""})
    view = make_view(kind, todos.view, acting(add, partial="count"))
    response = send(view, "post", "/todos/", {"_action": "add"}, BOOSTED)
    assert whole(response) == answer(page("x", form="<form></form>"))
    response = send(view, "post", "/todos/", {"_action": "add"}, BOOSTED | {"HX-Target": "todo-list"})
    assert whole(response) == answer(items("x", "x"))


def test_companions_of_the_view_follow_its_fragment(todos, kind, add):
    view = make_view(kind, todos.view, acting(add), oob=["count"])
    response = send(view, "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer(items("x") + '<b hx-swap-oob="true" id="count">1</b>')


def test_companions_of_the_action_replace_those_of_the_view(todos, kind, add):
    view = make_view(kind, todos.view, acting(add, oob=iter(["todo-list"]), partial="form"), oob=["count"])
    for shown in (["x"], ["x", "x"]):
        response = send(view, "post", "/todos/", {"_action": "add"})
        assert whole(response) == answer(
            '<form><input type="text" name="text" required id="id_text"></form>'
            + items(*shown).replace("<ul ", '<ul hx-swap-oob="true" ')
        )


def test_an_action_without_companions_replaces_those_of_the_view(todos, kind, add):
    view = make_view(kind, todos.view, acting(add, oob=()), oob=["count"])
    assert whole(send(view, "post", "/todos/", {"_action": "add"})) == answer(items("x"))


@pytest.mark.parametrize("oob", [{}, {"oob": ["count"]}])
def test_companions_alone_swap_nothing_into_the_target(todos, kind, add, oob):
    view = make_view(kind, todos.view, acting(add, partial=(), **oob), oob=["count"])
    response = send(view, "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer('<b hx-swap-oob="true" id="count">1</b>', HX_Reswap="none")


def test_companions_of_an_action_go_alone_where_the_view_says_so(todos, kind, add):
    def view(request):
        return render(request, "todos.html", {"todos": todos}, partial=())

    response = send(make_view(kind, view, acting(add, oob=["count"])), "post", "/todos/", {"_action": "add"})
    assert whole(response) == answer('<b hx-swap-oob="true" id="count">1</b>', HX_Reswap="none")


@pytest.mark.parametrize("headers", OTHERS)
def test_companions_alone_are_for_fragments(todos, kind, add, headers):
    view = make_view(kind, todos.view, acting(add, partial=()), oob=["count"])
    assert whole(send(view, "post", "/todos/", {"_action": "add"}, headers)) == see_other("/todos/")


# -- Errors ---------------------------------------------------------------------------


@pytest.mark.parametrize(("error", "status"), [(Http404, 404), (PermissionDenied, 403), (BadRequest, 400)])
@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY])
def test_errors_of_an_action_are_answered_by_django(todos, kind, error, status, headers):
    def fail(request):
        raise error("no")

    response = send(make_view(kind, todos.view, acting(fail)), "post", "/todos/", {"_action": "fail"}, headers)
    assert response.status_code == status
    assert todos.views == 0


def test_any_other_error_of_an_action_is_raised(todos, kind):
    def fail(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send(make_view(kind, todos.view, acting(fail)), "post", "/todos/", {"_action": "fail"})


# -- Views that call each other -------------------------------------------------------


def test_a_view_that_calls_another_lets_that_act(todos, add):
    inner = make_view("function", todos.view, acting(add))

    @partial_response("count")
    def outer(request):
        return inner(request)

    assert whole(send(outer, "post", "/todos/", {"_action": "add"})) == answer(items("x"))
    assert todos == ["x"]


def test_an_action_may_answer_with_another_view(todos, add):
    other = partial_response("count")(lambda request: render(request, "todos.html", {"todos": ["of the other"]}))

    @partial_response("todo-list")
    def view(request):
        raise AssertionError

    @view.action
    def show(request):
        return other(request)

    assert whole(send(view, "post", "/todos/", {"_action": "show"})) == answer('<b id="count">1</b>')


# -- The request that it sees ---------------------------------------------------------


def test_an_action_sees_the_request_without_our_parameters(todos, kind):
    seen = []

    def look(request):
        seen.append((request.method, request.GET.dict(), request.POST.dict(), request.get_full_path()))

    view = make_view(kind, todos.view, acting(look))
    url = "/todos/?q=1&_partial=form"
    for headers in (FRAGMENT, ORDINARY):
        send(view, "post", url, {"_action": "look", "_partial": "count", "text": "x"}, headers)
    assert seen == [("POST", {"q": "1"}, {"text": "x"}, url)] * 2


def test_an_action_may_ask_which_fragment_is_asked_for(todos, kind):
    seen = []

    def look(request):
        seen.append(htmx_partials.selected_partial(request))

    view = make_view(kind, todos.view, acting(look), targets={"row-*": "todo-list"})
    send(view, "post", "/todos/", {"_action": "look"}, FRAGMENT | {"HX-Target": "row-5"})
    assert seen == [("todo-list", "5")]


@pytest.fixture
def upload(tmp_path) -> Iterator[Any]:
    (tmp_path / "todos.txt").write_text("from the file")
    with (tmp_path / "todos.txt").open() as file:
        yield file


def test_uploads_reach_the_action(todos, kind, upload):
    def load(request):
        todos.append(f"{request.FILES['file'].read().decode()} {request.POST['text']}")

    view = make_view(kind, todos.view, acting(load))
    response = send(view, "post", "/todos/", {"_action": "load", "file": upload, "text": "and more"})
    assert whole(response) == answer(items("from the file and more"))


def test_a_broken_body_is_a_bad_request(todos, add):
    view = make_view("function", todos.view, acting(add))
    with site(view):
        response = Client().post("/todos/", b"--broken", content_type="multipart/form-data")
    assert response.status_code == 400
    assert todos == []


def test_a_request_with_another_body_is_the_views(todos, kind, add, caplog):
    view = make_view(kind, lambda request: HttpResponse(request.body), acting(add))
    with site(view):
        response = Client().post("/todos/", {"_action": "add"}, content_type="application/json")
    assert whole(response) == answer('{"_action": "add"}')
    assert [record.name for record in caplog.records] == ["htmx_partials"]
