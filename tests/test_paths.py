"""What is around a partial on its page counts for the fragment, and nothing else does."""

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.template.exceptions import TemplateSyntaxError
from django.template.loader import render_to_string

from htmx_partials import render_partial_to_string

from .templates_for_tests import in_memory

PARTIAL = "{% partialdef p inline %}P{% endpartialdef %}"


@pytest.fixture
def fragment(settings):
    """Render the fragment of a page, whose template is the last of `templates`."""

    def render(templates: dict[str, str], name: str = "p", **context: Any) -> str:
        settings.TEMPLATES = [in_memory(templates)]
        return render_partial_to_string(list(templates)[-1], name, context)

    return render


@pytest.fixture
def page_and_fragment(settings):
    """Render the page, which consists of the slice only, and the fragment."""

    def render(templates: dict[str, str], name: str = "p", **context: Any) -> tuple[str, str]:
        settings.TEMPLATES = [in_memory(templates)]
        page = list(templates)[-1]
        return render_to_string(page, context), render_partial_to_string(page, name, context)

    return render


# -- Tests ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{% if yes %}" + PARTIAL + "{% endif %}", "P"),
        ("{% if no %}" + PARTIAL + "{% endif %}", ""),
        ("{% if no %}no{% elif yes %}" + PARTIAL + "{% endif %}", "P"),
        ("{% if no %}no{% elif no %}" + PARTIAL + "{% endif %}", ""),
        ("{% if yes %}{% elif yes %}" + PARTIAL + "{% endif %}", ""),
        ("{% if yes %}{% else %}" + PARTIAL + "{% endif %}", ""),
        ("{% if no %}no{% else %}" + PARTIAL + "{% endif %}", "P"),
        ("{% if no %}no{% elif no %}{% else %}" + PARTIAL + "{% endif %}", "P"),
        ("{% if yes %}{% if no %}" + PARTIAL + "{% endif %}{% endif %}", ""),
        ("{% if not no and 1 < 2 or no %}" + PARTIAL + "{% endif %}", "P"),
    ],
)
def test_a_test_around_a_partial_decides_as_on_the_page(page_and_fragment, source, shown):
    assert page_and_fragment({"page.html": source}, yes=True, no=False) == (shown, shown)


def test_tests_after_the_one_that_shows_a_partial_are_not_asked(fragment):
    asked: list[str] = []
    source = "{% if first %}" + PARTIAL + "{% elif second %}{% endif %}"

    def ask(name: str) -> Any:
        return lambda: asked.append(name)

    assert (fragment({"page.html": source}, first=ask("first"), second=ask("second")), asked) == ("", ["first"])


def test_a_test_in_the_base_template_around_the_block_counts(fragment):
    templates = {
        "base.html": "{% if staff %}{% block main %}{% endblock %}{% endif %}",
        "page.html": "{% extends 'base.html' %}{% block main %}" + PARTIAL + "{% endblock %}",
    }

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("P", "")


def test_a_test_around_the_include_counts(fragment):
    templates = {"row.html": PARTIAL, "page.html": "{% if staff %}{% include 'row.html' %}{% endif %}"}

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("P", "")


def test_a_test_in_a_block_of_the_base_around_an_include_of_an_include_counts(fragment):
    templates = {
        "cell.html": "{% if cell %}" + PARTIAL + "{% endif %}",
        "row.html": "{% if row %}{% include 'cell.html' %}{% endif %}",
        "base.html": "{% if base %}{% block main %}{% endblock %}{% endif %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% include 'row.html' %}{% endblock %}",
    }
    everything = {"cell": 1, "row": 1, "base": 1}

    shown = [fragment(templates, **(everything | {name: 0})) for name in everything]

    assert (fragment(templates, **everything), shown) == ("P", ["", "", ""])


def test_a_test_in_a_child_around_block_super_counts(fragment):
    templates = {
        "base.html": "{% block main %}" + PARTIAL + "{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% if staff %}{{ block.super }}{% endif %}"
        "{% endblock %}",
    }

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("P", "")


def test_a_test_of_a_variable_that_a_with_around_it_sets_is_of_that(fragment):
    templates = {"page.html": "{% with staff=boss %}{% if staff %}" + PARTIAL + "{% endif %}{% endwith %}"}

    assert (fragment(templates, staff=False, boss=True), fragment(templates, staff=True, boss=False)) == ("P", "")


