"""Companions: which of them are sent, and the markup of their out-of-band swaps."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.response import TemplateResponse
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from htmx_partials import partial_response, render
from htmx_partials.oob import (
    REPLACING_STYLES,
    TABLE_PARTS,
    VOID,
    WRAPPERS,
    escape_identifier,
    is_blank,
    needs_template,
    no_single_root_message,
    out_of_band,
    single_root_hint,
)
from htmx_partials.requests import VARY
from htmx_partials.testing.parsing import parse_document

from .page_of_partials import (
    CONTEXT,
    COUNT_2,
    COUNT_4,
    FOOT_2,
    FOOT_4,
    PAGES,
    RESULTS,
    TOASTS_2,
    TOASTS_4,
    answer,
    ask,
    html_of,
    page,
    with_oob,
)
from .templates_for_tests import in_memory

ALONE = ["div", "li", "option", "p", "dt", "dd", "optgroup", "select", "form", "table", "x-row", "h1"]


@pytest.fixture(autouse=True, scope="module")
def templates() -> Iterator[None]:
    with override_settings(TEMPLATES=[in_memory(PAGES)]):
        yield


def htmx_2(html: str, swap: str | None = None, *, wrap: bool = False) -> Any:
    return out_of_band(html, swap, htmx_4=False, wrap=wrap)


def htmx_4(html: str, swap: str | None = None) -> Any:
    return out_of_band(html, swap, htmx_4=True, wrap=False)


# -- The element that has the id of the root


def test_htmx_2_finds_its_attribute_on_the_root() -> None:
    assert htmx_2('<b id="count">3</b>') == '<b hx-swap-oob="true" id="count">3</b>'


def test_htmx_4_finds_an_element_around_the_root() -> None:
    assert htmx_4('<b id="count">3</b>') == (
        '<hx-partial hx-target="#count" hx-swap="outerHTML"><b id="count">3</b></hx-partial>'
    )


@pytest.mark.parametrize("tag", ["tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup"])
def test_htmx_2_parses_parts_of_a_table_in_a_template(tag: str) -> None:
    assert htmx_2(f"<{tag} id=a>x</{tag}>") == f'<template><{tag} hx-swap-oob="true" id=a>x</{tag}></template>'


def test_htmx_2_parses_a_column_in_a_template() -> None:
    assert htmx_2('<col id="a">') == '<template><col hx-swap-oob="true" id="a"></template>'


@pytest.mark.parametrize("tag", ALONE)
def test_htmx_2_has_no_template_around_what_can_stand_alone(tag: str) -> None:
    assert htmx_2(f"<{tag} id=a>x</{tag}>") == f'<{tag} hx-swap-oob="true" id=a>x</{tag}>'


@pytest.mark.parametrize("tag", [*ALONE, "tr"])
def test_htmx_2_has_a_template_around_everything_behind_a_part_of_a_table(tag: str) -> None:
    html = f"<{tag} id=a>x</{tag}>"
    assert htmx_2(html, wrap=True) == f'<template><{tag} hx-swap-oob="true" id=a>x</{tag}></template>'


@pytest.mark.parametrize("tag", [*ALONE, "tr", "td", "thead"])
def test_htmx_4_has_the_same_around_each_kind_of_element(tag: str) -> None:
    html = f"<{tag} id=a>x</{tag}>"
    assert htmx_4(html) == f'<hx-partial hx-target="#a" hx-swap="outerHTML">{html}</hx-partial>'


# -- A style and a selector


def test_htmx_2_takes_the_content_of_an_element_around() -> None:
    assert htmx_2("<p>1</p><p>2</p>", "beforeend:#toasts") == (
        '<div hx-swap-oob="beforeend:#toasts"><p>1</p><p>2</p></div>'
    )


def test_htmx_4_is_told_selector_and_style() -> None:
    assert htmx_4("<p>1</p><p>2</p>", "beforeend:#toasts") == (
        '<hx-partial hx-target="#toasts" hx-swap="beforeend"><p>1</p><p>2</p></hx-partial>'
    )


@pytest.mark.parametrize(
    ("tag", "holder"),
    [("li", "ul"), ("option", "select"), ("optgroup", "select"), ("dt", "dl"), ("dd", "dl"), ("article", "div")],
)
def test_htmx_2_puts_around_it_an_element_that_may_hold_it(tag: str, holder: str) -> None:
    assert htmx_2(f"<{tag}>x</{tag}>", "beforeend:#a") == (
        f'<{holder} hx-swap-oob="beforeend:#a"><{tag}>x</{tag}></{holder}>'
    )


@pytest.mark.parametrize(("tag", "holder"), [("tr", "tbody"), ("td", "tr"), ("th", "tr"), ("col", "colgroup")])
def test_htmx_2_parses_what_may_hold_a_part_of_a_table_in_a_template(tag: str, holder: str) -> None:
    assert htmx_2(f"<{tag}>", "beforeend:#a") == (
        f'<template><{holder} hx-swap-oob="beforeend:#a"><{tag}></{holder}></template>'
    )


@pytest.mark.parametrize("tag", ["tbody", "thead", "tfoot", "caption", "colgroup"])
def test_htmx_2_may_hold_sections_of_a_table_in_a_table(tag: str) -> None:
    assert htmx_2(f"<{tag}></{tag}>", "beforeend:#a") == (f'<table hx-swap-oob="beforeend:#a"><{tag}></{tag}></table>')


def test_htmx_2_has_a_template_around_the_holder_behind_a_part_of_a_table() -> None:
    assert htmx_2("<p>1</p>", "beforeend:#a", wrap=True) == (
        '<template><div hx-swap-oob="beforeend:#a"><p>1</p></div></template>'
    )


def test_text_without_an_element_is_swapped_too() -> None:
    assert htmx_2("3 contacts", "innerHTML:#count") == '<div hx-swap-oob="innerHTML:#count">3 contacts</div>'


@pytest.mark.parametrize("style", sorted(REPLACING_STYLES))
def test_htmx_2_replaces_an_element_by_the_root_itself(style: str) -> None:
    assert htmx_2("<tr><td></tr>", f"{style}:tr.old") == (
        f'<template><tr hx-swap-oob="{style}:tr.old"><td></tr></template>'
    )


def test_the_selector_is_escaped_for_the_attribute() -> None:
    assert htmx_2("x", 'beforeend:[title="a & b"]') == (
        '<div hx-swap-oob="beforeend:[title=&quot;a &amp; b&quot;]">x</div>'
    )
    assert htmx_4("x", 'beforeend:[title="a & b"]') == (
        '<hx-partial hx-target="[title=&quot;a &amp; b&quot;]" hx-swap="beforeend">x</hx-partial>'
    )


def test_the_selector_may_have_colons() -> None:
    assert htmx_4("x", "beforeend:li:last-child") == (
        '<hx-partial hx-target="li:last-child" hx-swap="beforeend">x</hx-partial>'
    )


def test_the_selector_may_have_quotes() -> None:
    assert htmx_4("x", """beforeend:[title="it's"]""") == (
        '<hx-partial hx-target="[title=&quot;it&#x27;s&quot;]" hx-swap="beforeend">x</hx-partial>'
    )


# -- What is left as it is


@pytest.mark.parametrize("swap", [None, "beforeend:#toasts"])
@pytest.mark.parametrize(
    "html",
    [
        '<div id="a" hx-swap-oob="true">x</div>',
        '<div data-hx-swap-oob="beforeend:#x">x</div><p>',
        "<DIV HX-SWAP-OOB>x</DIV>",
        "\n<title>Contacts</title>\n",
        "<TITLE>a</TITLE>",
    ],
)
def test_what_is_out_of_band_already_and_titles_are_left(html: str, swap: str | None) -> None:
    assert htmx_2(html, swap) == html
    assert htmx_4(html, swap) == html


def test_an_attribute_within_an_attribute_is_none() -> None:
    assert htmx_2("<p title=' hx-swap-oob=1' id=a></p>") == ("<p hx-swap-oob=\"true\" title=' hx-swap-oob=1' id=a></p>")


# -- Odd markup


@pytest.mark.parametrize(
    "html",
    [
        "<p id='a'>x</p>",
        '<p id="a">x</p>',
        "<p id=a>x</p>",
        "<p id = 'a' >x</p >",
        "<P ID=a>x</P>",
        "<p\n\tid=a\n>x</p>",
        "<p/id=a />x</p>",
        '<p title="a > b" id=a>x</p>',
        "<p title='\"></p>' id=a>x</p>",
        "<p hidden id=a>x</p>",
        "<p class= x id=a>x</p>",
        "<p id=a class=>x</p>",
        "<p id=a id=b>x</p>",
        "<p id=a><p></p></p>",
        "<p id=a><p class=></p></p>",
        "<p id=a>x",
        "<p id=a><!-- </p> --></p>",
        "<p id=a><!--></p>",
        "<p id=a><!-- x",
        "<p id=a><script>'</p>'</script></p>",
        "<p id=a><script>'</p>'",
        "<p id=a><textarea></p></textarea></p>",
        "<p id=a><STYLE>/* </p> */</Style ></p>",
        "<p id=a><title-bar></title-bar></p>",
        "<p id=a title='</p>'></p>",
        "<p id=a><pre></pre></p>",
        "  \n<!-- <b> --><p id=a>x</p><!-- after -->\n",
        "<!--><p id=a>x</p>",
        "<!-- a --!><p id=a>x</p>",
    ],
)
def test_the_attribute_is_inserted_behind_the_name_of_the_root(html: str) -> None:
    at = re.search("<p", html, re.IGNORECASE)
    assert at is not None
    assert htmx_2(html) == f'{html[: at.end()]} hx-swap-oob="true"{html[at.end() :]}'
    assert htmx_4(html) == f'<hx-partial hx-target="#a" hx-swap="outerHTML">{html}</hx-partial>'


@pytest.mark.parametrize("tag", sorted(VOID - TABLE_PARTS))
def test_a_void_element_has_no_end_tag(tag: str) -> None:
    assert htmx_2(f"<{tag} id=a> ") == f'<{tag} hx-swap-oob="true" id=a> '
    assert htmx_2(f"<{tag} id=a/>") == f'<{tag} hx-swap-oob="true" id=a/>'


@pytest.mark.parametrize(
    "html",
    ["<textarea id=a><p> <!-- </textarea>", "<textarea id=a>\n<textarea></TEXTAREA >", "<script id=a>'<!--'</script>"],
)
def test_the_root_may_hold_text_that_looks_like_markup(html: str) -> None:
    at = html.index(" ")
    assert htmx_2(html) == f'{html[:at]} hx-swap-oob="true"{html[at:]}'


def test_entities_in_the_id_are_understood() -> None:
    assert htmx_4('<p id="a&amp;b&#39;">x</p>') == (
        '<hx-partial hx-target="#a\\&amp;b\\&#x27;" hx-swap="outerHTML"><p id="a&amp;b&#39;">x</p></hx-partial>'
    )


@pytest.mark.parametrize(
    ("identifier", "selector"),
    [
        ("count", "count"),
        ("row_5-b", "row_5-b"),
        ("5", "\\35 "),
        ("-5", "-\\35 "),
        ("a5", "a5"),
        ("--5", "--5"),
        ("-", "\\-"),
        ("a.b:c", "a\\.b\\:c"),
        ("a b", "a\\ b"),
        ("a\tb\x7f", "a\\9 b\\7f "),
        ("\0", "\N{REPLACEMENT CHARACTER}"),
        ("größe", "größe"),
        ("#", "\\#"),
        ("'\"\\", "\\'\\\"\\\\"),
    ],
)
def test_ids_are_escaped_as_css_escape_does(identifier: str, selector: str) -> None:
    assert escape_identifier(identifier) == selector


# -- Errors


@pytest.mark.parametrize(
    "html",
    [
        "<p>no id</p>",
        "<p id=''>x</p>",
        "<p id>x</p>",
        "<p id=a></p><p id=b></p>",
        "<p id=a></p> text",
        "<input id=a><input id=b>",
        "<textarea id=a></textarea><p>",
        "text <p id=a></p>",
        "text",
        "</p><p id=a></p>",
        "<!-- only -->",
        "<title>a</title><p>x</p>",
    ],
)
@pytest.mark.parametrize("way", [htmx_2, htmx_4])
def test_a_partial_without_a_single_root_with_an_id_cannot_be_swapped(way: Any, html: str) -> None:
    assert way(html) is None


def test_what_cannot_be_swapped_is_told_with_its_place() -> None:
    assert no_single_root_message("count", "page.html, line 3") == (
        "The out-of-band partial 'count' (page.html, line 3) replaces an element of the page, so it needs exactly one "
        "root element, with the id of that element."
    )
    assert single_root_hint("count") == "Put one around it, or say where it goes: oob={'count': 'beforeend:#selector'}."


@pytest.mark.parametrize("html", ["<p></p><p></p>", "text"])
def test_several_roots_cannot_be_one_element_of_htmx_2(html: str) -> None:
    assert htmx_2(html, "outerHTML:#a") is None
    assert htmx_4(html, "outerHTML:#a") == f'<hx-partial hx-target="#a" hx-swap="outerHTML">{html}</hx-partial>'


# -- Beside what stands it


@pytest.mark.parametrize("tag", sorted(TABLE_PARTS))
def test_in_htmx_2_swaps_behind_a_part_of_a_table_need_templates(tag: str) -> None:
    assert needs_template(f" <!-- <p> --> <{tag.upper()} class='a'>")


@pytest.mark.parametrize("html", ["<p><tr>", "text", "", "<!-- <tr> -->", "<table><tr>", "<trx>"])
def test_in_htmx_2_swaps_behind_anything_else_need_none(html: str) -> None:
    assert not needs_template(html)


@pytest.mark.parametrize(
    ("html", "blank"), [("", True), (" \n", True), ("<!-- a -->", True), ("a", False), ("<p>", False)]
)
def test_white_space_and_comments_are_blank(html: str, blank: bool) -> None:
    assert is_blank(html) is blank


# -- Whatever the markup

TAGS = st.sampled_from([*ALONE, *sorted(TABLE_PARTS), "textarea", "script", "P", "TR"])
VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
ATTRIBUTES = st.lists(
    st.one_of(
        st.builds(
            '{}="{}"'.format, st.sampled_from(["title", "class", "data-x"]), VALUES.filter(lambda v: '"' not in v)
        ),
        st.builds(
            "{}='{}'".format, st.sampled_from(["title", "class", "data-x"]), VALUES.filter(lambda v: "'" not in v)
        ),
        st.sampled_from(["hidden", "title=''", "x=y", "@click=1", "hx-on:click='a > b'"]),
    ),
    max_size=3,
)
BLANKS = st.sampled_from(["", " ", "\n\n", "<!-- a > <b> -->", "\t<!---->\n"])


@st.composite
def partials(draw: st.DrawFn) -> tuple[str, str]:
    """A partial with one root, and the root's id."""
    tag = draw(TAGS)
    identifier = draw(st.sampled_from(["a", "row-5", "5", "a.b", "größe", "x:y"]))
    start = f"<{' '.join([tag, *draw(ATTRIBUTES), f'id={identifier}'])} >"
    inside = "" if tag in VOID else draw(st.sampled_from(["", "x", "&lt;", "<i>a</i>", "\r\n"])) + f"</{tag}>"
    return draw(BLANKS) + start + inside + draw(BLANKS), identifier


