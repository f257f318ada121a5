"""The tags around a fragment, and which of them hid it."""

from typing import Any

import pytest
from django.template import Engine
from django.template.base import TextNode
from django.template.context import Context, make_context

from htmx_partials.debug.tags import Tag, TagPaths
from htmx_partials.fragments import Fragment, tag_of
from htmx_partials.resolution import find_fragment
from tests.templates_for_tests import CACHED, LOCMEM

HIDING = "{% load htmx_partials_tests %}{% hiding %}{% partialdef x inline %}x{% endpartialdef %}{% endhiding %}"


def tag_paths(templates: dict[str, str], context: dict[str, Any] | None = None, *, ask: bool = True) -> list[list[Tag]]:
    """The tags around the partial `x` of the page `page.html`."""
    engine = Engine(
        loaders=[(CACHED, [(LOCMEM, templates)])],
        libraries={"htmx_partials_tests": "tests.templates_for_tests"},
    )
    page = engine.get_template("page.html")
    bound: Context = make_context(context, None)
    with bound.bind_template(page):
        fragment = find_fragment(page, "x", bound)
        assert isinstance(fragment, Fragment)
        found = TagPaths(fragment)
        if ask:
            found.find_hidden(bound)
    return found.all


def shown(*args: Any, **kwargs: Any) -> list[list[tuple[str, bool | None]]]:
    return [[(str(tag), tag.shows) for tag in tags_around] for tags_around in tag_paths(*args, **kwargs)]


X = "{% partialdef x inline %}x{% endpartialdef %}"


def test_nothing_around() -> None:
    assert shown({"page.html": X}) == [[]]


def test_tests_that_show_it_and_one_that_hides_it() -> None:
    page = "{% if a %}\n{% if b %}" + X + "{% endif %}{% endif %}"
    assert shown({"page.html": page}, {"a": 1, "b": 0}) == [
        [("{% if a %} (page.html, line 1)", True), ("{% if b %} (page.html, line 2)", False)]
    ]


def test_what_is_inside_of_a_test_that_hides_it_is_not_asked() -> None:
    page = "{% if a %}{% if b %}" + X + "{% endif %}{% endif %}"
    assert shown({"page.html": page}, {"b": 1}) == [
        [("{% if a %} (page.html, line 1)", False), ("{% if b %} (page.html, line 1)", False)]
    ]


def test_all_are_taken_to_show_it_where_nobody_asks() -> None:
    page = "{% if a %}" + X + "{% endif %}"
    assert shown({"page.html": page}, ask=False) == [[("{% if a %} (page.html, line 1)", True)]]


@pytest.mark.parametrize(
    ("branches", "result"),
    [
        ("{% if a %}{% else %}" + X, "{% if a %} … {% else %} (page.html, line 1)"),
        ("{% if a %}{% elif b %}" + X, "{% if a %} … {% elif %} (page.html, line 1)"),
    ],
)
def test_branches(branches: str, result: str) -> None:
    assert shown({"page.html": branches + "{% endif %}"}, {"a": 1}) == [[(result, False)]]


def test_tags_of_other_kinds() -> None:
    page = (
        "{% with a=1 %}{% filter upper %}{% autoescape off %}{% spaceless %}" + X + "{% endspaceless %}"
        "{% endautoescape %}{% endfilter %}{% endwith %}"
    )
    assert shown({"page.html": page}) == [
        [
            ("{% with a=1 %} (page.html, line 1)", True),
            ("{% filter upper %} (page.html, line 1)", True),
            ("{% autoescape off %} (page.html, line 1)", True),
            ("{% spaceless %} (page.html, line 1)", True),
        ]
    ]


def test_a_block_and_its_parents_version() -> None:
    base = "{% if a %}{% block b %}" + X + "{% endblock %}{% endif %}"
    page = '{% extends "base.html" %}{% block b %}{% if c %}{{ block.super|upper }}{% endif %}{% endblock %}'
    assert shown({"base.html": base, "page.html": page}, {"a": 1}) == [
        [
            ("{% if a %} (base.html, line 1)", True),
            ("{% if c %} (page.html, line 1)", False),
            ("{{ block.super|upper }} (page.html, line 1)", False),
        ]
    ]


def test_a_loop_counts_where_the_partial_is_for_no_turns() -> None:
    page = "{% for each in all %}{% empty %}" + X + "{% endfor %}"
    result = "{% for each in all %} … {% empty %} (page.html, line 1)"
    assert shown({"page.html": page}, {"all": [1]}) == [[(result, False)]]
    assert shown({"page.html": page}, {"all": []}) == [[(result, True)]]


def test_a_loop_around_it_does_not_count() -> None:
    assert shown({"page.html": "{% for each in all %}" + X + "{% endfor %}"}) == [[]]


def test_an_include() -> None:
    page = '{% if a %}{% include "inc.html" with b=1 %}{% endif %}'
    assert shown({"page.html": page, "inc.html": X}, {"a": 1}) == [
        [("{% if a %} (page.html, line 1)", True), ('{% include "inc.html" with b=1 %} (page.html, line 1)', True)]
    ]


def test_an_include_that_brings_in_another_template_there() -> None:
    page = '{% with name="other.html" %}{% include name %}{% endwith %}'
    templates = {"page.html": page, "inc.html": X, "other.html": "other"}
    assert shown(templates, {"name": "inc.html"}) == [
        [
            ('{% with name="other.html" %} (page.html, line 1)', True),
            ("{% include name %} (page.html, line 1)", False),
        ]
    ]


def test_several_places() -> None:
    page = "{% if a %}{% partial x %}{% endif %}\n{% if b %}{% partial x %}{% endif %}"
    page += "{% partialdef x %}x{% endpartialdef %}"
    assert shown({"page.html": page}, {"b": 1}) == [
        [("{% if a %} (page.html, line 1)", False)],
        [("{% if b %} (page.html, line 2)", True)],
    ]


def test_what_sets_a_name_before_it_is_run() -> None:
    page = '{% if c %}{% now "Y" as a %}{% endif %}{% now "Y" as b %}{% if b %}' + X + "{{ a }}{% endif %}"
    assert shown({"page.html": page}) == [[("{% if b %} (page.html, line 1)", True)]]


def test_a_tag_of_another_package_is_not_run() -> None:
    page = "{% if a %}" + HIDING + "{% endif %}"
    assert shown({"page.html": page}, {"a": 1}) == [
        [("{% if a %} (page.html, line 1)", True), ("{% hiding %} (page.html, line 1)", None)]
    ]


def test_a_test_that_raises_says_nothing() -> None:
    def broken() -> bool:
        raise ZeroDivisionError

    page = "{% if a %}" + X + "{% endif %}"
    assert shown({"page.html": page}, {"a": broken}) == [[("{% if a %} (page.html, line 1)", None)]]


def test_what_the_fragment_holds_is_not_rendered() -> None:
    calls = []
    page = "{% if a %}{% partialdef x inline %}{{ b }}{% endpartialdef %}{% endif %}"
    shown({"page.html": page}, {"a": 1, "b": lambda: calls.append("b")})
    assert calls == []


def test_a_tag_that_other_code_has_made_is_named_by_its_class():
    assert tag_of(TextNode("")) == "TextNode"
