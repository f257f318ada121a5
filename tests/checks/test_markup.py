"""What templates write and read, found without rendering them."""

from __future__ import annotations

from typing import Any

from django.template import Engine, Library, Node, NodeList, Template
from django.template.base import TextNode

from htmx_partials.elements import Elements, can_be_swapped, may_be_among, readable
from htmx_partials.markup import AGAIN, CLOSE, HOLE, MARKUP, OPEN, OR
from htmx_partials.pages import Page, tags_run_whole
from tests.templates_for_tests import in_memory

MARKS = {OPEN: "(", OR: "|", CLOSE: ")", AGAIN: "*", HOLE: "…", MARKUP: "?"}


def page(settings: Any, templates: dict[str, str] | str, **options: Any) -> Page:
    if isinstance(templates, str):
        templates = {"page.html": templates}
    settings.TEMPLATES = [in_memory(templates, builtins=["tests.other_tags", "tests.checks.test_markup"], **options)]
    from django.template.loader import get_template

    template: Any = get_template(list(templates)[-1])
    return Page(template.template, {})


def written(settings: Any, templates: dict[str, str] | str) -> str:
    html = page(settings, templates).html
    for mark, sign in MARKS.items():
        html = html.replace(mark, sign)
    return html


register = Library()
WITH_TEMPLATE = Template("<i>own</i>", engine=Engine())


class Backend:
    template = WITH_TEMPLATE


@register.inclusion_tag(WITH_TEMPLATE)
def of_template() -> dict[str, Any]:
    return {}


@register.inclusion_tag(Backend)  # type: ignore[call-overload]
def of_backend() -> dict[str, Any]:
    return {}


@register.inclusion_tag(["missing.html", "inc.html"])  # type: ignore[call-overload]
def of_list() -> dict[str, Any]:
    return {}


@register.inclusion_tag("missing.html")
def of_missing() -> dict[str, Any]:
    return {}


@register.simple_tag
def simple() -> str:
    return ""


def test_inclusion_tags_write_what_their_template_does(settings):
    source = "{% of_template %}{% of_backend %}{% of_list %}{% of_missing %}"

    assert written(settings, {"inc.html": "<b>{{ x }}</b>", "page.html": source}) == "<i>own</i><i>own</i><b>…</b>?"


def test_what_an_inclusion_tag_shows_reads_nothing_of_the_page(settings):
    templates = {"inc.html": "{% load i18n %}{{ x }}{% blocktranslate %}{{ y }}{% endblocktranslate %}"}

    assert page(settings, templates | {"page.html": "{% of_list %}{{ z }}"}).written.read == {"z"}


def test_blocks_show_the_version_of_the_parent_where_they_say_so(settings):
    templates = {
        "base.html": "{% block a %}<p></p>{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block a %}<b></b>{{ block.super }}{% endblock %}",
    }

    assert written(settings, templates) == "<b></b><p></p>"
    assert written(settings, "{% block a %}{{ block.super }}{% endblock %}{{ block.super }}") == ""


def test_templates_and_partials_that_show_themselves_are_read_once(settings):
    assert written(settings, "<p>{% include 'page.html' %}</p>") == "<p></p>"
    assert written(settings, "{% partialdef p inline %}<p>{% partial p %}</p>{% endpartialdef %}") == "<p></p>"
    assert written(settings, "{% if no %}{% partial missing %}{% endif %}") == "(|)"


def test_variables_may_be_markup_where_they_are_not_escaped(settings):
    source = "{{ a }}{{ a|safe }}{% autoescape off %}{{ a }}{% endautoescape %}{{ a }}"

    assert written(settings, source) == "…??…"


def test_tags_of_other_packages_may_write_anything(settings):
    assert written(settings, "{% simple %}{% card %}a{% endcard %}{% simple as x %}{% now 'Y' %}") == "??a?…"