@settings(deadline=None)
@given(partials(), st.booleans())
def test_what_is_inserted_is_all_that_changes(partial: tuple[str, str], wrap: bool) -> None:
    html, identifier = partial
    swap = htmx_2(html, wrap=wrap)
    inside = swap.removeprefix("<template>").removesuffix("</template>")
    assert inside.count(' hx-swap-oob="true"') == 1
    assert inside.replace(' hx-swap-oob="true"', "") == html
    root = BeautifulSoup(inside, "html.parser").find(True)
    assert root is not None
    assert (root["id"], root["hx-swap-oob"]) == (identifier, "true")


@settings(deadline=None)
@given(partials(), st.sampled_from(["beforeend:#a", "innerHTML:.b > c", None]))
def test_what_stands_around_is_all_that_htmx_4_gets(partial: tuple[str, str], swap: str | None) -> None:
    html, identifier = partial
    style, _, selector = (swap or f"outerHTML:#{escape_identifier(identifier)}").partition(":")
    match = re.fullmatch("(<[^>]*>)(.*)(</[^>]*>)", htmx_4(html, swap), re.DOTALL)
    assert match is not None
    start, inside, _ = match.groups()
    assert inside == html
    assert unescape(start) == f'<hx-partial hx-target="{selector}" hx-swap="{style}">'