def test_a_test_of_the_loops_variable_reads_the_views_context(fragment):
    templates = {
        "page.html": "{% for row in rows %}{% if row.mine %}{% partialdef p inline %}{{ row.name }}{% endpartialdef %}"
        "{% endif %}{% endfor %}"
    }

    assert fragment(templates, row={"mine": True, "name": "Ada"}) == "Ada"
    assert fragment(templates, row={"mine": False, "name": "Ada"}) == ""
    assert fragment(templates, rows=[{"mine": True, "name": "Ada"}]) == ""


def test_a_test_of_what_the_parent_holds_is_made_as_on_the_page(fragment):
    templates = {
        "base.html": "{% block main %}{{ said }}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% if not block.super %}" + PARTIAL + "{% endif %}"
        "{% endblock %}",
    }

    assert (fragment(templates, said=""), fragment(templates, said="Something")) == ("P", "")


def test_an_elif_of_what_the_parent_holds_is_made_as_on_the_page(fragment):
    templates = {
        "base.html": "{% block main %}{{ said }}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% if no %}{% elif block.super %}{% else %}"
        + PARTIAL
        + ""
        "{% endif %}{% endblock %}",
    }

    assert (fragment(templates, said=""), fragment(templates, said="Something")) == ("P", "")


# -- Tags that count, and those that do not -----------------------------------------


@pytest.mark.parametrize(
    ("before", "content", "after", "shown"),
    [
        ("{% with word='within' %}", "{{ word }}", "{% endwith %}", "within"),
        ("{% with word=markup other=word %}", "{{ other }}", "{% endwith %}", "word"),
        ("{% autoescape off %}", "{{ markup }}", "{% endautoescape %}", "<b>&</b>"),
        (
            "{% autoescape off %}{% autoescape on %}",
            "{{ markup }}",
            "{% endautoescape %}{% endautoescape %}",
            "&lt;b&gt;&amp;&lt;/b&gt;",
        ),
        ("{% spaceless %}", "<p> <b>a b</b> </p>", "{% endspaceless %}", "<p><b>a b</b></p>"),
        ("{% filter upper %}", "{{ word }} it's", "{% endfilter %}", "WORD IT'S"),
        ("{% filter force_escape|lower %}", "<B>", "{% endfilter %}", "&lt;b&gt;"),
        (
            "{% load i18n %}{% language 'de' %}",
            "{% get_current_language as now %}{{ now }} {{ day|date:'F' }}",
            "{% endlanguage %}",
            "de März",
        ),
        ("{% load l10n %}{% localize off %}", "{{ number }}", "{% endlocalize %}", "1234.5"),
        ("{% load l10n %}{% localize on %}", "{{ number }}", "{% endlocalize %}", "1,234.5"),
        ("{% load tz %}{% localtime off %}", "{{ moment|date:'H:i e' }}", "{% endlocaltime %}", "23:30 UTC"),
        ("{% load tz %}{% timezone 'Asia/Tokyo' %}", "{{ moment|date:'H:i e' }}", "{% endtimezone %}", "08:30 JST"),
    ],
)
def test_a_tag_around_a_partial_counts(settings, page_and_fragment, before, content, after, shown):
    settings.USE_THOUSAND_SEPARATOR = True
    settings.TIME_ZONE = "Europe/Berlin"
    context = {
        "word": "word",
        "markup": "<b>&</b>",
        "number": 1234.5,
        "day": datetime.date(2026, 3, 1),
        "moment": datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC),
    }
    source = f"{before}{{% partialdef p inline %}}{content}{{% endpartialdef %}}{after}"

    assert page_and_fragment({"page.html": source}, **context) == (shown, shown)


def test_tags_around_a_partial_count_from_the_outside_in(page_and_fragment):
    source = (
        "{% filter upper %}{% with a='x' %}{% with b=a %}{% autoescape off %}"
        "{% partialdef p inline %}{{ b }}<i>{% endpartialdef %}"
        "{% endautoescape %}{% endwith %}{% endwith %}{% endfilter %}"
    )

    assert page_and_fragment({"page.html": source}) == ("X<I>", "X<I>")


