"""Several regions of a page from one view: which fragment is asked for, and what goes along with it."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.response import TemplateResponse
from django.test import AsyncRequestFactory, RequestFactory, override_settings
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxDetails
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htmx_partials import PartialResponseMixin, SelectedPartial, partial_response, render, selected_partial
from htmx_partials.requests import VARY

from .templates_for_tests import in_memory

BASE = """<html><title>{% block title %}Site{% endblock %}</title>
<main id="content">{% block content %}{% endblock %}</main>
<div id="toasts">
{% partialdef toasts inline %}{% for toast in toasts %}<p>{{ toast }}</p>{% endfor %}{% endpartialdef %}</div>
{% partialdef foot inline %}<footer id="foot">{{ foot }}</footer>{% endpartialdef %}</html>"""

PAGE = """{% extends "base.html" %}{% block content %}
{% partialdef results inline %}<ul id="results">{% include "items.html" %}</ul>{% endpartialdef %}
{% partialdef edit-form inline %}<form id="edit-form">{{ suffix }}</form>{% endpartialdef %}
{% partialdef row inline %}<tr id="row-{{ suffix }}"><td>{{ suffix }}</td></tr>{% endpartialdef %}
{% partialdef special_row inline %}<tr id="row-x"></tr>{% endpartialdef %}
{% partialdef panel inline %}<section id="panel">{% partial count %}</section>{% endpartialdef %}
{% partialdef count %}<b id="count">{{ rows|length }}</b>{% endpartialdef %}
{% partialdef next inline %}<a href="{% querystring page=2 %}">next</a>{% endpartialdef %}
{% partialdef blank inline %}
  {% if rows %}<p id="blank">rows</p>{% endif %}
{% endpartialdef %}
{% partialdef rootless inline %}text{% endpartialdef %}
{% partialdef head inline %}<title>{{ suffix|default:"Page" }}</title>{% endpartialdef %}
{% partialdef own inline %}<p hx-swap-oob="true" id="own">own</p>{% endpartialdef %}
{% partialdef sets %}{% querystring page=3 as link %}<p id="sets">{{ link }}</p>{% endpartialdef %}
{% partialdef sees %}<p id="sees">[{{ link }}]</p>{% endpartialdef %}
{% endblock %}"""

PAGES = {
    "base.html": BASE,
    "page.html": PAGE,
    "items.html": "{% for each in rows %}<li>{{ each }}</li>{% endfor %}",
    "other.html": '{% partialdef aside inline %}<aside id="aside">{{ foot }}</aside>{% endpartialdef %}',
    "included.html": '{% include "other.html" %}{% partialdef main inline %}<p id="main">main</p>{% endpartialdef %}',
    "around.html": (
        '{% partialdef all inline %}<div id="all">{% include "other.html" %}{% partial later %}'
        '{% block inside %}<i id="inside"></i>{% endblock %}</div>{% endpartialdef %}'
        '{% partialdef later %}<u id="later"></u>{% endpartialdef %}'
    ),
}

TARGETS = {
    "search-results": "results",
    "row-*": "row",
    "row-special-*": "special_row",
    "row-all": "results",
    "everything": None,
}
CONTEXT = {"rows": ["a", "b"], "foot": "end", "toasts": ["Saved."]}

RESULTS = '<ul id="results"><li>a</li><li>b</li></ul>'
FORM = '<form id="edit-form"></form>'
COUNT_2 = '<b hx-swap-oob="true" id="count">2</b>'
COUNT_4 = '<hx-partial hx-target="#count" hx-swap="outerHTML"><b id="count">2</b></hx-partial>'
FOOT_2 = '<footer hx-swap-oob="true" id="foot">end</footer>'
FOOT_4 = '<hx-partial hx-target="#foot" hx-swap="outerHTML"><footer id="foot">end</footer></hx-partial>'
TOASTS_2 = '<div hx-swap-oob="beforeend:#toasts"><p>Saved.</p></div>'
TOASTS_4 = '<hx-partial hx-target="#toasts" hx-swap="beforeend"><p>Saved.</p></hx-partial>'

type View = Callable[..., Any]


@pytest.fixture(autouse=True, scope="module")
def templates() -> Iterator[None]:
    with override_settings(TEMPLATES=[in_memory(PAGES)]):
        yield


def ask(
    method: str = "GET",
    url: str = "/",
    data: dict[str, Any] | None = None,
    *,
    htmx: int | None = 2,
    target: str | None = None,
    boosted: bool = False,
    **headers: Any,
) -> HttpRequest:
    """A request as htmx makes it; `target` is the header as the browser sends it."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if htmx:
        sent["HX-Request"] = "true"
    if htmx == 4:
        sent.setdefault("HX-Request-Type", "partial")
    if target is not None:
        sent["HX-Target"] = target
    if boosted:
        sent["HX-Boosted"] = "true"
    request = (
        RequestFactory().generic(method, url, headers=sent)
        if data is None
        else RequestFactory().post(url, data, headers=sent)
    )
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