@settings(deadline=None)
@given(st.text(alphabet="<>/='\" ab!-\n&;", max_size=60), st.sampled_from([None, "beforeend:#a", "outerHTML:#a"]))
def test_any_text_is_a_swap_or_none(html: str, swap: str | None) -> None:
    for way in (htmx_2, htmx_4):
        result = way(html, swap)
        if result is None:
            continue
        assert html in re.sub(' hx-swap-oob="(true|outerHTML:#a)"', "", result, count=1)


def test_what_is_not_closed_takes_no_longer() -> None:
    for html in [
        "<!--" * 50_000,
        "<p id=a>" + "<!-- " * 50_000,
        "<p id=a>" + "<script>" * 50_000,
        "<p " + "a=" * 50_000,
    ]:
        htmx_2(html)


def test_each_element_has_a_holder_that_a_parser_lets_hold_it() -> None:
    for tag, holder in WRAPPERS.items():
        around = {"tbody": "table", "tr": "table", "colgroup": "table"}.get(holder, holder)
        html = f"<{around}>{'<' + holder + '>' if around != holder else ''}<{tag} id=a></{tag}></{around}>"
        element = parse_document(html).find(id="a")
        assert element is not None
        assert element.parent is not None
        assert element.parent.name == holder


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


NO_ROOT = (
    "The out-of-band partial {name!r} ({place}) replaces an element of the page, so it needs exactly one root element, "
    "with the id of that element. Put one around it, or say where it goes: oob={{{name!r}: 'beforeend:#selector'}}."
)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("rootless", "page.html, line 4"),
        ("block:rootless-block", "page.html, line 7"),
        ("part.html#rootless", "part.html, line 2"),
        ("part.html#", "part.html"),
    ],
)
def test_a_companion_without_a_root_is_an_error_that_says_where_it_is(name: str, place: str) -> None:
    pages = {
        "base.html": "{% block rootless-block %}<p></p>{% endblock %}",
        "page.html": (
            "{% extends 'base.html' %}\n{% partialdef results %}<p></p>{% endpartialdef %}\n\n"
            "{% partialdef rootless %}one{% endpartialdef %}\n\n\n{% block rootless-block %}two{% endblock %}"
        ),
        "part.html": "text\n{% partialdef rootless inline %}three{% endpartialdef %}",
    }
    with override_settings(TEMPLATES=[in_memory(pages)]), pytest.raises(ImproperlyConfigured) as error:
        answer(ask(), with_oob([name]))
    assert str(error.value) == NO_ROOT.format(name=name, place=place)


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