@pytest.mark.parametrize("tags", ["{% for n in '123' %}|{% endfor %}", "{% ifchanged a %}|{% endifchanged %}"])
def test_other_tags_around_a_partial_are_passed_over(fragment, tags):
    before, after = tags.split("|")

    assert fragment({"page.html": before + PARTIAL + after}) == "P"


def test_a_partial_in_a_loop_shows_one_turn_with_the_variables_of_the_views_context(fragment):
    source = (
        "{% for row in rows %}{% partialdef p inline %}{{ row }}{{ forloop.counter }}{% endpartialdef %}{% endfor %}"
    )

    assert fragment({"page.html": source}, rows=["a", "b"], row="b") == "b"


def test_a_cache_tag_around_a_partial_is_neither_read_nor_written(settings, fragment):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "ways"}}
    source = "{% load cache %}{% cache 60 key %}<h1>{% partialdef p inline %}{{ n }}{% endpartialdef %}{% endcache %}"
    cache.clear()

    first = fragment({"page.html": source}, n=1)
    page = render_to_string("page.html", {"n": 2})
    after = render_partial_to_string("page.html", "p", {"n": 3})
    again = render_to_string("page.html", {"n": 4})

    assert (first, page, after, again) == ("1", "<h1>2", "3", "<h1>2")


def test_text_and_tags_beside_a_partial_are_not_rendered(fragment):
    templates = {"page.html": "{{ boom }}{% if yes %}{{ boom }}" + PARTIAL + "{{ boom }}{% endif %}"}

    def boom() -> None:
        raise AssertionError("rendered")

    assert fragment(templates, yes=True, boom=boom) == "P"


# -- Blocks ---------------------------------------------------------------------------


def test_a_block_inside_a_partial_is_the_most_derived_templates(fragment):
    templates = {
        "base.html": "{% partialdef p inline %}[{% block b %}base{% endblock %}]{% endpartialdef %}",
        "middle.html": "{% extends 'base.html' %}{% block b %}middle{% endblock %}",
        "page.html": "{% extends 'middle.html' %}{% block b %}page{% endblock %}",
    }

    assert fragment(templates) == "[page]"


def test_a_block_inside_a_partial_of_a_parents_block_is_overridden_by_a_grandchild_with_block_super(fragment):
    templates = {
        "base.html": "{% block main %}{% endblock %}",
        "middle.html": "{% extends 'base.html' %}{% block main %}{% partialdef p inline %}"
        "[{% block b %}middle{% endblock %}]{% endpartialdef %}{% endblock %}",
        "page.html": "{% extends 'middle.html' %}{% block b %}page {{ block.super }}{% endblock %}",
    }

    assert fragment(templates) == "[page middle]"


def test_a_partial_holds_block_super(fragment):
    templates = {
        "base.html": "{% block main %}base{% endblock %}",
        "middle.html": "{% extends 'base.html' %}{% block main %}middle {{ block.super }}{% endblock %}",
        "page.html": "{% extends 'middle.html' %}{% block main %}<h1>{% partialdef p inline %}page {{ block.super }}"
        "{% endpartialdef %}{% endblock %}",
    }

    assert fragment(templates) == "page middle base"