def test_what_is_shown_in_branches_is_told_apart(settings):
    source = "{% if a %}1{% elif b %}2{% else %}3{% endif %}{% for c in d %}4{% empty %}5{% endfor %}{% ifchanged %}6"

    assert written(settings, source + "{% endifchanged %}") == "(1|2|3)(*4|5)(6||)"


def test_an_error_in_a_url_stands_for_nothing(settings):
    assert written(settings, "{% url 'a' as b %}{% lorem %}") == "…"


def test_a_fragment_in_an_included_template_is_read_through_its_path(settings):
    templates = {
        "inc.html": "{% partialdef p inline %}{{ item }}{% endpartialdef %}",
        "base.html": "{% for item in items %}{% block b %}{% endblock %}{% endfor %}",
        "page.html": "{% extends 'base.html' %}{% block b %}{{ block.super }}{% include 'inc.html' %}{% endblock %}",
    }
    read = page(settings, templates)

    fragment: Any = read.fragment("p")

    assert read.loop_variables(fragment) == {"item"}
    assert [*tags_run_whole(fragment)] == []


def test_a_place_is_told_by_the_line_of_the_template_that_writes_it(settings):
    templates = {"inc.html": "\n\n<p>\n</p><a>", "page.html": "\n{% include 'inc.html' %}\n<b>"}
    read = page(settings, templates)

    assert [read.written.location(each.position) for each in read.elements.all] == [
        "inc.html, line 3",
        "inc.html, line 4",
        "page.html, line 3",
    ]


@register.tag
def holding(parser: Any, token: Any) -> Node:
    node = Node()
    node.nodelist = NodeList([TextNode("<p>")])  # type: ignore[attr-defined]
    return node


def test_what_stands_in_no_template_has_the_place_of_the_page(settings):
    read = page(settings, "{% holding %}")

    assert [read.written.location(each.position) for each in read.elements.all] == ["page.html"]


def test_what_tags_write_themselves_has_their_place(settings):
    source = "{% verbatim %}\n<a>{% endverbatim %}\n{% load i18n %}{% blocktranslate %}<b>{% endblocktranslate %}\n"
    source += "{% load htmx_partials %}{% lazy_partial p %}{% endlazy_partial %}"
    read = page(settings, source)

    places = [read.written.location(each.position) for each in read.elements.all]
    assert places == ["page.html, line 2", "page.html, line 3", "page.html, line 4"]


# -- Elements ----------------------------------------------------------------------------


def test_elements_know_what_they_stand_in():
    elements = Elements(f"<a><b>{OPEN}<c>{OR}<d>{CLOSE}<br></d></e></b><f/></a><!-- <g> -->").all

    assert {each.name: [outer.name for outer in each.ancestors] for each in elements} == {
        "a": [],
        "b": ["a"],
        "c": ["b", "a"],
        "d": ["b", "a"],
        "br": ["d", "b", "a"],
        "f": ["a"],
    }


def test_attributes_have_the_values_that_are_written_first():
    html = f"<p id='a{OPEN}b{OR}c{CLOSE}' {OPEN}id=x{CLOSE} hx-get {HOLE}=1>"
    (element,) = Elements(html).all

    assert (element.attributes, element.is_known) == ({"id": f"a{HOLE}", "hx-get": ""}, False)


def test_ids_with_code_in_them_may_be_others():
    assert may_be_among("row-5", {f"row-{HOLE}"})
    assert may_be_among(f"row-{HOLE}", {f"{HOLE}-5"})
    assert not may_be_among(f"row-{HOLE}", {"roe-5", f"col-{HOLE}", ""})
    assert may_be_among(f"{HOLE}{'a' * 500}", {"b"})
    assert readable(f"row-{HOLE}{HOLE}") == "row-…"


def test_a_fragment_with_more_ways_than_can_be_looked_at_is_left_alone():
    one = f"{OPEN}<p></p>{OR}<b></b>{CLOSE}"

    assert not can_be_swapped(one, None)
    assert can_be_swapped(one * 7, None)