def test_behind_an_empty_fragment_htmx_4_gets_what_lets_it_be_swapped() -> None:
    @partial_response("blank", oob=["count"])
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", {"rows": []})

    blank = "\n  \n"
    assert answer(ask(), view) == f'{blank}<b hx-swap-oob="true" id="count">0</b>'
    response = view(ask(htmx=4))
    assert html_of(response) == (
        f"{blank}<template></template>"
        f'<hx-partial hx-target="#count" hx-swap="outerHTML"><b id="count">0</b></hx-partial>'
    )
    assert response["HX-Reselect"] == ":not(*)"


def test_what_the_main_fragment_sets_is_not_seen_by_companions() -> None:
    assert answer(ask(), with_oob(["sees"], "sets")) == (
        '<p id="sets">?page=3</p><p hx-swap-oob="true" id="sees">[]</p>'
    )


LEFT_4 = '<hx-partial hx-target="head" hx-swap="none"></hx-partial>'


@pytest.mark.parametrize(
    ("htmx", "swaps", "reswap"), [(2, COUNT_2 + TOASTS_2, "none"), (4, LEFT_4 + COUNT_4 + TOASTS_4, None)]
)
def test_companions_may_go_alone(htmx: int, swaps: str, reswap: str | None) -> None:
    @partial_response("results", oob=["foot"])
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, partial=(), oob={"count": None, "toasts": "beforeend:#toasts"})

    response = view(ask(htmx=htmx, target="results"))
    assert html_of(response) == swaps
    assert (response.get("HX-Reswap"), "HX-Reselect" in response) == (reswap, False)
    response = view(ask(htmx=None))
    assert html_of(response) == page()
    assert "HX-Reswap" not in response
    assert answer(ask(boosted=True), view) == page()