def test_block_super_works_inside_and_around_a_partial_at_any_depth(fragment):
    templates = {
        "1.html": "{% block a %}a1{% endblock %}",
        "2.html": "{% extends '1.html' %}{% block a %}{% partialdef p inline %}a2 {{ block.super }} "
        "{% block b %}b2{% endblock %}{% endpartialdef %}{% endblock %}",
        "3.html": "{% extends '2.html' %}{% block a %}<{{ block.super }}>{% endblock %}"
        "{% block b %}b3 {{ block.super }}{% endblock %}",
        "4.html": "{% extends '3.html' %}{% block a %}<{{ block.super }}>{% endblock %}",
        "5.html": "{% extends '4.html' %}{% block b %}b5 {{ block.super }}{% endblock %}",
    }

    assert fragment(templates) == "a2 a1 b5 b3 b2"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("{{ block.super|upper }}", "&lt;P&gt;"),
        ("{{ block.super|lower|safe }}", "<p>"),
        ("{{ block.super|default:'none' }}", "<P>"),
        ("{% filter lower %}{{ block.super }}{% endfilter %}", "<p>"),
        ("{% with it=block.super %}-{{ it }}-{% endwith %}", "<P>"),
        ("{% with it=block.super %}{% if no %}{{ it }}{% endif %}{% endwith %}", ""),
        ("{% with it=block.super %}{% if yes %}{{ it|lower|safe }}{% endif %}{% endwith %}", "<p>"),
        ("{% firstof nothing block.super %}", "<P>"),
        ("{% firstof yes block.super %}", ""),
        ("{{ nothing|default:block.super }}", "<P>"),
        ("{{ yes|default:block.super }}", ""),
        ("{% if block.super %}something{% endif %}", ""),
        ("{% include 'box.html' with body=block.super %}", "<P>"),
        ("{% include 'box.html' with body=block.super no=yes only %}", ""),
        ("{% if yes %}{% firstof nothing block.super %}{% endif %}", "<P>"),
        ("{% if no %}{% firstof nothing block.super %}{% endif %}", ""),
    ],
)
def test_what_is_made_of_block_super_around_a_partial_counts(fragment, said, shown):
    templates = {
        "box.html": "<div>{% if not no %}{{ body }}{% endif %}</div>",
        "base.html": "{% block main %}<h1>{% partialdef p inline %}<P>{% endpartialdef %}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}before " + said + "{% endblock %}",
    }

    assert fragment(templates, yes="yes", no=False) == shown


def test_a_partial_in_a_block_of_the_grandparent_that_the_parent_moves_into_another_block(fragment):
    templates = {
        "base.html": "{% if a %}{% block outer %}{% endblock %}{% endif %}",
        "middle.html": "{% extends 'base.html' %}{% block outer %}{% if b %}{% block inner %}{% endblock %}{% endif %}"
        "{% endblock %}",
        "page.html": "{% extends 'middle.html' %}{% block inner %}{% if c %}" + PARTIAL + "{% endif %}{% endblock %}",
    }

    assert fragment(templates, a=1, b=1, c=1) == "P"
    assert [fragment(templates, **({"a": 1, "b": 1, "c": 1} | {hidden: 0})) for hidden in "abc"] == ["", "", ""]


def test_a_partial_within_a_partial(page_and_fragment):
    source = "{% partialdef outer inline %}{% if yes %}" + PARTIAL + "{% endif %}{% endpartialdef %}"

    assert page_and_fragment({"page.html": source}, yes=1) == ("P", "P")
    assert page_and_fragment({"page.html": source}, yes=0) == ("", "")


def test_the_variable_block_is_that_of_the_page(page_and_fragment):
    templates = {
        "base.html": "{% block main %}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% partialdef p inline %}{{ block.name }}"
        "{% endpartialdef %}{% endblock %}",
    }

    assert page_and_fragment(templates) == ("main", "main")


def test_the_variable_block_of_a_template_that_extends_none_is_that_of_the_page(page_and_fragment):
    source = "{% block main %}{% partialdef p inline %}{{ block.name }}{% endpartialdef %}{% endblock %}"

    assert page_and_fragment({"page.html": source}) == ("main", "main")


def test_two_blocks_that_stand_in_each_other_do_not_go_on_for_ever(page_and_fragment):
    templates = {
        "base.html": "{% block a %}{% endblock %}",
        "middle.html": "{% extends 'base.html' %}{% block a %}{% block b %}{% endblock %}{% endblock %}",
        "page.html": "{% extends 'middle.html' %}{% block b %}{% block a %}" + PARTIAL + "{% endblock %}{% endblock %}",
    }

    assert page_and_fragment(templates) == ("P", "P")


def test_a_block_that_a_partial_shows_first_is_what_is_shown_there(page_and_fragment):
    templates = {
        "base.html": "{% block a %}{% block b %}{% endblock %}{% endblock %}",
        "middle.html": "{% extends 'base.html' %}{% block a %}{% partialdef apart %}{% block b %}middle{% endblock %}"
        "{% endpartialdef %}{% partial apart %}{{ block.super }}{% endblock %}",
        "page.html": "{% extends 'middle.html' %}{% block b %}page{% endblock %}",
    }

    assert page_and_fragment(templates, "b") == ("middlepage", "middle")


