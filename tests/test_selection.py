"""What a view declares, and which of it answers a request; targets and companions are in test_regions.py."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict

from htmx_partials.selection import (
    PAGE,
    Partials,
    SelectedPartial,
    declared_for,
    prepare,
    select,
    selected_partial,
)

NO_PARTIAL = (
    " is not the name of a partial. Name a partial or a block of the view's template, as in 'results', or one of "
    "another template, as in 'other.html#results'."
)
NO_ELEMENT = (
    " does not name an element. Give an id, without '#', or the beginning of ids with a '*' at the end, or with "
    "'<int>' for digits."
)


def asking(rf, partials=None, **headers):
    request = rf.get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    request.htmx = "HX_Request" in headers
    if partials:
        prepare(request, lambda: partials)
    return request


def test_a_selected_partial_has_a_name_and_what_a_star_matched():
    assert SelectedPartial("p")._asdict() == {"name": "p", "suffix": ""}


def test_one_name_may_be_a_string():
    assert Partials("results").names == ("results",)


def test_names_may_be_any_iterable():
    assert Partials(iter(["a", "b"])).names == ("a", "b")


@pytest.mark.parametrize("names", [[""], ["a", ""], ["#a"], [None], [1]])
def test_what_is_no_name_is_told(names):
    with pytest.raises(ImproperlyConfigured) as error:
        Partials(names)

    assert str(error.value) == repr(names[-1]) + NO_PARTIAL


def test_what_is_no_name_in_targets_is_told():
    with pytest.raises(ImproperlyConfigured) as error:
        Partials(targets={"a": "#p"})

    assert str(error.value) == "'#p'" + NO_PARTIAL


def test_what_is_no_name_of_a_companion_is_told():
    with pytest.raises(ImproperlyConfigured) as error:
        Partials("a", oob=["#p"])

    assert str(error.value) == "'#p'" + NO_PARTIAL


@pytest.mark.parametrize("target", ["", "#a", "a*b", "**", "<int>-a", "a-<str>", "a-<int:pk>", "a*<int>", "<int>*"])
def test_what_is_no_id_is_told(target):
    with pytest.raises(ImproperlyConfigured) as error:
        Partials(targets={target: "p"})

    assert str(error.value) == f"targets={{{target!r}: …}}" + NO_ELEMENT


def test_the_first_name_is_the_default(rf):
    partials = Partials(["a", "b"])

    assert select(asking(rf, partials, HX_Request="true"), partials) == (SelectedPartial("a"),)


def test_without_names_the_default_is_the_page(rf):
    partials = Partials(targets={"a": "b"})

    assert select(asking(rf, partials, HX_Request="true"), partials) == PAGE


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX_Request": "true", "HX_Boosted": "true"},
        {"HX_Request": "true", "HX_History_Restore_Request": "true"},
        {"HX_Request": "true", "HX_Request_Type": "full"},
    ],
)
def test_the_page(rf, headers):
    partials = Partials("a")
    request = asking(rf, partials, **headers)

    assert (select(request, partials), selected_partial(request)) == (PAGE, None)


def test_the_view_and_its_response_are_told_the_same(rf):
    partials = Partials(["a", "b"])
    request = asking(rf, partials, HX_Request="true", HX_Target="b")

    assert select(request, partials) == (selected_partial(request),) == (SelectedPartial("b"),)


def test_what_the_view_declares_is_known_within_it(rf):
    partials = Partials("a")

    assert declared_for(asking(rf, partials)) is partials
    assert declared_for(asking(rf)) is None


def test_what_is_declared_is_asked_for_when_it_is_needed(rf):
    asked = iter([Partials("a"), Partials("b")])
    request = asking(rf, HX_Request="true")
    prepare(request, lambda: next(asked))

    assert selected_partial(request) == SelectedPartial("a")
    assert selected_partial(request) == SelectedPartial("b")


def counting(rf, *names, targets=None):
    """A `POST` of a form that has not been read, with `_partial=b`, and what is declared."""
    partials = Partials(names, targets)
    request = rf.post("/", {"_partial": "b"}, headers={"HX-Request": "true"})
    request.htmx = True
    prepare(request, lambda: partials)
    return request, partials


@pytest.mark.parametrize("names", [[], ["b"]])
def test_a_body_that_makes_no_difference_is_not_read(rf, names):
    request, partials = counting(rf, *names)

    assert select(request, partials) == partials.default
    assert not hasattr(request, "_post")
    assert request.body.startswith(b"--")


@pytest.mark.parametrize(("names", "targets"), [(["a", "b"], None), ([], {"b": "b"}), (["a"], {"x": "b"})])
def test_a_body_is_looked_into_where_it_makes_a_difference(rf, names, targets):
    request, partials = counting(rf, *names, targets=targets)

    assert select(request, partials) == (SelectedPartial("b"),)
    assert request.POST == {}


def test_one_name_goes_before_a_target_of_the_page(rf):
    request, partials = counting(rf, "b", targets={"x": None})
    request.META["HTTP_HX_TARGET"] = "x"

    assert select(request, partials) == (SelectedPartial("b"),)


@pytest.mark.parametrize(
    ("target", "selected"),
    [
        ("row-5", SelectedPartial("row", "5")),
        ("row-007", SelectedPartial("row", "007")),
        ("row-list", SelectedPartial("a")),
        ("row-", SelectedPartial("a")),
        ("row-5-name", SelectedPartial("a")),
        ("row--5", SelectedPartial("a")),
        ("row-\xb2", SelectedPartial("a")),
        ("cell-5", SelectedPartial("number", "5")),
        ("cell-x", SelectedPartial("cell", "x")),
        ("cell-a-5", SelectedPartial("inner", "5")),
    ],
)
def test_int_stands_for_digits_alone_and_goes_before_a_star(rf, target, selected):
    partials = Partials("a", {"row-<int>": "row", "cell-*": "cell", "cell-<int>": "number", "cell-a-<int>": "inner"})

    assert select(asking(rf, partials, HX_Request="true", HX_Target=target), partials) == (selected,)


FULL = {"HX_Request": "true", "HX_Request_Type": "full", "HX_Target": "body"}


def test_a_partial_may_be_named_for_the_body_of_htmx_4(rf):
    partials = Partials(["a", "modal"])
    request = rf.get("/?_partial=modal", headers={name.replace("_", "-"): value for name, value in FULL.items()})
    request.htmx = True
    prepare(request, lambda: partials)

    assert select(request, partials) == (SelectedPartial("modal"),)


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("", {}),
        ("_partial=b", {}),
        ("_partial=a&_partial=modal", {}),
        ("_partial=modal", {"HX_Boosted": "true"}),
        ("_partial=modal", {"HX_History_Restore_Request": "true"}),
    ],
)
def test_else_what_asks_for_all_gets_the_page(rf, query, headers):
    partials = Partials(["a", "modal"])
    request = rf.get(
        "/", query_params=QueryDict(query), headers={k.replace("_", "-"): v for k, v in (FULL | headers).items()}
    )
    request.htmx = True
    prepare(request, lambda: partials)

    assert select(request, partials) == PAGE
