"""What a view declares, and which part of it answers a request."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.test import AsyncRequestFactory, override_settings
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxDetails
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htmx_partials import PartialResponseMixin, partial_response, render
from htmx_partials.requests import VARY
from htmx_partials.selection import (
    PAGE,
    Partials,
    SelectedPartial,
    Selection,
    current_partials,
    prepare_request,
    select,
    selected_partial,
)

from .page_of_partials import (
    CONTEXT,
    COUNT_2,
    COUNT_4,
    FOOT_2,
    FORM,
    PAGES,
    RESULTS,
    answer,
    ask,
    html_of,
    page,
    view,
)
from .templates_for_tests import in_memory

NO_PARTIAL = (
    " is not the name of a partial. Name a partial or a block of the view's template, as in 'results', or one of "
    "another template, as in 'other.html#results'."
)
NO_ELEMENT = (
    " does not name an element. Give an id, without '#', or the beginning of ids with a '*' at the end, or with "
    "'<int>' for digits."
)


@pytest.fixture(autouse=True, scope="module")
def templates() -> Iterator[None]:
    with override_settings(TEMPLATES=[in_memory(PAGES)]):
        yield


def asking(rf, partials=None, **headers):
    request = rf.get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    request.htmx = "HX_Request" in headers
    if partials:
        prepare_request(request, lambda: partials)
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

    assert select(asking(rf, partials, HX_Request="true"), partials) == Selection(SelectedPartial("a"))


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

    assert select(request, partials) == Selection(selected_partial(request)) == Selection(SelectedPartial("b"))


def test_what_the_view_declares_is_known_within_it(rf):
    partials = Partials("a")

    assert current_partials(asking(rf, partials)) is partials
    assert current_partials(asking(rf)) is None


def test_what_is_declared_is_asked_for_when_it_is_needed(rf):
    asked = iter([Partials("a"), Partials("b")])
    request = asking(rf, HX_Request="true")
    prepare_request(request, lambda: next(asked))

    assert selected_partial(request) == SelectedPartial("a")
    assert selected_partial(request) == SelectedPartial("b")


def counting(rf, *names, targets=None):
    """Return a `POST` of a form that has not been read, with `_partial=b`, and what is declared."""
    partials = Partials(names, targets)
    request = rf.post("/", {"_partial": "b"}, headers={"HX-Request": "true"})
    request.htmx = True
    prepare_request(request, lambda: partials)
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

    assert select(request, partials) == Selection(SelectedPartial("b"))
    assert request.POST == {}


def test_one_name_goes_before_a_target_of_the_page(rf):
    request, partials = counting(rf, "b", targets={"x": None})
    request.META["HTTP_HX_TARGET"] = "x"

    assert select(request, partials) == Selection(SelectedPartial("b"))


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

    assert select(asking(rf, partials, HX_Request="true", HX_Target=target), partials) == Selection(selected)


FULL = {"HX_Request": "true", "HX_Request_Type": "full", "HX_Target": "body"}


def test_a_partial_may_be_named_for_the_body_of_htmx_4(rf):
    partials = Partials(["a", "modal"])
    request = rf.get("/?_partial=modal", headers={name.replace("_", "-"): value for name, value in FULL.items()})
    request.htmx = True
    prepare_request(request, lambda: partials)

    assert select(request, partials) == Selection(SelectedPartial("modal"))


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
    prepare_request(request, lambda: partials)

    assert select(request, partials) == PAGE


# -- By `_partial`


def test_partial_in_the_query_names_the_fragment() -> None:
    assert answer(ask(url="/?_partial=edit-form")) == FORM


def test_partial_in_the_body_names_the_fragment() -> None:
    assert answer(ask("POST", data={"_partial": "edit-form"})) == FORM


def test_partial_goes_before_the_target() -> None:
    assert answer(ask(url="/?_partial=edit-form", target="results")) == FORM
    assert answer(ask(url="/?_partial=edit-form", target="everything")) == FORM


def test_partial_is_understood_percent_encoded() -> None:
    assert answer(ask(url="/?%5Fpartial=edit%2Dform")) == FORM


def test_partial_is_the_declared_name_to_the_letter() -> None:
    for name in ("edit_form", "EDIT-FORM", "edit-form ", "search-results", "row-5"):
        assert answer(ask(url=f"/?_partial={quote(name)}")) == RESULTS


def test_partial_may_be_a_name_of_targets() -> None:
    @partial_response("results", targets={"x": "edit-form"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(url="/?_partial=edit-form"), view) == FORM


def test_partial_twice_is_none() -> None:
    assert answer(ask(url="/?_partial=edit-form&_partial=edit-form")) == RESULTS
    assert answer(ask(url="/?_partial=edit-form&_partial=row")) == RESULTS


def test_partial_in_query_and_body_is_none() -> None:
    assert answer(ask("POST", "/?_partial=edit-form", {"_partial": "row"})) == RESULTS


@pytest.mark.parametrize("name", ["count", "panel", "content", "__class__", "page.html#count", "#results", "", "None"])
def test_partial_selects_nothing_that_is_not_declared(name: str) -> None:
    assert answer(ask(url=f"/?_partial={quote(name)}")) == RESULTS
    assert answer(ask(url=f"/?_partial={quote(name)}", target="edit-form")) == FORM


def test_partial_of_a_boosted_request_is_ignored() -> None:
    assert answer(ask(url="/?_partial=edit-form", boosted=True)) == page()
    assert answer(ask(url="/?_partial=edit-form", boosted=True, target="results")) == RESULTS


def test_partial_of_an_ordinary_request_is_ignored() -> None:
    assert page(url="/?_partial=edit-form") == page()


@pytest.mark.parametrize("htmx", [None, 2, 4])
@pytest.mark.parametrize("boosted", [False, True])
def test_partial_is_gone_from_what_the_view_sees(htmx: int | None, boosted: bool) -> None:
    request = ask("POST", "/?a=1&_partial=row&a=2", {"b": "3", "_partial": "row"}, htmx=htmx, boosted=boosted)
    assert request.POST["b"] == "3"
    view(request)
    assert request.GET.urlencode() == "a=1&a=2"
    assert request.POST.dict() == {"b": "3"}
    assert not request.GET._mutable
    assert not request.POST._mutable


def test_partial_is_not_touched_where_caches_look() -> None:
    request = ask(url="/?a=1&_partial=row")
    view(request)
    assert request.META["QUERY_STRING"] == "a=1&_partial=row"
    assert request.get_full_path() == "/?a=1&_partial=row"
    assert request.build_absolute_uri() == "http://testserver/?a=1&_partial=row"


def test_links_of_a_fragment_do_not_carry_partial_on() -> None:
    @partial_response("results", "next")
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(url="/?q=a&_partial=next"), view) == '<a href="?q=a&amp;page=2">next</a>'
    assert '<a href="?q=a&amp;page=2">next</a>' in answer(ask(url="/?q=a&_partial=next", htmx=None), view)


def test_other_parameters_are_not_touched() -> None:
    request = ask(url="/?a=%E9&b=&c&partial=x&_partials=y")
    view(request)
    assert request.GET.urlencode() == "a=%EF%BF%BD&b=&c=&partial=x&_partials=y"


# -- By the target


@pytest.mark.parametrize("target", ["edit-form", "edit_form"])
@pytest.mark.parametrize("boosted", [False, True])
def test_a_target_is_the_id_of_a_declared_name(target: str, boosted: bool) -> None:
    assert answer(ask(target=target, boosted=boosted)) == FORM
    assert answer(ask(target=f"form#{target}", boosted=boosted, htmx=4)) == FORM


def test_a_target_is_matched_exactly() -> None:
    assert answer(ask(target="search-results")) == RESULTS


def test_a_target_of_targets_is_no_name() -> None:
    assert answer(ask(target="search_results")) == RESULTS  # by default
    assert answer(ask(target="search_results", boosted=True)) == page()


def test_a_target_may_be_the_page() -> None:
    assert answer(ask(target="everything")) == page()


def test_a_target_is_matched_by_its_beginning() -> None:
    assert answer(ask(target="row-5")) == '<tr id="row-5"><td>5</td></tr>'
    assert answer(ask(target="tr#row-5", htmx=4)) == '<tr id="row-5"><td>5</td></tr>'


def test_an_empty_end_is_matched() -> None:
    assert answer(ask(target="row-")) == '<tr id="row-"><td></td></tr>'


def test_the_longest_beginning_wins() -> None:
    assert answer(ask(target="row-special-5")) == '<tr id="row-x"></tr>'


def test_an_exact_id_goes_before_a_beginning() -> None:
    assert answer(ask(target="row-all")) == RESULTS


def test_targets_go_before_names() -> None:
    @partial_response("results", "edit-form", targets={"results": "edit-form"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(target="results"), view) == FORM


def test_a_name_goes_before_a_beginning() -> None:
    @partial_response("row", "special_row", targets={"special*": "row"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(target="special-row"), view) == '<tr id="row-x"></tr>'


def test_a_name_of_targets_is_known_by_its_own_id() -> None:
    @partial_response("results", targets={"x": "edit-form"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(target="edit-form"), view) == FORM


def test_a_star_alone_is_every_target() -> None:
    @partial_response("results", targets={"*": "edit-form"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(target="whatever"), view) == FORM
    assert answer(ask(), view) == RESULTS


def test_a_partial_of_another_template_has_the_id_of_its_name() -> None:
    @partial_response("results", "other.html#aside")
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(target="aside"), view) == '<aside id="aside">end</aside>'


@pytest.mark.parametrize(
    ("htmx", "target", "more"),
    [
        (2, "größe 5%", {}),
        (2, "%C5%82%C4%85ka%205%25", {"HX_Target_URI_AutoEncoded": "true"}),
        (2, "%C5%82%C4%85ka%205%25", {}),
        (4, "tr#gr%C3%B6%C3%9Fe%205%25", {}),
    ],
)
def test_ids_come_as_they_are_or_percent_encoded(htmx: int, target: str, more: dict[str, Any]) -> None:
    @partial_response("results", targets={"größe 5%": "edit-form", "łąka 5%": "edit-form"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    request = ask(htmx=htmx, **more)
    request.META["HTTP_HX_TARGET"] = target
    assert answer(request, view) == FORM


@pytest.mark.parametrize("more", [{}, {"HX_Target_URI_AutoEncoded": "true"}])
@pytest.mark.parametrize("target", ["a%20b", "caf%C3%A9"])
def test_what_a_header_can_carry_htmx_2_does_not_encode(target: str, more: dict[str, Any]) -> None:
    @partial_response("results", targets={target: "edit-form"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(target=target, **more), view) == FORM


def test_htmx_4_names_elements_without_an_id_by_their_tag() -> None:
    assert answer(ask(target="form", htmx=4)) == RESULTS
    assert answer(ask(target="edit-form", htmx=4)) == RESULTS  # a custom element


def test_an_id_of_htmx_4_may_have_a_hash() -> None:
    @partial_response("results", targets={"a#b": "edit-form"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(target="div#a#b", htmx=4), view) == FORM


@pytest.mark.parametrize("target", [None, "", "count", "content", "panel", "rows", "row", "ROW-5"])
def test_what_is_not_declared_gets_the_default(target: str | None) -> None:
    expected = '<tr id="row-"><td></td></tr>' if target == "row" else RESULTS
    assert answer(ask(target=target)) == expected
    assert answer(ask(target=target, boosted=True)) == (expected if target == "row" else page())


def test_only_targets_have_the_page_for_a_default() -> None:
    @partial_response(targets={"results": "results"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(), view) == page(view)
    assert answer(ask(target="count"), view) == page(view)
    assert answer(ask(target="results"), view) == RESULTS


@pytest.mark.parametrize(
    ("url", "more"),
    [("/?_partial=edit-form", {"HX_History_Restore_Request": "true"}), ("/", {"HX_Request_Type": "full"})],
)
def test_a_page_is_a_page_whatever_the_target(url: str, more: dict[str, Any]) -> None:
    assert answer(ask(url=url, target="row-5", htmx=4, **more)) == page()


def test_what_is_named_for_the_body_is_no_page() -> None:
    assert answer(ask(url="/?_partial=edit-form", target="", htmx=4, HX_Request_Type="full")) == FORM


# -- What is selected


@pytest.mark.parametrize(
    ("request_for", "selected"),
    [
        (ask, SelectedPartial("results")),
        (lambda: ask(target="row-a%20b"), SelectedPartial("row", "a%20b")),
        (lambda: ask(target="tr#row-a%20b", htmx=4), SelectedPartial("row", "a b")),
        (lambda: ask(target="row-special-"), SelectedPartial("special_row", "")),
        (lambda: ask(target="everything"), None),
        (lambda: ask(boosted=True), None),
        (lambda: ask(htmx=None), None),
        (lambda: ask(url="/?_partial=row"), SelectedPartial("row", "")),
    ],
)
def test_the_view_knows_what_is_selected(
    request_for: Callable[[], HttpRequest], selected: SelectedPartial | None
) -> None:
    request = request_for()
    view(request)
    assert selected_partial(request) == selected


def test_outside_of_such_a_view_nothing_is_selected() -> None:
    assert selected_partial(ask()) is None


def test_where_companions_stand_alone_nothing_is_selected() -> None:
    request = ask()
    render(request, "page.html", CONTEXT, partial=(), oob=["count"])
    assert selected_partial(request) is None


# -- By role


def test_render_takes_one_name() -> None:
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, partial="edit-form")

    assert answer(ask(), view) == FORM


def test_render_takes_several_names() -> None:
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, partial=["edit-form", "results"], targets={"x": "count"})

    assert answer(ask(), view) == FORM
    assert answer(ask(target="results"), view) == RESULTS
    assert answer(ask(target="x"), view) == '<b id="count">2</b>'


def test_what_render_says_wins_each_argument_for_itself() -> None:
    @partial_response("results", targets={"x": "edit-form"}, oob=["count"])
    def names(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, partial="special_row")

    @partial_response("results", targets={"x": "edit-form"}, oob=["count"])
    def targets(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, targets={})

    @partial_response("results", targets={"x": "edit-form"}, oob=["count"])
    def oob(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, oob=())

    assert answer(ask(), names) == '<tr id="row-x"></tr><template>' + COUNT_2 + "</template>"
    assert answer(ask(target="x"), names) == FORM + COUNT_2
    assert answer(ask(target="x"), targets) == RESULTS + COUNT_2
    assert answer(ask(target="x"), oob) == FORM


# -- The three faces


class Regions(PartialResponseMixin, TemplateView):
    template_name = "page.html"
    partial_names = ("results", "edit-form")
    partial_targets = {"row-*": "row"}  # noqa: RUF012 - as one writes it
    partial_oob = ("count",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        suffix = self.selected_partial.suffix if self.selected_partial else ""
        return super().get_context_data(**kwargs, **CONTEXT, suffix=suffix)


def test_a_class_has_all_of_it() -> None:
    view = Regions.as_view()
    assert answer(ask(), view) == RESULTS + COUNT_2
    assert answer(ask(url="/?_partial=edit-form"), view) == FORM + COUNT_2
    assert answer(ask(target="tr#row-5", htmx=4), view) == '<tr id="row-5"><td>5</td></tr>' + COUNT_4
    assert answer(ask(htmx=None), view) == page()


def test_a_class_may_choose_by_its_methods() -> None:
    class Chosen(Regions):
        def get_partial_names(self) -> list[str]:
            return ["edit-form"] if self.request.GET.get("role") == "editor" else ["results"]

        def get_partial_targets(self) -> dict[str, str | None]:
            return {"everything": None, "special": "special_row"}

        def get_partial_oob(self) -> dict[str, str | None]:
            return {"foot": None} if "foot" in self.request.GET else {}

    view = Chosen.as_view()
    assert answer(ask(), view) == RESULTS
    assert answer(ask(url="/?role=editor"), view) == FORM
    assert answer(ask(url="/?role=editor", target="results"), view) == FORM
    assert answer(ask(target="special"), view) == '<tr id="row-x"></tr>'
    assert answer(ask(target="everything"), view) == page()
    assert answer(ask(url="/?foot"), view) == RESULTS + FOOT_2


def test_a_class_may_ask_render_for_something_else() -> None:
    class Alone(Regions):
        def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
            return render(request, "page.html", CONTEXT, partial=(), oob=["foot"])

    assert answer(ask(), Alone.as_view()) == FOOT_2


def test_render_alone_has_all_of_it() -> None:
    def view(request: HttpRequest) -> TemplateResponse:
        return render(
            request, "page.html", CONTEXT, partial=["results", "edit-form"], targets={"r-*": "row"}, oob=["count"]
        )

    assert answer(ask(), view) == RESULTS + COUNT_2
    assert answer(ask(url="/?_partial=edit-form"), view) == FORM + COUNT_2
    assert answer(ask(target="r-5"), view) == '<tr id="row-"><td></td></tr><template>' + COUNT_2 + "</template>"
    assert answer(ask(htmx=None), view) == page()


def test_an_async_view_has_all_of_it() -> None:
    @partial_response("results", "edit-form", targets={"r": "special_row"}, oob=["count"])
    async def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    for headers, expected in [
        ({}, RESULTS + COUNT_2),
        ({"HX-Target": "edit-form"}, FORM + COUNT_2),
        ({"HX-Target": "r"}, '<tr id="row-x"></tr><template>' + COUNT_2 + "</template>"),
    ]:
        request: Any = AsyncRequestFactory().get("/", headers={"HX-Request": "true", **headers})
        request.htmx = HtmxDetails(request)
        assert html_of(async_to_sync(view)(request)) == expected


# -- For the whole site, by settings alone


@override_settings(HTMX_PARTIALS_TARGETS={"content": "content", "side-*": "aside"})
def test_targets_of_the_site_go_behind_those_of_the_view() -> None:
    content = answer(ask(target="content"))
    assert content.startswith("\n<ul")
    assert content == answer(ask(target="main#content", htmx=4)) == answer(ask(target="content", boosted=True))

    @partial_response("results", targets={"content": "edit-form"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT)

    assert answer(ask(target="content"), view) == FORM
    assert answer(ask(url="/?_partial=results", target="content"), view) == RESULTS


@override_settings(HTMX_PARTIALS_TARGETS={"aside": "aside", "all": None})
def test_targets_of_the_site_are_for_pages_that_have_them() -> None:
    assert answer(ask(target="aside")) == RESULTS
    assert answer(ask(target="aside", boosted=True)) == page()
    assert answer(ask(target="all")) == page()


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("HTMX_PARTIALS_TARGETS", {"#content": "content"}, "does not name an element"),
        ("HTMX_PARTIALS_OOB", {"messages": "beforeend"}, "is no swap"),
        ("HTMX_PARTIALS_OOB", [""], "is not the name of a partial"),
    ],
)
def test_wrong_settings_are_an_error(setting: str, value: Any, message: str) -> None:
    with override_settings(**{setting: value}), pytest.raises(ImproperlyConfigured, match=message):
        answer(ask(target="x"))


# -- Whatever a client sends

NAMES = ["count", "panel", "content", "__class__", "names", "default", "__init__", "base.html#content", "#", "%zz", "*"]
SEPARATORS = st.text("#*%-_ \t\0\x7f\xe9", max_size=5)
HOSTILE = st.one_of(
    st.text(max_size=50),
    st.sampled_from(NAMES),
    st.builds("{}{}{}".format, SEPARATORS, st.sampled_from(NAMES), SEPARATORS),
    st.builds(lambda text: (text * 100_000)[:100_000], st.text(min_size=1, max_size=20)),
)


def is_declared(text: str) -> bool:
    """Return whether this may be an id or a name that the view declares, however it is written."""
    decoded = unquote(text).replace("_", "-").rpartition("#")[2]
    return decoded.startswith("row") or decoded in {"results", "edit-form", "search-results", "everything"}


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(
    target=HOSTILE,
    parameter=HOSTILE,
    twice=st.booleans(),
    body=st.booleans(),
    htmx=st.sampled_from([2, 4]),
    encoded=st.booleans(),
)
def test_hostile_headers_and_parameters_get_the_default(
    target: str, parameter: str, twice: bool, body: bool, htmx: int, encoded: bool
) -> None:
    values = [parameter, parameter] if twice else [parameter]
    url = "/?" + "&".join(f"_partial={quote(value, errors='replace')}" for value in values)
    request = ask("POST", "/", {"_partial": values}, htmx=htmx) if body else ask(url=url, htmx=htmx)
    request.META["HTTP_HX_TARGET"] = target
    if encoded:
        request.META["HTTP_HX_TARGET_URI_AUTOENCODED"] = "true"
    response = view(request)
    assert response.status_code == 200
    if not is_declared(target):
        assert html_of(response) == RESULTS
    assert request.GET.urlencode() == ""
    assert "_partial" not in request.POST


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(VARY.split(", ")), HOSTILE, max_size=5))
def test_hostile_headers_of_any_kind_are_answered(headers: dict[str, str]) -> None:
    request = ask(htmx=None)
    for name, value in headers.items():
        request.META["HTTP_" + name.upper().replace("-", "_")] = value
    response = view(request)
    assert response.status_code == 200
    assert html_of(response)


@pytest.mark.parametrize(
    "query", ["_partial=%zz", "_partial=%00", "_partial=%E9", "_partial", "_partial=a;b", "%zz", "&&=", "=_partial"]
)
def test_hostile_queries_get_the_default(query: str) -> None:
    assert answer(ask(url="/?" + query)) == RESULTS