@pytest.mark.parametrize(
    "said", ["{% filter default:'none' %}{{ block.super }}{% endfilter %}", "{{ block.super|default:'none' }}"]
)
def test_filters_make_nothing_of_a_partial_that_is_hidden(fragment, said):
    templates = {
        "base.html": "{% block main %}{% if staff %}" + PARTIAL + "{% endif %}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}" + said + "{% endblock %}",
    }

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("P", "")


# -- Partials that are not inline ---------------------------------------------------


def test_a_partial_that_is_not_inline_is_isolated_from_the_pages_blocks(fragment):
    templates = {
        "base.html": "{% partialdef p %}[{% block b %}base{% endblock %}]{% endpartialdef %}{% partial p %}",
        "page.html": "{% extends 'base.html' %}{% block b %}page{% endblock %}",
    }

    assert fragment(templates) == render_to_string("page.html") == "[base]"


def test_tags_around_a_partial_that_is_not_inline_do_not_count(fragment):
    source = "{% filter upper %}{% if no %}{% partialdef p %}p{% endpartialdef %}{% endif %}{% endfilter %}"

    assert fragment({"page.html": source}) == "p"


def test_an_inline_partial_within_one_that_is_not_stands_where_that_is_shown(fragment):
    templates = {
        "page.html": "{% partialdef outer %}{% if a %}" + PARTIAL + "{% endif %}{% endpartialdef %}"
        "{% filter lower %}{% if b %}{% partial outer %}{% endif %}{% endfilter %}"
    }

    assert fragment(templates, a=1, b=1) == "p"
    assert (fragment(templates, a=0, b=1), fragment(templates, a=1, b=0)) == ("", "")


def test_an_inline_partial_within_one_that_is_not_and_that_nothing_shows_counts_the_tags_inside(fragment):
    source = "{% if no %}{% partialdef outer %}{% if a %}" + PARTIAL + "{% endif %}{% endpartialdef %}{% endif %}"

    assert (fragment({"page.html": source}, a=1), fragment({"page.html": source}, a=0)) == ("P", "")


def test_an_inline_partial_within_one_that_is_not_is_isolated_from_the_pages_blocks(fragment):
    templates = {
        "base.html": "{% partialdef outer %}{% partialdef p inline %}{% block b %}base{% endblock %}{% endpartialdef %}"
        "{% endpartialdef %}{% block main %}{% partial outer %}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block b %}page{% endblock %}",
    }

    assert fragment(templates) == "base"


def test_a_partial_hidden_where_it_stands_shows_where_the_page_shows_it_again(page_and_fragment):
    source = "{% if a %}" + PARTIAL + "{% endif %}{% if b %}{% partial p %}{% endif %}"

    assert page_and_fragment({"page.html": source}, a=0, b=1) == ("P", "P")
    assert page_and_fragment({"page.html": source}, a=0, b=0) == ("", "")


def test_a_partial_that_shows_itself_does_not_go_on_for_ever(fragment):
    source = "{% partialdef p inline %}{{ n }}{% if deeper %}{% partial p %}{% endif %}{% endpartialdef %}"

    assert fragment({"page.html": source}, n=1) == "1"


# -- Places that the page does not have ------------------------------------------------


def test_a_partial_outside_every_block_of_a_child_renders_on_its_own(fragment):
    templates = {
        "base.html": "{% if no %}{% block b %}base{% endblock %}{% endif %}",
        "page.html": "{% extends 'base.html' %}{% filter lower %}" + PARTIAL + "{% endfilter %}",
    }

    assert fragment(templates) == "p"


def test_a_test_around_a_partial_outside_every_block_of_a_child_counts(fragment):
    templates = {"base.html": "", "page.html": "{% extends 'base.html' %}{% if no %}" + PARTIAL + "{% endif %}"}

    assert fragment(templates) == ""


def test_a_partial_in_a_block_that_was_overridden_away_renders_on_its_own(fragment):
    templates = {
        "base.html": "{% if guard %}{% block b %}{% if own %}" + PARTIAL + "{% endif %}{% endblock %}{% endif %}",
        "page.html": "{% extends 'base.html' %}{% block b %}page{% endblock %}",
    }

    assert fragment(templates, guard=1, own=1) == "P"
    assert (fragment(templates, guard=0, own=1), fragment(templates, guard=1, own=0)) == ("", "")


