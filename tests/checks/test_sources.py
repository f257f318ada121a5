"""What the source of a view says about its templates and its context."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, cast

import pytest
from django import shortcuts
from django.template.response import SimpleTemplateResponse, TemplateResponse

import htmx_partials
from htmx_partials import render
from htmx_partials.references import UNKNOWN, strings_in
from htmx_partials.sources import Sources

NAME = "global.html"
NAMES = {"a": "a.html", "b": "b.html"}
BOTH = ["a.html", "b.html"]


def templates_of(view: Any) -> list[Any]:
    return [name for each in Sources().renderings(view) for name in each.templates]


def contexts_of(view: Any) -> list[Any]:
    return [context for each in Sources().renderings(view) for context in each.contexts]


def by_literal(request):
    return render(request, "page.html")


def by_keyword(request):
    return TemplateResponse(request, template="page.html")


def by_simple_response(request):
    return SimpleTemplateResponse("page.html", {})


def by_module(request):
    return shortcuts.render(request, "page.html") or htmx_partials.render(request, "other.html")


def by_global(request):
    return render(request, NAME)


def by_annotated_variable(request):
    name: str = "page.html"
    return render(request, name)


def by_either(request):
    return render(request, "a.html" if request.GET else "b.html")


def by_or(request):
    return render(request, request.name or "page.html")


def by_walrus(request):
    return render(request, name := "page.html") or name


def by_mapping(request):
    return render(request, NAMES[request.GET["which"]])


def by_sum(request):
    return render(request, "a" + ".html")


def by_sum_of_lists(request):
    return render(request, ["first.html", *BOTH] + ["last.html"])  # noqa: RUF005 - what is to be read


def by_helper(request):
    return render(request, helper(request))


def helper(request):
    return "a.html" if request.GET else helper(request)


def with_unknown_list(request):
    return render(request, [*request.names])


def by_starred_arguments(request, *arguments):
    return render(*arguments, "page.html")  # type: ignore[call-arg]


def by_keywords(request, **options):
    return render(request, **options)


def by_itself(request):
    name = "page.html"
    name = name or request.name
    return render(request, name)


def by_sum_of_others(request):
    return render(request, request.name + 1)


class Raising(type):
    @property
    def template(cls) -> str:
        raise ValueError


class WithTemplate(metaclass=Raising):
    pass


def by_attribute_that_raises(request):
    return render(request, WithTemplate.template)


def by_default(request, first="a.html", *, second="b.html", third):
    return render(request, first) or render(request, second) or render(request, third)


def by_loop(request):
    for name in BOTH:
        return render(request, name)
    return None


def by_target_of_several(request):
    name, _ = request.names
    return render(request, name)


def by_with(request):
    with contextlib.nullcontext("page.html") as name:
        return render(request, name)


@pytest.mark.parametrize(
    ("view", "templates"),
    [
        (by_literal, ["page.html"]),
        (by_keyword, ["page.html"]),
        (by_simple_response, ["page.html"]),
        (by_module, ["page.html", "other.html"]),
        (by_global, ["global.html"]),
        (by_annotated_variable, ["page.html"]),
        (by_either, ["a.html", "b.html"]),
        (by_or, [UNKNOWN, "page.html"]),
        (by_walrus, [UNKNOWN]),
        (by_mapping, ["a.html", "b.html"]),
        (by_sum, ["a.html"]),
        (by_sum_of_lists, [("first.html", "a.html", "b.html", "last.html")]),
        (by_helper, ["a.html", UNKNOWN]),
        (with_unknown_list, [(UNKNOWN,)]),
        (by_starred_arguments, [UNKNOWN]),
        (by_keywords, [UNKNOWN]),
        (by_itself, ["page.html", UNKNOWN]),
        (by_sum_of_others, [UNKNOWN]),
        (by_attribute_that_raises, [UNKNOWN]),
        (by_default, [UNKNOWN, "a.html", UNKNOWN, "b.html", UNKNOWN]),
        (by_loop, [UNKNOWN]),
        (by_target_of_several, [UNKNOWN]),
        (by_with, [UNKNOWN]),
    ],
)
def test_a_template_is_what_its_expression_may_be(view, templates):
    assert sorted(map(repr, templates_of(view))) == sorted(map(repr, templates))


def with_dict(request):
    return render(request, "page.html", {"a": 1, **{"b": 2}, request.key: 3})  # noqa: PIE800 - what is to be read


def with_unknown(request):
    return render(request, "page.html", {"a": 1, **request.context})


def with_call(request):
    return render(request, "page.html", dict(a=1))  # noqa: C408 - what is to be read


def with_union(request):
    return render(request, "page.html", {"a": 1} | request.context)


def with_itself(request):
    context: dict[str, Any] = {}
    context = {"context": context}
    return render(request, "page.html", context)


@pytest.mark.parametrize(
    ("view", "contexts"),
    [
        (with_dict, [{"a": 1, "b": 2}]),
        (with_unknown, [{"a": 1, UNKNOWN: UNKNOWN}]),
        (with_call, [{"a": 1}]),
        (with_union, [{"a": 1, UNKNOWN: UNKNOWN}]),
        (with_itself, [{}, {"context": UNKNOWN}]),
    ],
)
def test_a_context_has_the_names_that_its_expression_says(view, contexts):
    assert contexts_of(view) == contexts


def from_around() -> Callable[..., Any]:
    name = "page.html"

    def view(request):
        return render(request, name)

    return view


def from_nowhere() -> Any:
    def view(request):
        return render(request, name)

    if NAME == "other.html":
        name = "page.html"
    return view


def test_a_name_from_around_the_view_is_what_it_is_there():
    assert templates_of(from_around()) == ["page.html"]
    assert templates_of(from_nowhere()) == [UNKNOWN]


def made(source: str, filename: str) -> Any:
    module: dict[str, Any] = {"render": render}
    exec(compile(source, filename, "exec"), module)
    return module["view"]


def test_nothing_is_known_of_a_view_without_source(tmp_path):
    broken = tmp_path / "broken.txt"
    broken.write_text("no Python")
    for filename in ("no-such-file.py", str(broken)):
        view = made("def view(request):\n    return render(request, 'page.html')", filename)

        assert templates_of(view) == []
        assert Sources().returned(view) == [UNKNOWN]
        assert Sources().called_in_return(view) == []


def test_two_functions_that_begin_in_one_line_are_left_alone():
    one, other = (lambda request: render(request, "a.html")), (lambda request: render(request, "b.html"))

    assert templates_of(one) == templates_of(other) == []


def test_a_view_that_returns_what_it_calls_may_return_what_that_returns():
    assert Sources().called_in_return(cast(Any, returning)) == [helper]


def returning(request):
    return helper(request)


def test_strings_are_found_in_what_is_written_within_a_function():
    def view(request):
        def inner():
            return "in" in ("inner", ("deep", "deep down"))

        return inner if "asked" in {"deeper", "deepest"} else None

    assert {"inner", "in", "deep", "asked", "deeper", "request"} <= strings_in(view)  # type: ignore[arg-type]