@partial_response("results", "edit-form", "row", targets=TARGETS)
def view(request: HttpRequest) -> TemplateResponse:
    selected = selected_partial(request)
    return render(request, "page.html", CONTEXT | {"suffix": selected.suffix if selected else ""})


def html_of(response: Any) -> str:
    html: str = response.render().content.decode()
    return html


def answer(request: HttpRequest, view: View = view) -> str:
    return html_of(view(request))


def page(view: View = view, url: str = "/") -> str:
    return answer(ask(url=url, htmx=None), view)


def with_oob(oob: Any, name: str = "results", template: str = "page.html") -> View:
    @partial_response(name, oob=oob)
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, template, CONTEXT)

    return view


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


# -- Companions


@pytest.mark.parametrize(("htmx", "count"), [(2, COUNT_2), (4, COUNT_4)])
def test_companions_follow_every_fragment(htmx: int, count: str) -> None:
    view = with_oob(["count"])
    assert answer(ask(htmx=htmx), view) == RESULTS + count


def test_companions_follow_in_their_order() -> None:
    assert answer(ask(), with_oob(["foot", "count"])) == RESULTS + FOOT_2 + COUNT_2
    assert answer(ask(htmx=4), with_oob(("count", "foot"))) == RESULTS + COUNT_4 + FOOT_4


def test_one_companion_may_be_named_without_a_list() -> None:
    assert answer(ask(), with_oob("count")) == RESULTS + COUNT_2


def test_companions_may_say_how_they_are_swapped() -> None:
    view = with_oob({"toasts": "beforeend:#toasts", "count": None})
    assert answer(ask(), view) == RESULTS + TOASTS_2 + COUNT_2
    assert answer(ask(htmx=4), view) == RESULTS + TOASTS_4 + COUNT_4


@pytest.mark.parametrize(
    "request_for",
    [
        lambda: ask(htmx=None),
        lambda: ask(boosted=True),
        lambda: ask(HX_History_Restore_Request="true"),
        lambda: ask(htmx=4, HX_Request_Type="full"),
    ],
)
def test_no_companion_goes_with_a_page(request_for: Callable[[], HttpRequest]) -> None:
    assert answer(request_for(), with_oob(["count"])) == page()


def test_companions_go_with_a_boosted_request_for_a_fragment() -> None:
    assert answer(ask(boosted=True, target="results"), with_oob(["count"])) == RESULTS + COUNT_2


def test_a_companion_may_be_of_another_template() -> None:
    view = with_oob({"other.html#aside": None, "other.html#": "beforeend:#x"})
    assert answer(ask(), view) == (
        RESULTS
        + '<aside hx-swap-oob="true" id="aside">end</aside>'
        + '<div hx-swap-oob="beforeend:#x"><aside id="aside">end</aside></div>'
    )


def test_a_companion_may_be_a_block() -> None:
    assert answer(ask(), with_oob({"title": "innerHTML:h1"})) == RESULTS + '<div hx-swap-oob="innerHTML:h1">Site</div>'


def test_a_title_goes_as_it_is() -> None:
    assert answer(ask(), with_oob(["head"])) == RESULTS + "<title>Page</title>"
    assert answer(ask(htmx=4), with_oob(["head"])) == RESULTS + "<title>Page</title>"