def test_the_answer_varies() -> None:
    assert with_oob(["count"])(ask())["Vary"] == VARY


# -- Companions of the whole site


@override_settings(HTMX_PARTIALS_OOB=["foot", "nowhere"])
def test_companions_of_the_site_go_with_every_fragment_whose_page_has_them() -> None:
    assert answer(ask()) == RESULTS + FOOT_2
    assert answer(ask(), with_oob(["count"])) == RESULTS + COUNT_2 + FOOT_2
    assert answer(ask(), with_oob([], "main", "included.html")) == '<p id="main">main</p>'
    assert answer(ask(htmx=None)) == page()


STRANGERS = {
    # Names that the site's own pages have, and those of django.contrib.admin as well.
    "page.html": (
        "<html><title>{% block title %}Admin{% endblock %}</title>{% block content %}<h1>Admin</h1>{% endblock %}"
        "{% block foot %}<i>no id</i>{% endblock %}{% partialdef results %}<p>results</p>{% endpartialdef %}</html>"
    ),
}


@override_settings(
    TEMPLATES=[in_memory(STRANGERS)],
    HTMX_PARTIALS_TARGETS={"content": "content"},
    HTMX_PARTIALS_OOB={"title": None, "foot": None, "content": "outerHTML:#content", "nowhere": None},
)
@pytest.mark.parametrize("htmx", [2, 4])
def test_a_page_with_blocks_of_the_same_names_gets_what_fits(htmx: int) -> None:
    content = "<h1>Admin</h1>"
    swap = '<h1 hx-swap-oob="outerHTML:#content">Admin</h1>'
    if htmx == 4:
        swap = f'<hx-partial hx-target="#content" hx-swap="outerHTML">{content}</hx-partial>'
    assert answer(ask(htmx=htmx, target="main#content" if htmx == 4 else "content", boosted=True)) == content
    assert answer(ask(htmx=htmx)) == "<p>results</p>" + swap


