"""Names that tags before a partial set are known, if the fragment or a test around it reads them."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from htmx_partials import render_partial_to_string

from .templates_for_tests import in_memory

IF_OK = "{% if ok %}{% partialdef p inline %}P{{ ok }}{% endpartialdef %}{% endif %}"
UNLESS_OK = "{% if not ok %}{% partialdef p inline %}P{% endpartialdef %}{% endif %}"


@pytest.fixture
def shown(settings):
    """Render the page, which consists of the slice only, and the fragment."""

    def render(templates: dict[str, str] | str, name: str = "p", **context: Any) -> str:
        if isinstance(templates, str):
            templates = {"page.html": templates}
        settings.TEMPLATES = [
            in_memory(
                templates, builtins=["tests.other_tags", "django.templatetags.i18n", "django.templatetags.static"]
            )
        ]
        page = list(templates)[-1]
        request = RequestFactory().get("/")
        fragment = render_partial_to_string(page, name, context, request)
        assert fragment in render_to_string(page, context, request)
        return fragment

    return render


@pytest.mark.parametrize(
    ("tag", "set_to"),
    [
        ("{% can 'edit' as ok %}", "True"),
        ("{% url 'contacts' as ok %}", "/contacts/"),
        ("{% translate 'Yes' as ok %}", "Yes"),
        ("{% blocktranslate asvar ok %}Yes{% endblocktranslate %}", "Yes"),
        ("{% cycle 'a' 'b' as ok silent %}", "a"),
        ("{% firstof nothing 'first' as ok %}", "first"),
        ("{% now 'Y' as ok %}", None),
        ("{% widthratio 1 2 100 as ok %}", "50"),
        ("{% static 'x.css' as ok %}", "/static/x.css"),
        ("{% get_static_prefix as ok %}", "/static/"),
        ("{% get_current_language as ok %}", "en-gb"),
        ("{% querystring a=1 as ok %}", "?a=1"),
        ("{% set_named 'ok' 'named' %}", "named"),
        ("{% set_named name='ok' value='named' %}", "named"),
    ],
)
def test_a_name_that_a_tag_before_sets_is_there(shown, tag, set_to):
    fragment = shown(tag + IF_OK, rights=["edit"])

    assert fragment == f"P{set_to}" if set_to else fragment.startswith("P20")
    assert shown(tag + UNLESS_OK, rights=["edit"]) == ""


def test_what_regroup_sets_is_there(shown):
    source = "{% regroup cities by country as countries %}{% if countries %}{% partialdef p inline %}{% for each in "
    source += "countries %}{{ each.grouper }}{% endfor %}{% endpartialdef %}{% endif %}"

    assert shown(source, cities=[{"country": "Malta"}, {"country": "Peru"}]) == "MaltaPeru"


def test_a_tag_that_says_no_hides_the_fragment(shown):
    assert shown("{% can 'edit' as ok %}" + IF_OK, rights=[]) == ""
    assert shown("{% can 'edit' as ok %}" + UNLESS_OK, rights=[]) == "P"


def test_a_name_that_only_the_fragment_reads_is_there(shown):
    source = "{% can 'edit' as ok %}{% partialdef p inline %}{{ ok }}{% endpartialdef %}"

    assert shown(source, rights=["edit"]) == "True"


def test_a_name_that_an_included_template_reads_is_there(shown):
    templates = {
        "inc.html": "{{ ok }}",
        "page.html": "{% can 'edit' as ok %}{% partialdef p inline %}{% include 'inc.html' %}{% endpartialdef %}",
    }

    assert shown(templates, rights=["edit"]) == "True"


def test_a_name_that_a_partial_in_the_fragment_reads_is_there(shown):
    source = "{% partialdef inner %}{{ ok }}{% endpartialdef %}{% can 'edit' as ok %}{% partialdef p inline %}"
    source += "{% partial inner %}{% partial 'missing' %}{% endpartialdef %}"

    assert shown(source.replace("{% partial 'missing' %}", ""), rights=["edit"]) == "True"


def test_a_name_that_a_block_in_the_fragment_reads_is_there(shown):
    templates = {
        "base.html": "{% can 'edit' as ok %}{% partialdef p inline %}{% block b %}{% endblock %}{% endpartialdef %}",
        "page.html": "{% extends 'base.html' %}{% block b %}{{ ok }}{% endblock %}",
    }

    assert shown(templates, rights=["edit"]) == "True"


def test_a_name_that_a_tag_of_another_package_in_the_fragment_reads_is_there(shown):
    source = "{% can 'edit' as ok %}{% partialdef p inline %}{% can_see 'ok' %}{% endpartialdef %}"
    source = source.replace("{% can_see 'ok' %}", "{% card %}{{ ok }}{% endcard %}")

    assert shown(source, rights=["edit"]) == "<div class='card'>True</div>"


def test_a_name_that_sets_another_name_is_there(shown):
    source = "{% can 'edit' as may %}{% firstof may as ok %}" + IF_OK

    assert shown(source, rights=["edit"]) == "PTrue"


def test_tags_in_the_base_template_and_in_the_block_run_in_their_order(shown):
    templates = {
        "base.html": "{% set_named 'ok' 'base' %}{% block main %}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% set_named 'ok' 'page' %}" + IF_OK + "{% endblock %}",
    }

    assert shown(templates) == "Ppage"


def test_what_a_block_before_sets_stays_in_it(shown):
    source = "{% block a %}{% set_named 'ok' 1 %}{% endblock %}" + UNLESS_OK

    assert shown(source) == "P"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{% if yes %}", "{% endif %}"),
        ("{% if no %}{% elif yes %}", "{% else %}{% set_named 'ok' 'else' %}{% endif %}"),
        ("{% autoescape off %}", "{% endautoescape %}"),
        ("{% spaceless %}", "{% endspaceless %}"),
        ("{% filter upper %}", "{% endfilter %}"),
        ("{% language 'de' %}", "{% endlanguage %}"),
        ("{% load cache %}{% cache 0 setting %}", "{% endcache %}"),
        ("{% partialdef set inline %}", "{% endpartialdef %}"),
        ("{% partialdef set %}", "{% endpartialdef %}{% partial set %}"),
        ("{% card %}", "{% endcard %}"),
        ("{% in_list %}", "{% endin_list %}"),
    ],
)
def test_a_name_that_is_set_within_a_tag_before_is_there_where_that_lets_it_out(shown, before, after):
    source = f"{before}text{{% set_named 'ok' 'inner' %}}{after}"

    assert shown(source + IF_OK, yes=True, no=False, staff=True) == "Pinner"
    assert shown(source + UNLESS_OK, yes=True, no=False, staff=True) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{% with a=1 %}", "{% endwith %}"),
        ("{% for each in 'a' %}", "{% endfor %}"),
        ("{% if no %}", "{% endif %}"),
        ("{% partialdef set %}", "{% endpartialdef %}"),
        ("{% include 'set.html' %}{% comment %}", "{% endcomment %}"),
    ],
)
def test_a_name_that_is_set_within_a_tag_that_does_not_let_it_out_is_not_there(shown, before, after):
    source = f"{before}{{% set_named 'ok' 'inner' %}}{after}{UNLESS_OK}"

    assert shown({"set.html": "{% set_named 'ok' 1 %}", "page.html": source}, no=False) == "P"


def test_a_partial_that_shows_itself_before_sets_its_names_once(shown):
    source = (
        "{% partialdef set %}{% if not ok %}{% set_named 'ok' 'set' %}{% partial set %}{% endif %}{% endpartialdef %}"
    )

    assert shown(source + "{% partial set %}" + IF_OK) == "Pset"


def test_a_partial_before_that_does_not_exist_sets_nothing(settings):
    source = "{% if no %}{% partial missing %}{% endif %}{% set_named 'ok' 1 %}" + IF_OK
    settings.TEMPLATES = [in_memory({"page.html": source}, builtins=["tests.other_tags"])]

    assert render_partial_to_string("page.html", "p") == "P1"


def test_what_is_set_in_one_turn_of_a_loop_stays_in_the_loop(shown):
    row = "{% set_named 'ok' each %}{% partialdef p inline %}{{ ok }}{% endpartialdef %}"

    assert shown("{% for each in rows %}" + row + "{% endfor %}", rows=["a"], each="a") == "a"


def test_what_an_include_shows_once_in_a_turn_of_a_loop_is_shown_once(shown):
    turn = "{% partialdef q inline %}{% include 'word.html' %}{% endpartialdef %}"
    turn += "{% block p %}{% partial q %}{% endblock %}"
    templates = {
        "word.html": "{% ifchanged word %}changed{% else %}same{% endifchanged %}",
        "page.html": "{% for each in rows %}" + turn + "{% endfor %}",
    }

    assert shown(templates, rows="a", word="word") == "same"


def test_a_name_that_a_block_of_an_included_page_reads_is_there(shown):
    templates = {
        "base.html": "{% partialdef p inline %}{% block b %}{% endblock %}{% endpartialdef %}",
        "included.html": "{% extends 'base.html' %}{% block b %}{% if not ok %}secret{% endif %}{% endblock %}",
        "page.html": "{% set_named 'ok' 1 %}{% include 'included.html' %}",
    }

    assert shown(templates) == ""


@pytest.mark.parametrize("around", ["{% block main %}PLACE{% endblock %}", "{% with n=1 %}PLACE{% endwith %}"])
def test_what_is_set_upward_behind_a_place_is_there_at_the_next(shown, around):
    place = "{% if no %}{% partial p %}{% endif %}{% cycle '' 'x' as ok silent %}"
    source = around.replace("PLACE", place) + "{% partialdef p %}secret{% endpartialdef %}"

    assert shown(source + "{% if ok %}{% partial p %}{% endif %}", ok="y") == ""


def test_what_an_include_sets_upward_behind_a_place_is_there_at_the_next_include(shown):
    partial = "{% if may %}{% partialdef p inline %}secret{% endpartialdef %}{% endif %}"
    templates = {
        "included.html": partial + "{% cycle '' 'x' as ok silent %}",
        "page.html": "{% include 'included.html' with may=0 %}{% include 'included.html' with may=ok %}",
    }

    assert shown(templates, ok="y") == ""


def test_a_loop_of_which_one_turn_is_rendered_is_not_shown(settings):
    source = (
        "{% for each in rows %}{% set_named 'ok' 1 %}{% partialdef p inline %}{{ forloop }}{{ ok }}{% endpartialdef %}"
    )
    settings.TEMPLATES = [in_memory({"page.html": source + "{% endfor %}"}, builtins=["tests.other_tags"])]

    assert render_partial_to_string("page.html", "p") == "1"


def test_what_is_set_between_two_places_is_there_at_the_second(shown):
    source = "{% partialdef p %}{{ ok }}{% endpartialdef %}{% if no %}{% partial p %}{% endif %}{% set_named 'ok' 2 %}"

    assert shown(source + "{% partial p %}", no=False) == "2"


def test_a_tag_whose_code_sets_a_name_runs(shown):
    assert shown("{% make_menu %}{% partialdef p inline %}{{ menu }}{% endpartialdef %}", made="made") == "made"
    assert shown("{% set_by_code %}{% partialdef p inline %}{{ by_code }}{% endpartialdef %}") == "set"


def test_a_tag_whose_code_cannot_be_read_stands_in_the_way_of_nothing(shown):
    assert shown("{% say_word %}{% partialdef p inline %}P{% endpartialdef %}") == "P"
    assert shown("{% say_word %}{% partialdef p inline %}{% say_word %}{% endpartialdef %}") == "word"


def test_a_tag_before_of_which_nothing_is_read_does_not_run(settings):
    ran: list[str] = []
    source = "{% can right as other %}{% firstof right as third %}" + IF_OK
    settings.TEMPLATES = [in_memory({"page.html": source}, builtins=["tests.other_tags"])]

    fragment = render_partial_to_string("page.html", "p", {"ok": 1, "right": lambda: ran.append("ran")})

    assert (fragment, ran) == ("P1", [])


def test_a_cycle_that_has_begun_before_goes_on(shown):
    source = "{% cycle 'a' 'b' as letter %}{% partialdef p inline %}{% cycle letter %}{% endpartialdef %}"

    assert shown(source) == "b"


# -- The variable block -----------------------------------------------------------------


BASE = "{% block main %}{% if staff %}{% partialdef p inline %}P{% endpartialdef %}{% endif %}{% endblock %}"


@pytest.mark.parametrize(
    "said",
    [
        "{% parents_block %}",
        "{% with b=block %}{{ b.super }}{% endwith %}",
        "{% with b=block %}{% if b.super %}[{{ b.super }}]{% endif %}{% endwith %}",
        "{% if block.super %}{{ block.super }}{% endif %}",
        "{% firstof nothing block.super %}",
        "{{ nothing|default:block.super }}",
        "{{ block.super|truncatechars:1000 }}",
        "{% include 'said.html' with said=block.super %}",
    ],
)
def test_a_test_in_the_parents_block_counts_however_that_is_shown(shown, said):
    templates = {
        "said.html": "<i>{{ said }}</i>",
        "base.html": BASE,
        "page.html": f"{{% extends 'base.html' %}}{{% block main %}}{said}{{% endblock %}}",
    }

    assert (shown(templates, staff=True), shown(templates, staff=False)) == ("P", "")


def test_the_name_of_the_block_is_there(shown):
    templates = {
        "base.html": "{% block main %}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% if block.name == 'main' %}{% partialdef p inline %}"
        "{% name_of_block %}{% endpartialdef %}{% endif %}{% endblock %}",
    }

    assert shown(templates) == "main"


def test_a_name_that_the_parents_block_reads_is_there(shown):
    templates = {
        "base.html": "{% set_named 'ok' 1 %}{% block main %}" + UNLESS_OK + "{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% parents_block %}{% endblock %}",
    }

    assert shown(templates) == ""


def test_a_tag_that_keeps_the_parents_block_under_a_name_shows_it_where_that_is_read(shown):
    templates = {
        "base.html": BASE,
        "page.html": "{% extends 'base.html' %}{% block main %}{% parents_block as it %}<i>{{ it }}</i>{% endblock %}",
    }

    assert (shown(templates, staff=True), shown(templates, staff=False)) == ("P", "")


@pytest.mark.parametrize("end", ["for each in 'a'", "with a=1", "block b"])
def test_what_reaches_out_of_a_tag_before_is_there(shown, end):
    tag = end.split()[0]
    source = f"{{% set_named 'ok' 'first' %}}{{% {end} %}}{{% cycle 'cycled' 'b' as ok %}}{{% end{tag} %}}{IF_OK}"

    assert shown(source) == "Pcycled"
    assert shown(source.replace("{% cycle 'cycled' 'b' as ok %}", "{% set_upward 'ok' 'upward' %}")) == "Pupward"


def test_all_names_are_there_where_it_is_not_known_what_a_fragment_includes(shown):
    templates = {
        "inc.html": "{{ ok }}",
        "page.html": "{% set_named 'ok' 'set' %}{% partialdef p inline %}{% with name='inc.html' %}{% include name %}"
        "{% endwith %}{% endpartialdef %}",
    }

    assert shown(templates) == "set"


def test_a_name_that_the_parent_of_an_included_template_reads_is_there(shown):
    templates = {
        "base.html": "{{ ok }}{% block b %}{% endblock %}",
        "inc.html": "{% extends 'base.html' %}",
        "page.html": "{% set_named 'ok' 'set' %}{% partialdef p inline %}{% include 'inc.html' %}{% endpartialdef %}",
    }

    assert shown(templates) == "set"


@pytest.mark.parametrize(
    "tag",
    [
        "{% firstof given '' as shut %}",
        "{% can given as shut %}",
        "{% set_shut %}",
        "{% with shut='' %}{% endwith %}{% firstof given as shut %}",
    ],
)
def test_all_names_are_there_where_a_tag_may_read_any(shown, tag):
    templates = {
        "component.html": "{% if not shut %}{{ slot }}{% endif %}",
        "page.html": tag + "{% component %}{% partialdef p inline %}P{% endpartialdef %}{% endcomponent %}",
    }

    assert (shown(templates, given="x", rights="x"), shown(templates, given="", rights=[])) == ("", "P")


def test_a_tag_that_says_nothing_of_setting_a_name_does_not_run_for_a_tag_that_may_read_any(settings):
    ran: list[str] = []
    source = "{% card %}{{ ask }}{% endcard %}{% in_slots %}{{ ask }}{% endin_slots %}{% name_of_user %}"
    partial = "{% partialdef p inline %}{% component %}P{% endcomponent %}{% endpartialdef %}"
    templates = {"component.html": "{{ slot }}", "page.html": source + partial}
    settings.TEMPLATES = [in_memory(templates, builtins=["tests.other_tags"])]

    assert render_partial_to_string("page.html", "p", {"ask": lambda: ran.append("ran"), "staff": True}) == "P"
    assert ran == []


@pytest.mark.parametrize("place", ["include", "block"])
def test_what_reaches_out_of_what_a_tag_before_brings_in_is_there(shown, place):
    tag = "{% set_upward 'ok' 'upward' %}"
    templates = {
        "inc.html": tag,
        "base.html": "{% set_named 'ok' 'first' %}{% block a %}{% endblock %}{% include 'inc.html' %}" + IF_OK,
        "page.html": "{% extends 'base.html' %}{% block a %}" + tag + "{% endblock %}",
    }
    if place == "include":
        templates["page.html"] = "{% extends 'base.html' %}"
    else:
        templates["inc.html"] = ""

    assert shown(templates) == "Pupward"


def test_what_reaches_out_of_a_tag_before_is_there_where_a_tag_may_read_any(shown):
    templates = {
        "component.html": "{% if ok == 'upward' %}{{ slot }}{% endif %}",
        "page.html": "{% set_named 'ok' 1 %}{% with a=1 %}{% set_upward 'ok' 'upward' %}{% endwith %}{% component %}"
        "{% partialdef p inline %}P{% endpartialdef %}{% endcomponent %}",
    }

    assert shown(templates) == "P"


def test_tags_that_stand_outside_of_all_blocks_of_a_child_do_not_run(settings):
    page = "{% extends 'base.html' %}{% set_named 'ok' 1 %}" + UNLESS_OK
    settings.TEMPLATES = [in_memory({"base.html": "", "page.html": page}, builtins=["tests.other_tags"])]

    assert render_partial_to_string("page.html", "p") == "P"


def test_tags_in_a_partial_that_nothing_shows_run_for_one_within_it(settings):
    page = "{% extends 'base.html' %}{% partialdef dialog %}{% set_named 'ok' 1 %}" + IF_OK + "{% endpartialdef %}"
    settings.TEMPLATES = [in_memory({"base.html": "", "page.html": page}, builtins=["tests.other_tags"])]

    assert render_partial_to_string("page.html", "p") == "P1"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{% autoescape off %}", "{% set_named 'ok' 2 %}{% endautoescape %}"),
        ("{% if yes %}", "{% set_named 'ok' 2 %}{% endif %}"),
        ("{% if no %}", "{% else %}{% set_named 'ok' 2 %}{% endif %}"),
        ("{% partialdef q inline %}", "{% set_named 'ok' 2 %}{% endpartialdef %}"),
        ("{% partialdef q %}", "{% set_named 'ok' 2 %}{% endpartialdef %}{% partial q %}"),
        ("{% spaceless %}{% filter upper %}", "{% set_named 'ok' 2 %}{% endfilter %}{% endspaceless %}"),
    ],
)
def test_what_is_set_beside_a_place_that_is_hidden_is_there_at_the_next(shown, before, after):
    source = "{% partialdef p %}{% if ok %}P{{ ok }}{% endif %}{% endpartialdef %}" + before
    source += "{% if no %}{% partial p %}{% endif %}" + after + "{% partial p %}"

    assert shown(source, no=False, yes=True) == "P2"


def test_what_is_set_within_a_with_beside_a_place_stays_in_it(shown):
    source = "{% partialdef p %}{% if not ok %}P{% endif %}{% endpartialdef %}{% with a=1 %}{% if no %}{% partial p %}"

    assert shown(source + "{% endif %}{% set_named 'ok' 2 %}{% endwith %}{% partial p %}", no=False) == "P"


def test_what_reaches_out_of_an_included_partial_in_a_block_before_is_there(shown):
    templates = {
        "inc.html": "{% partialdef q %}{% partial r %}{% endpartialdef %}"
        "{% partialdef r %}{% set_upward 'ok' 'upward' %}{% endpartialdef %}",
        "page.html": "{% set_named 'ok' 1 %}{% block a %}{% include 'inc.html#q' %}{% endblock %}" + IF_OK,
    }

    assert shown(templates) == "Pupward"


def test_a_guard_around_what_sets_a_name_counts(shown):
    source = "{% partialdef q %}{% set_named 'ok' 1 %}{% endpartialdef %}{% partial_staff q %}" + IF_OK

    assert (shown(source, staff=True), shown(source, staff=False)) == ("P1", "")


def test_what_reaches_out_of_a_loop_that_has_turns_is_there_at_the_place_behind_it(shown):
    source = "{% set_named 'ok' 1 %}{% partialdef p %}{{ ok }}{% endpartialdef %}{% for each in rows %}"
    source += "{% set_upward 'ok' each %}{% empty %}{% partial p %}{% endfor %}{% if rows %}{% partial p %}{% endif %}"

    assert (shown(source, rows="ab"), shown(source, rows="")) == ("b", "1")


def test_what_the_last_turn_of_a_loop_sets_is_there_at_the_place_behind_it(shown):
    source = "{% for each in rows %}{% cycle 1 0 as ok silent %}{% if no %}{% partial p %}{% endif %}{% endfor %}"
    source += "{% if ok %}{% partial p %}{% endif %}{% partialdef p %}secret{% endpartialdef %}"

    assert (shown(source, rows="a", ok=""), shown(source, rows="ab", ok="")) == ("secret", "")


@pytest.mark.parametrize("shown_before", ["{{ block.super }}", "{% with b=block %}{{ b.super }}{% endwith %}"])
def test_what_has_run_before_in_the_parents_block_goes_on(shown, shown_before):
    templates = {
        "base.html": "{% block main %}{% ifchanged word %}changed{% else %}same{% endifchanged %}"
        "{% cycle 'a' 'b' %}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block main %}" + shown_before + "{% partialdef p inline %}"
        "{{ block.super }}{% endpartialdef %}{% endblock %}",
    }

    assert shown(templates, word="word") == "sameb"


def test_what_has_run_before_in_a_loop_goes_on(shown):
    source = "{% block main %}{% for each in rows %}{% partial p %}{% endfor %}{% endblock %}{% partialdef p %}"
    source += "{% cycle 'a' 'b' as letter %}{% endpartialdef %}{% partial p %}"

    assert shown(source, rows="x") == "a"