def test_a_root_that_is_out_of_band_already_goes_as_it_is() -> None:
    assert answer(ask(), with_oob(["own"])) == RESULTS + '<p hx-swap-oob="true" id="own">own</p>'


@pytest.mark.parametrize("htmx", [2, 4])
def test_a_companion_of_nothing_but_white_space_is_left_out(htmx: int) -> None:
    @partial_response("count", oob=["blank"])
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", {"rows": []})

    assert answer(ask(htmx=htmx), view) == '<b id="count">0</b>'


def test_a_companion_without_a_root_is_an_error() -> None:
    with pytest.raises(
        ImproperlyConfigured, match="The out-of-band partial 'rootless' replaces an element of the page"
    ):
        answer(ask(), with_oob(["rootless"]))


def test_a_companion_that_is_nowhere_is_an_error() -> None:
    with pytest.raises(
        TemplateDoesNotExist, match=r"page.html has no partial or block 'cuont' \(did you mean 'count'\?\)"
    ):
        answer(ask(), with_oob(["cuont"]))


@pytest.mark.parametrize(
    ("name", "oob", "template"),
    [
        ("results", "results", "page.html"),
        ("panel", "count", "page.html"),
        ("content", "count", "page.html"),
        ("content", "results", "page.html"),
        ("content", "panel", "page.html"),
        ("page.html#content", "count", "page.html"),
        ("content", "page.html#count", "page.html"),
        ("all", "aside", "around.html"),
        ("all", "other.html#aside", "around.html"),
        ("all", "later", "around.html"),
        ("all", "inside", "around.html"),
        ("other.html#", "other.html#aside", "page.html"),
        ("around.html#", "other.html#aside", "page.html"),
    ],
)
@pytest.mark.parametrize("cached", [True, False])
def test_what_the_main_fragment_shows_is_not_sent_twice(name: str, oob: str, template: str, cached: bool) -> None:
    with override_settings(TEMPLATES=[in_memory(PAGES, cached=cached)]):
        assert answer(ask(), with_oob([oob], name, template)) == answer(ask(), with_oob([], name, template))


def test_beside_a_whole_template_goes_what_it_does_not_show() -> None:
    view = with_oob(["other.html#aside", "count"], "other.html#")
    assert answer(ask(), view) == '<aside id="aside">end</aside>' + COUNT_2


def test_what_another_companion_shows_is_not_sent_twice() -> None:
    panel = '<section hx-swap-oob="true" id="panel"><b id="count">2</b></section>'
    assert answer(ask(), with_oob(["panel", "count"])) == RESULTS + panel
    assert answer(ask(), with_oob(["count", "page.html#count"])) == RESULTS + COUNT_2


def test_what_is_beside_the_main_fragment_is_sent() -> None:
    assert answer(ask(), with_oob(["main"], "aside", "included.html")) == (
        '<aside id="aside"></aside><p hx-swap-oob="true" id="main">main</p>'.replace("></aside", ">end</aside")
    )


def test_behind_a_part_of_a_table_companions_of_htmx_2_stand_in_templates() -> None:
    @partial_response("row", oob={"count": None, "toasts": "beforeend:#toasts"})
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT | {"suffix": "5"})

    row = '<tr id="row-5"><td>5</td></tr>'
    assert answer(ask(), view) == f"{row}<template>{COUNT_2}</template><template>{TOASTS_2}</template>"
    assert answer(ask(htmx=4), view) == row + COUNT_4 + TOASTS_4


def test_beside_an_empty_fragment_htmx_4_gets_what_lets_it_be_swapped() -> None:
    @partial_response("blank", oob=["count"])
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", {"rows": []})

    blank = "\n  \n"
    assert answer(ask(), view) == f'{blank}<b hx-swap-oob="true" id="count">0</b>'
    assert answer(ask(htmx=4), view) == (
        f'{blank}<template hx-swap-oob="outerHTML target:&lt;#count/&gt; strip:true"><b id="count">0</b></template>'
    )