def test_a_place_that_the_page_has_goes_before_one_that_it_has_not(fragment):
    templates = {
        "row.html": PARTIAL,
        "base.html": "{% if guard %}{% include 'row.html' %}{% endif %}",
        "page.html": "{% extends 'base.html' %}{% include 'row.html' %}",
    }

    assert (fragment(templates, guard=1), fragment(templates, guard=0)) == ("P", "")


def test_an_error_in_one_render_leaves_the_next_as_it_was(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% block a %}base{% endblock %}",
                "page.html": "{% extends 'base.html' %}{% block a %}{% partialdef p inline %}{{ block.super }}"
                "{{ boom }}{% endpartialdef %}{% endblock %}",
            }
        )
    ]

    def boom() -> str:
        raise TemplateSyntaxError("boom")

    with pytest.raises(TemplateSyntaxError, match=r"^boom$"):
        render_partial_to_string("page.html", "p", {"boom": boom})

    assert render_partial_to_string("page.html", "p", {"boom": "."}) == "base."


def test_a_version_of_a_block_that_another_one_replaced_counts_with_all_that_is_around_it(fragment):
    templates = {
        "base.html": "{% if a %}{% block b %}" + PARTIAL + "{% endblock %}{% endif %}",
        "middle.html": "{% extends 'base.html' %}{% block b %}{% if c %}{{ block.super }}{% endif %}{% endblock %}",
        "page.html": "{% extends 'middle.html' %}{% block b %}page{% endblock %}",
    }

    assert [fragment(templates, a=a, c=c) for a in (1, 0) for c in (1, 0)] == ["P", "", "", ""]


def test_a_partial_that_is_not_defined_is_a_place_of_nothing(fragment):
    assert fragment({"page.html": "{% if no %}{% partial missing %}{% endif %}" + PARTIAL}) == "P"


@pytest.mark.parametrize(("rows", "shown"), [([], "P"), (None, "P"), ([1, 2], "")])
def test_a_partial_that_is_shown_for_an_empty_loop_is_hidden_where_it_has_turns(page_and_fragment, rows, shown):
    source = "{% for row in rows %}{% empty %}" + PARTIAL + "{% endfor %}"

    assert page_and_fragment({"page.html": source}, rows=rows) == (shown, shown)


def test_an_include_of_a_template_that_has_no_place_for_the_partial_is_none(fragment):
    templates = {
        "base.html": "{% block b %}" + PARTIAL + "{% endblock %}",
        "row.html": "{% extends 'base.html' %}{% block b %}row{% endblock %}",
        "page.html": "{% include 'row.html' %}{% if a %}{% include 'base.html' %}{% endif %}",
    }

    assert (fragment(templates, a=1), fragment(templates, a=0)) == ("P", "")


def test_a_place_that_shows_only_white_space_gives_way_to_the_next(fragment):
    source = (
        "{% partialdef p %} {{ word }}{% endpartialdef %}{% with word='' %}{% partial p %}{% endwith %}{% partial p %}"
    )

    assert (fragment({"page.html": source}, word="P"), fragment({"page.html": source})) == (" P", " ")


def test_a_partial_without_a_place_renders_on_its_own_where_its_template_includes_itself(fragment):
    templates = {
        "base.html": "",
        "page.html": "{% extends 'base.html' %}{% if more %}{% include 'page.html' %}{% endif %}" + PARTIAL,
    }

    assert fragment(templates) == "P"


def test_a_partial_that_shows_itself_is_followed(page_and_fragment):
    source = "{% partialdef outer inline %}{% if again %}" + PARTIAL + "{% else %}{% with again=1 %}{% partial outer %}"

    templates = {"page.html": source + "{% endwith %}{% endif %}{% endpartialdef %}"}

    assert page_and_fragment(templates) == ("P", "P")


def test_a_block_without_a_place_is_empty_where_only_a_tag_that_runs_whole_could_have_shown_it(settings):
    templates = {
        "base.html": "{% guard %}{% block a %}{% block b %}{% endblock %}{% endblock %}{% endguard %}",
        "page.html": "{% extends 'base.html' %}{% block a %}a{% endblock %}{% block b %}b{% endblock %}",
    }
    settings.TEMPLATES = [in_memory(templates, builtins=["tests.other_tags"])]

    shown = [render_partial_to_string("page.html", "b", {"staff": staff}) for staff in (True, False)]

    assert shown == ["", ""]