FAMILY = {
    "base.html": (
        "<html><head>{% block title %}<title>Site</title>{% endblock %}</head>{% block head %}{% endblock %}"
        "<main>{% block content %}{% endblock %}</main>{% partialdef foot inline %}<i id='foot'></i>{% endpartialdef %}"
    ),
    "page.html": (
        "{% extends 'base.html' %}{% block title %}<title>Page</title>{% endblock %}"
        "{% block content %}<p>content</p>{% include 'header.html' %}{% endblock %}"
        "{% partialdef results %}<p>results</p>{% endpartialdef %}{% partialdef foot %}<b>nearer</b>{% endpartialdef %}"
    ),
    "header.html": (
        "{% partialdef title inline %}<h2>Title</h2>{% endpartialdef %}"
        "{% partialdef content inline %}<h2>Content</h2>{% endpartialdef %}"
    ),
}
OF_FAMILY = {
    "TEMPLATES": [in_memory(FAMILY)],
    "HTMX_PARTIALS_TARGETS": {"content": "content"},
    "HTMX_PARTIALS_OOB": {"title": None, "foot": None},
}


@override_settings(**OF_FAMILY)
def test_a_name_of_the_site_is_first_what_the_root_of_the_family_has() -> None:
    title, foot = "<title>Page</title>", "<i hx-swap-oob=\"true\" id='foot'></i>"
    assert answer(ask()) == "<p>results</p>" + title + foot
    assert answer(ask(target="content")) == "<p>content</p><h2>Title</h2><h2>Content</h2>" + title + foot