def test_what_the_main_fragment_sets_is_not_seen_by_companions() -> None:
    assert answer(ask(), with_oob(["sees"], "sets")) == (
        '<p id="sets">?page=3</p><p hx-swap-oob="true" id="sees">[]</p>'
    )


@pytest.mark.parametrize(("htmx", "swaps"), [(2, COUNT_2 + TOASTS_2), (4, COUNT_4 + TOASTS_4)])
def test_companions_may_go_alone(htmx: int, swaps: str) -> None:
    @partial_response("results", oob=["foot"])
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, partial=(), oob={"count": None, "toasts": "beforeend:#toasts"})

    response = view(ask(htmx=htmx, target="results"))
    assert html_of(response) == swaps
    assert response["HX-Reswap"] == "none"
    response = view(ask(htmx=None))
    assert html_of(response) == page()
    assert "HX-Reswap" not in response
    assert answer(ask(boosted=True), view) == page()


def test_the_answer_varies() -> None:
    assert with_oob(["count"])(ask())["Vary"] == VARY


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


@override_settings(HTMX_PARTIALS_OOB=["foot", "nowhere"])
def test_companions_of_the_site_go_with_every_fragment_whose_page_has_them() -> None:
    assert answer(ask()) == RESULTS + FOOT_2
    assert answer(ask(), with_oob(["count"])) == RESULTS + COUNT_2 + FOOT_2
    assert answer(ask(), with_oob([], "main", "included.html")) == '<p id="main">main</p>'
    assert answer(ask(htmx=None)) == page()


@override_settings(HTMX_PARTIALS_OOB={"toasts": "beforeend:#toasts", "other.html#aside": None})
def test_companions_of_the_site_may_say_how_and_whence() -> None:
    aside = '<aside hx-swap-oob="true" id="aside">end</aside>'
    assert answer(ask()) == RESULTS + TOASTS_2 + aside


@override_settings(HTMX_PARTIALS_OOB=["toasts"])
def test_what_the_view_says_of_a_companion_wins() -> None:
    assert answer(ask(), with_oob({"toasts": "beforeend:#toasts"})) == RESULTS + TOASTS_2


@override_settings(HTMX_PARTIALS_OOB={"base.html#toasts": "beforeend:#toasts"})
@pytest.mark.parametrize("cached", [True, False])
def test_a_companion_of_view_and_site_is_sent_once(cached: bool) -> None:
    with override_settings(TEMPLATES=[in_memory(PAGES, cached=cached)]):
        assert answer(ask(), with_oob({"toasts": "beforeend:#toasts"})) == RESULTS + TOASTS_2


@override_settings(HTMX_PARTIALS_OOB={"toasts": "beforeend:#toasts"})
@pytest.mark.parametrize("status", [204, 205, 304, 404, 422, 500])
def test_companions_of_the_site_do_not_go_with_what_htmx_2_drops(status: int) -> None:
    @partial_response("results", oob=["count"])
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, status=status)

    assert answer(ask(), view) == RESULTS + COUNT_2
    swaps = COUNT_4 + TOASTS_4 if 400 <= status < 500 else COUNT_4
    assert answer(ask(htmx=4), view) == RESULTS + swaps


@override_settings(HTMX_PARTIALS_OOB={"toasts": "beforeend:#toasts"})
@pytest.mark.parametrize("header", ["HX-Redirect", "HX-Location", "HX-Refresh"])
@pytest.mark.parametrize("htmx", [2, 4])
def test_companions_of_the_site_do_not_go_with_what_takes_the_reader_away(header: str, htmx: int) -> None:
    @partial_response("results")
    def view(request: HttpRequest) -> HttpResponse:
        response = render(request, "page.html", CONTEXT)
        response[header] = "true"
        return response

    assert answer(ask(htmx=htmx), view) == RESULTS


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
    """Could this be an id or a name that the view declares, in any of the ways to write one?"""
    decoded = unquote(text).replace("_", "-").rpartition("#")[2]
    return decoded.startswith("row") or decoded in {"results", "edit-form", "search-results", "everything"}


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
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


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
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