@override_settings(**OF_FAMILY | {"HTMX_PARTIALS_OOB": ()})
def test_a_view_may_say_that_it_means_the_block() -> None:
    def named(name: str) -> str:
        return answer(ask(target="content"), with_oob([], name))

    assert named("content") == "<h2>Content</h2>"
    assert named("block:content") == "<p>content</p><h2>Title</h2><h2>Content</h2>"
    assert named("base.html#block:content") == "<p>content</p><h2>Title</h2><h2>Content</h2>"


def test_a_block_that_there_is_not_is_told_among_the_blocks() -> None:
    with override_settings(**OF_FAMILY), pytest.raises(TemplateDoesNotExist) as error:
        answer(ask(), with_oob([], "block:contents"))
    assert str(error.value) == (
        "page.html has no block 'contents' (did you mean 'block:content'?). Its partials: content, foot, results, "
        "title. Its blocks: content, head, title."
    )


@override_settings(
    HTMX_PARTIALS_OOB={
        "foot": {"on": "boosted"},
        "toasts": {"swap": "beforeend:#toasts"},
        "other.html#aside": {"swap": "innerHTML:#aside", "on": "boosted"},
    }
)
def test_companions_for_navigation_go_with_boosted_requests_alone() -> None:
    aside = '<div hx-swap-oob="innerHTML:#aside"><aside id="aside">end</aside></div>'
    assert answer(ask()) == RESULTS + TOASTS_2
    assert answer(ask(target="results", boosted=True)) == RESULTS + FOOT_2 + TOASTS_2 + aside


def test_companions_of_a_view_may_be_for_navigation() -> None:
    view = with_oob({"count": {"swap": None, "on": "boosted"}, "foot": None})
    assert answer(ask(), view) == RESULTS + FOOT_2
    assert answer(ask(target="results", boosted=True), view) == RESULTS + COUNT_2 + FOOT_2


@pytest.mark.parametrize("swap", [{"on": "click"}, {"on": None}, {"when": "boosted"}])
def test_a_companion_that_is_not_understood_is_told(swap: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        with_oob({"count": swap})
    assert str(error.value) == (
        f"oob={{'count': {swap!r}}} is not understood. Give 'swap', and 'on': 'boosted' for what goes with answers to "
        f"boosted requests alone."
    )


@pytest.mark.parametrize("swap", ["beforeend", {"swap": "beforeend", "on": "boosted"}])
def test_a_swap_that_is_none_is_told(swap: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        with_oob({"count": swap})
    assert str(error.value) == (
        "oob={'count': 'beforeend'} is no swap. Give a style and a selector, as in 'beforeend:#toasts', or None to "
        "replace the element that has the id of the partial's root."
    )


@override_settings(HTMX_PARTIALS_OOB={"other.html#lost": None})
def test_a_companion_of_the_site_that_names_its_template_must_be_there() -> None:
    with pytest.raises(TemplateDoesNotExist, match=r"^other\.html has no partial or block 'lost'"):
        answer(ask())


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
@pytest.mark.parametrize("htmx", [2, 4])
@pytest.mark.parametrize(
    ("swapped", "status", "is_swapped"),
    [([422], 422, True), ([422], 404, False), ([], 422, False), (range(400, 500), 404, True), ([500], 500, False)],
)
def test_companions_of_the_site_go_with_the_errors_that_the_site_swaps(
    htmx: int, swapped: Any, status: int, is_swapped: bool
) -> None:
    @partial_response("results")
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", CONTEXT, status=status)

    toasts = (TOASTS_4 if htmx == 4 else TOASTS_2) if is_swapped else ""
    with override_settings(HTMX_PARTIALS_SWAPPED_ERRORS=swapped):
        assert answer(ask(htmx=htmx), view) == RESULTS + toasts


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
