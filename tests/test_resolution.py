"""Where a name is looked up, and when it is looked up again."""

import gc
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template, TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.test.signals import template_rendered

from htmx_partials import render_partial_to_string
from htmx_partials.nodes import attribute_parts
from htmx_partials.rendering import PartialsTemplate
from htmx_partials.resolution import find_fragment

from .templates_for_tests import CopyingLoader, in_memory
from .versions import needs_django_6

P = "{% partialdef p inline %}P{% endpartialdef %}"


def named(content: str, name: str = "p") -> str:
    return f"{{% partialdef {name} inline %}}{content}{{% endpartialdef %}}"


# -- The order ----------------------------------------------------------------------


def test_a_partial_of_the_views_template_goes_first(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": named("base") + "{% block main %}{% endblock %}",
                "row.html": named("row"),
                "page.html": "{% extends 'base.html' %}{% block main %}" + named("page") + "{% include 'row.html' %}"
                "{% endblock %}{% block p %}block{% endblock %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "p") == "page"


def test_the_nearest_parent_goes_before_the_next(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": named("base") + "{% block main %}{% endblock %}",
                "middle.html": "{% extends 'base.html' %}{% block main %}" + named("middle") + "{% endblock %}",
                "page.html": "{% extends 'middle.html' %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "p") == "middle"


def test_a_partial_of_a_parent_goes_before_one_of_an_included_template(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": named("base") + "{% block main %}{% endblock %}",
                "row.html": named("row"),
                "page.html": "{% extends 'base.html' %}{% block main %}{% include 'row.html' %}{% endblock %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "p") == "base"


def test_an_included_template_goes_before_one_that_it_includes(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "deep.html": named("deep"),
                "first.html": "{% include 'deep.html' %}",
                "second.html": named("second"),
                "page.html": "{% include 'first.html' %}{% include 'second.html' %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "p") == "second"


def test_partials_in_includes_of_includes_are_found(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "cell.html": named("{{ word }}"),
                "row.html": "{% include 'cell.html' with word=word|upper only %}",
                "page.html": "{% include './row.html' with word='x' %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "p") == "X"


def test_the_parent_of_an_included_template_is_searched(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "rows.html": "<ul>" + named("{% block row %}{% endblock %}") + "</ul>",
                "row.html": "{% extends 'rows.html' %}{% block row %}row{% endblock %}",
                "page.html": "{% include 'row.html' %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "p") == "row"


def test_a_missing_included_template_is_skipped(settings):
    settings.TEMPLATES = [in_memory({"row.html": P, "page.html": "{% include 'gone.html' %}{% include 'row.html' %}"})]

    assert render_partial_to_string("page.html", "p") == "P"


def test_an_included_template_is_searched_that_a_variable_of_the_context_names(settings):
    settings.TEMPLATES = [in_memory({"row.html": P, "page.html": "{% if a %}{% include row %}{% endif %}"})]

    shown = [render_partial_to_string("page.html", "p", {"row": "row.html", "a": a}) for a in (True, False)]

    assert shown == ["P", ""]


def test_an_included_template_that_the_context_does_not_name_is_said_to_be_unknown(settings):
    settings.TEMPLATES = [in_memory({"row.html": P, "page.html": "{% include row %}"})]

    with pytest.raises(TemplateDoesNotExist) as raised:
        render_partial_to_string("page.html", "p", {})

    assert str(raised.value) == (
        "page.html has no partial or block 'p'. Its partials: none. Its blocks: none. What {% include row %} in "
        "page.html includes is not known from the view's context: name a partial of it with its template, as in "
        "'other.html#p'."
    )


def test_an_include_of_a_variable_that_names_another_template_in_its_place_shows_nothing(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "row.html": P,
                "other.html": "other",
                "page.html": "{% with row='other.html' %}{% include row %}{% endwith %}"
                "{% if a %}{% include row %}{% endif %}",
            }
        )
    ]

    shown = [render_partial_to_string("page.html", "p", {"row": "row.html", "a": a}) for a in (True, False)]

    assert shown == ["P", ""]


@pytest.mark.parametrize("kind", ["template", "backend"])
def test_an_include_of_a_template_object_is_searched(settings, kind):
    settings.TEMPLATES = [in_memory({"row.html": P, "page.html": "{% include row %}"})]
    row: Any = get_template("row.html")

    assert render_partial_to_string("page.html", "p", {"row": row if kind == "backend" else row.template}) == "P"


def test_an_include_of_a_list_of_templates_is_searched(settings):
    settings.TEMPLATES = [in_memory({"row.html": P, "page.html": "{% include rows %}"})]

    assert render_partial_to_string("page.html", "p", {"rows": ["missing.html", "row.html"]}) == "P"


def test_an_include_that_cannot_be_looked_up_stands_in_the_way_of_no_partial(settings):
    settings.TEMPLATES = [in_memory({"page.html": "{% if no %}{% include row.name %}{% endif %}" + P})]

    class Row:
        @property
        def name(self) -> str:
            raise RuntimeError

    assert render_partial_to_string("page.html", "p", {"row": Row()}) == "P"


def test_what_a_page_includes_by_a_variable_is_found_out_once_for_each_answer(settings, monkeypatch):
    templates = {f"{n}.html": "{% partialdef p inline %}" + str(n) + "{% endpartialdef %}" for n in range(20)}
    settings.TEMPLATES = [in_memory(templates | {"page.html": "{% include row %}"})]
    names = list(templates)
    shown = [render_partial_to_string("page.html", "p", {"row": name}) for name in names]
    monkeypatch.setattr("htmx_partials.resolution.path_to", None)

    assert shown == [str(n) for n in range(20)]
    assert [render_partial_to_string("page.html", "p", {"row": name}) for name in names[-16:]] == shown[-16:]
    with pytest.raises(TypeError):
        render_partial_to_string("page.html", "p", {"row": names[0]})


def test_a_name_of_a_template_of_the_family_keeps_its_place_in_the_page(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% if a %}{% block b %}base{% endblock %}" + P + "{% endif %}",
                "page.html": "{% extends 'base.html' %}{% partialdef p %}page{% endpartialdef %}"
                "{% block b %}{% if c %}page{% endif %}{% endblock %}",
            }
        )
    ]

    def shown(name: str) -> list[str]:
        contexts = [{"a": a, "c": c} for a in (True, False) for c in (True, False)]
        return [render_partial_to_string("page.html", name, context) for context in contexts]

    assert (shown("base.html#p"), shown("base.html#b")) == (["P", "P", "", ""], ["page", "", "", ""])


def test_a_name_of_an_included_template_keeps_its_place_in_the_page(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "row.html": named("{{ word }}") + "{% block b %}{{ word }}{% endblock %}",
                "page.html": "{% if a %}{% include 'row.html' with word='included' %}{% endif %}",
            }
        )
    ]

    for name in ("row.html#p", "row.html#b"):
        shown = [render_partial_to_string("page.html", name, {"a": a, "word": "word"}) for a in (True, False)]
        assert shown == ["included", ""]


def test_a_partial_that_no_one_can_find_among_the_nodes_is_not_shown(settings):
    source = "{% nowhere %}" + P + "{% endnowhere %}"
    settings.TEMPLATES = [in_memory({"page.html": source}, builtins=["tests.other_tags"])]

    assert (render_to_string("page.html"), render_partial_to_string("page.html", "p")) == ("P", "")


def test_the_root_of_a_family_has_the_first_word_on_names_of_the_site(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "header.html": "{% partialdef title inline %}header{% endpartialdef %}",
                "base.html": "{% block title %}base{% endblock %}{% partialdef p inline %}root{% endpartialdef %}",
                "page.html": "{% extends 'base.html' %}{% partialdef p %}page{% endpartialdef %}"
                "{% block title %}{% include 'header.html' %}{% endblock %}{% partialdef own %}own{% endpartialdef %}",
            }
        )
    ]
    template: Any = get_template("page.html")
    page, context = template.template, Context()

    def shown(name: str, *, root_first: bool) -> tuple[str, str]:
        with context.bind_template(page):
            fragment: Any = find_fragment(page, name, context, root_first=root_first)
            return fragment.defined_in.name, fragment.render(context)

    assert [shown(name, root_first=True) for name in ("title", "p", "own")] == [
        ("page.html", "header"),  # the block, in its most derived version
        ("base.html", "root"),
        ("page.html", "own"),
    ]
    assert [shown(name, root_first=False) for name in ("title", "p")] == [
        ("header.html", "header"),
        ("page.html", "page"),
    ]


def test_templates_that_all_include_each_other_are_read_once(settings):
    count = 20
    templates = {
        f"{n}.html": "".join(f"{{% if a %}}{{% include '{m}.html' %}}{{% endif %}}" for m in range(count) if m != n)
        for n in range(count)
    }
    templates["0.html"] += P
    settings.TEMPLATES = [in_memory(templates)]

    assert render_partial_to_string("0.html", "p") == "P"


def test_a_template_that_includes_itself_under_a_test_shows_what_the_page_shows(settings):
    source = (
        "{% if depth %}" + P.replace("P", "{{ word }}") + "{% else %}{% include 'page.html' with depth=1 %}{% endif %}"
    )
    settings.TEMPLATES = [in_memory({"page.html": source})]

    assert render_partial_to_string("page.html", "p", {"word": "P"}) == "P"


def test_what_a_tag_before_sets_by_the_parents_version_of_a_block_inside_a_block(settings):
    root = (
        "{% load families %}{% block outer %}{% endblock %}"
        "{% block inner %}{% cycle 'x' '' as a silent %}{% endblock %}"
        "{% partialdef p %}P{% endpartialdef %}{% guarded_partial p %}"
    )
    page = (
        "{% extends 'root.html' %}{% load families %}{% block outer %}{% block inner %}"
        "{% act guard list a x %}{% super_of %}{% endact %}{% endblock %}{% endblock %}"
    )
    templates = {"root.html": root, "page.html": page}
    settings.TEMPLATES = [in_memory(templates, libraries={"families": "tests.families.tags"})]

    assert render_to_string("page.html", {"a": True}) == ""
    assert render_partial_to_string("page.html", "p", {"a": True}) == ""


def test_a_page_without_a_name_where_loaders_are_not_cached(settings):
    settings.TEMPLATES = [in_memory({"row.html": P}, cached=False)]
    page: Any = engines["django"].from_string("{% if a %}{% include 'row.html' %}{% endif %}")

    shown = [PartialsTemplate(page, "p").render({"a": a}) for a in (True, False)]

    assert shown == ["P", ""]


def test_a_block_goes_last(settings):
    settings.TEMPLATES = [
        in_memory({"row.html": P, "page.html": "{% block p %}block{% endblock %}{% include 'row.html' %}"})
    ]

    assert render_partial_to_string("page.html", "p") == "P"


def test_a_block_is_a_fragment_in_its_most_derived_version(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% filter upper %}{% block b %}base{% endblock %}{% endfilter %}",
                "middle.html": "{% extends 'base.html' %}{% block b %}middle {{ block.super }}{% endblock %}",
                "page.html": "{% extends 'middle.html' %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "b") == "MIDDLE BASE"


def test_a_block_of_a_template_that_extends_none(settings):
    settings.TEMPLATES = [in_memory({"page.html": "{% if yes %}{% block b %}b{% endblock %}{% endif %}"})]

    assert (render_partial_to_string("page.html", "b", {"yes": 1}), render_partial_to_string("page.html", "b")) == (
        "b",
        "",
    )


def test_a_block_that_the_page_has_no_place_for_renders_on_its_own(settings):
    settings.TEMPLATES = [
        in_memory({"base.html": "", "page.html": "{% extends 'base.html' %}{% block b %}{{ word }}{% endblock %}"})
    ]

    assert render_partial_to_string("page.html", "b", {"word": "word"}) == "word"


def test_a_partial_that_a_tag_hides_from_its_nodes_is_found(settings):
    settings.TEMPLATES = [
        in_memory({"page.html": "{% hiding %}" + P + "{% endhiding %}"}, builtins=["tests.templates_for_tests"])
    ]

    assert render_partial_to_string("page.html", "p") == "P"


# -- Names with a template ------------------------------------------------------------


def test_a_name_of_another_template_takes_the_partial_from_there(settings):
    settings.TEMPLATES = [in_memory({"other.html": named("{{ word }}"), "page.html": named("page")})]

    assert render_partial_to_string("page.html", "other.html#p", {"word": "other"}) == "other"


def test_a_name_of_another_template_is_looked_up_in_its_family(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% block b %}{% endblock %}",
                "other.html": "{% extends 'base.html' %}{% block b %}b{% endblock %}",
                "page.html": "",
            }
        )
    ]

    assert render_partial_to_string("page.html", "other.html#b") == "b"


def test_a_template_and_nothing_behind_the_hash_is_the_whole_of_it(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "<{% block b %}{% endblock %}>",
                "other.html": "{% extends 'base.html' %}{% block b %}{{ word }}{% endblock %}",
                "page.html": "",
            }
        )
    ]

    assert render_partial_to_string("page.html", "other.html#", {"word": "other"}) == "<other>"


def test_the_page_may_be_a_partial_itself(settings):
    source = "<h1>{% partialdef page %}<p>" + named("{{ word }}", "inner") + "</p>{% endpartialdef %}"
    settings.TEMPLATES = [in_memory({"page.html": source})]

    whole = render_partial_to_string("page.html#page", "page", {"word": "x"})

    assert (whole, render_partial_to_string("page.html#page", "inner", {"word": "x"})) == ("<p>x</p>", "x")


def test_an_include_of_a_partial_of_another_template_is_where_it_stands(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "rows.html": "<h1>{% partialdef row %}{{ word }}{% endpartialdef %}",
                "page.html": "{% if staff %}{% include 'rows.html#row' with word='row' %}{% endif %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "row", {"staff": True}) == "row"
    assert render_partial_to_string("page.html", "row", {"staff": False}) == ""


def test_the_first_template_of_a_list_that_exists_is_the_page(settings):
    settings.TEMPLATES = [in_memory({"page.html": P})]

    assert render_partial_to_string(["gone.html", "page.html"], "p") == "P"


# -- Names that are nowhere -------------------------------------------------------------


def test_a_name_that_is_nowhere_lists_what_there_is_and_the_closest(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% block main %}{% endblock %}",
                "row.html": named("row", "row"),
                "page.html": "{% extends 'base.html' %}{% block main %}"
                + named("", "results")
                + "{% include 'row.html' %}"
                "{% endblock %}",
            }
        )
    ]

    with pytest.raises(TemplateDoesNotExist) as error:
        render_partial_to_string("page.html", "result")

    assert str(error.value) == (
        "page.html has no partial or block 'result' (did you mean 'results'?). Its partials: results, row. "
        "Its blocks: main."
    )


def test_a_name_that_is_nowhere_in_an_empty_template(settings):
    settings.TEMPLATES = [in_memory({"page.html": ""})]

    with pytest.raises(TemplateDoesNotExist) as error:
        render_partial_to_string("page.html", "results")

    assert str(error.value) == ("page.html has no partial or block 'results'. Its partials: none. Its blocks: none.")


def test_a_name_that_is_nowhere_in_another_template_names_that(settings):
    settings.TEMPLATES = [in_memory({"page.html": "", "other.html": P})]

    with pytest.raises(TemplateDoesNotExist) as error:
        render_partial_to_string("page.html", "other.html#q")

    assert str(error.value) == "other.html has no partial or block 'q'. Its partials: p. Its blocks: none."


def test_another_template_that_does_not_exist_is_named(settings):
    settings.TEMPLATES = [in_memory({"page.html": ""})]

    with pytest.raises(TemplateDoesNotExist, match=r"^gone\.html$"):
        render_partial_to_string("page.html", "gone.html#p")


# -- Parents ----------------------------------------------------------------------------


def test_a_parent_that_is_a_variable_is_looked_at_anew_for_each_render(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "a.html": "{% filter upper %}{% block main %}{% endblock %}{% endfilter %}",
                "b.html": "{% if no %}{% block main %}{% endblock %}{% endif %}" + named("b", "q"),
                "page.html": "{% extends parent %}{% block main %}" + named("p") + "{% endblock %}",
            }
        )
    ]

    shown = [render_partial_to_string("page.html", "p", {"parent": name}) for name in ("a.html", "b.html") * 2]

    assert shown == ["P", "", "P", ""]
    assert render_partial_to_string("page.html", "q", {"parent": "b.html"}) == "b"
    with pytest.raises(TemplateDoesNotExist):
        render_partial_to_string("page.html", "q", {"parent": "a.html"})


def parent_of_the_request(request: Any) -> dict[str, str]:
    return {"parent": request.GET["parent"]}


def test_a_context_processor_may_name_another_parent_for_each_request(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "a.html": "{% filter upper %}{% block main %}{% endblock %}{% endfilter %}",
                "b.html": "{% block main %}{% endblock %}",
                "page.html": "{% extends parent %}{% block main %}" + named("p") + "{% endblock %}",
            },
            processors=[f"{__name__}.parent_of_the_request"],
        )
    ]

    def shown(parent: str) -> str:
        return render_partial_to_string("page.html", "p", request=RequestFactory().get("/", {"parent": parent}))

    assert [shown("a.html"), shown("b.html"), shown("a.html")] == ["P", "p", "P"]


def test_a_parent_chosen_by_a_filter_is_looked_at_anew(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "a.html": "a" + named("a"),
                "b.html": "b" + named("b"),
                "page.html": "{% extends parent|default:'a.html' %}",
            }
        )
    ]

    assert [render_partial_to_string("page.html", "p", {"parent": name}) for name in ("", "b.html")] == ["a", "b"]


def test_a_template_extends_one_of_its_own_name_in_another_directory(settings):
    settings.TEMPLATES = [
        in_memory(
            {"page.html": "{% extends 'page.html' %}{% block main %}{{ block.super }} page" + P + "{% endblock %}"},
            {"page.html": "<{% block main %}" + named("theirs", "q") + "{% endblock %}>"},
        )
    ]

    assert render_to_string("page.html") == "<theirs pageP>"
    assert [render_partial_to_string("page.html", name) for name in ("p", "q", "main")] == [
        "P",
        "theirs",
        "theirs pageP",
    ]


@pytest.mark.parametrize(
    "engine_of", [lambda template: template, lambda template: template.template], ids=["backend", "engine"]
)
def test_the_parent_may_be_a_template_object(settings, engine_of):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% filter upper %}{% block main %}{% endblock %}{% endfilter %}",
                "page.html": "{% extends parent %}{% block main %}" + named("p") + "{% endblock %}",
            }
        )
    ]

    assert render_partial_to_string("page.html", "p", {"parent": engine_of(get_template("base.html"))}) == "P"


def test_parents_that_were_made_for_one_request_are_not_kept(settings):
    settings.TEMPLATES = [in_memory({"page.html": "{% extends parent %}{% block b %}" + P + "{% endblock %}"})]
    parent = Template("{% block b %}{% endblock %}")

    assert render_partial_to_string("page.html", "p", {"parent": parent}) == "P"

    gone = weakref.ref(parent)
    del parent
    gc.collect()
    assert gone() is None


def test_a_missing_parent_is_named(settings):
    settings.TEMPLATES = [in_memory({"page.html": "{% extends 'gone.html' %}" + P})]

    with pytest.raises(TemplateDoesNotExist, match=r"^gone\.html$"):
        render_partial_to_string("page.html", "p")


UNUSABLE = {
    "that does not compile": "{% nonsense %}",
    "whose parent is missing": "{% extends 'gone.html' %}" + named("theirs", "q"),
    "whose parent nothing names": "{% extends layout %}" + named("theirs", "q"),
}


@pytest.mark.parametrize("box", UNUSABLE)
@pytest.mark.parametrize("cached", [True, False])
def test_an_included_template_stands_in_the_way_of_no_partial_of_the_page(settings, cached, box):
    page = named("ours") + "{% if shown %}{% include 'box.html' %}{% endif %}"
    settings.TEMPLATES = [in_memory({"page.html": page, "box.html": UNUSABLE[box]}, cached=cached)]

    assert render_partial_to_string("page.html", "p") == "ours"
    with pytest.raises((TemplateDoesNotExist, TemplateSyntaxError)) as of_page:
        render_to_string("page.html", {"shown": True})
    with pytest.raises(of_page.type) as of_fragment:
        render_partial_to_string("page.html", "q")
    assert str(of_fragment.value) == str(of_page.value)


def test_an_included_template_whose_parent_can_be_named_later_is_looked_at_anew(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "page.html": named("ours") + "{% include 'box.html' with layout=layout %}",
                "box.html": "{% extends layout %}",
                "base.html": named("theirs", "q"),
            }
        )
    ]
    with pytest.raises(TemplateSyntaxError, match=r"^Invalid template name in 'extends' tag: ''\."):
        render_partial_to_string("page.html", "q")

    assert render_partial_to_string("page.html", "q", {"layout": "base.html"}) == "theirs"


# -- Recursion ---------------------------------------------------------------------------


@pytest.mark.parametrize("cached", [True, False])
def test_a_template_that_includes_itself(settings, cached):
    tree = (
        "{% for node in nodes %}{% partialdef p inline %}<li>{{ node.name }}{% with nodes=node.nodes %}"
        "{% include 'tree.html' %}{% endwith %}</li>{% endpartialdef %}{% endfor %}"
    )
    settings.TEMPLATES = [
        in_memory({"tree.html": tree, "page.html": "<ul>{% include 'tree.html' %}</ul>"}, cached=cached)
    ]
    node = {"name": "a", "nodes": [{"name": "b", "nodes": []}]}

    fragment = render_partial_to_string("page.html", "p", {"node": node})

    assert f"<ul>{fragment}</ul>" == render_to_string("page.html", {"nodes": [node]}) == "<ul><li>a<li>b</li></li></ul>"


@pytest.mark.parametrize("cached", [True, False])
def test_templates_that_include_each_other(settings, cached):
    templates = {
        "a.html": "a{% if deep %}{% include 'b.html' with deep='' %}{% endif %}",
        "b.html": "b{% if deep %}{% include 'a.html' with deep='' %}{% endif %}" + named("{{ deep }}"),
    }
    settings.TEMPLATES = [in_memory(templates, cached=cached)]

    assert render_partial_to_string("a.html", "p", {"deep": 1}) == ""
    assert render_partial_to_string("b.html", "p", {"deep": 1}) == "1"


# -- Two places ------------------------------------------------------------------------------


@pytest.mark.parametrize("cached", [True, False])
def test_a_template_that_is_included_at_two_places_shows_at_the_one_that_is_not_hidden(settings, cached):
    settings.TEMPLATES = [
        in_memory(
            {
                "row.html": named("{{ word }}"),
                "page.html": "{% if a %}{% include 'row.html' with word='a' %}{% elif b %}"
                "{% include 'row.html' with word='b' %}{% endif %}",
            },
            cached=cached,
        )
    ]

    shown = [render_partial_to_string("page.html", "p", context) for context in ({"a": 1}, {"b": 1}, {})]

    assert shown == ["a", "b", ""]


def test_a_partial_hidden_where_its_template_is_included_shows_where_it_is_included_itself(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "row.html": "<h1>" + named("{{ word }}"),
                "page.html": "{% if a %}{% include 'row.html' with word='a' %}{% endif %}"
                "{% if b %}{% include 'row.html#p' with word='b' %}{% endif %}",
            }
        )
    ]

    shown = [render_partial_to_string("page.html", "p", context) for context in ({"a": 1}, {"b": 1}, {})]

    assert shown == ["a", "b", ""]


def test_a_partial_that_is_not_inline_and_included_itself_shows_where_its_template_shows_it_too(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "row.html": "{% partialdef p %}{{ word }}{% endpartialdef %}<h1>{% if c %}{% partial p %}{% endif %}",
                "page.html": "{% if a %}{% include 'row.html#p' with word='a' %}{% endif %}"
                "{% if b %}{% include 'row.html' with word='b' %}{% endif %}",
            }
        )
    ]

    shown = [
        render_partial_to_string("page.html", "p", context) for context in ({"a": 1}, {"b": 1, "c": 1}, {"b": 1}, {})
    ]

    assert shown == ["a", "b", "", ""]


def test_a_partial_of_a_base_template_that_an_included_one_extends_too_shows_at_either_place(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% if word %}" + named("{{ word }}") + "{% endif %}{% block main %}{% endblock %}",
                "box.html": "{% extends 'base.html' %}",
                "page.html": "{% extends 'base.html' %}{% block main %}{% include 'box.html' with word='box' %}"
                "{% endblock %}",
            }
        )
    ]

    assert [render_partial_to_string("page.html", "p", {"word": word}) for word in ("page", "")] == ["page", "box"]


# -- Kept, and looked up anew ---------------------------------------------------------------


def test_an_edited_template_shows_at_once_where_loaders_are_not_cached(settings):
    templates = {"base.html": "{% block b %}{% endblock %}", "row.html": named("row", "row")}
    templates["page.html"] = "{% extends 'base.html' %}{% block b %}" + P + "{% include 'row.html' %}{% endblock %}"
    settings.TEMPLATES = [in_memory(templates, cached=False)]
    before = [render_partial_to_string("page.html", name) for name in ("p", "row")]

    templates["base.html"] = "{% filter lower %}{% block b %}{% endblock %}{% endfilter %}"
    templates["row.html"] = named("ROW, EDITED", "row")

    assert (before, [render_partial_to_string("page.html", name) for name in ("p", "row")]) == (
        ["P", "row"],
        ["p", "row, edited"],
    )


def test_an_edited_template_shows_once_the_loaders_are_reset_as_the_autoreloader_does(settings):
    templates = {"base.html": "{% block b %}{% endblock %}", "page.html": "{% extends 'base.html' %}{% block b %}"}
    templates["page.html"] += P + "{% endblock %}"
    settings.TEMPLATES = [in_memory(templates)]
    before = render_partial_to_string("page.html", "p")

    templates["base.html"] = "{% filter lower %}{% block b %}{% endblock %}{% endfilter %}"
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        loader.reset()

    assert (before, render_partial_to_string("page.html", "p")) == ("P", "p")


def test_an_edited_file_shows_at_once_where_loaders_are_not_cached(settings, tmp_path: Path):
    page = tmp_path / "page.html"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [tmp_path],
            "OPTIONS": {"loaders": ["django.template.loaders.filesystem.Loader"]},
        }
    ]
    page.write_text(named("before"))
    before = render_partial_to_string("page.html", "p")
    page.write_text(named("after"))

    assert (before, render_partial_to_string("page.html", "p")) == ("before", "after")


def test_where_a_partial_is_is_found_out_once(settings, monkeypatch):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% block b %}{% endblock %}",
                "page.html": "{% extends 'base.html' %}{% block b %}" + P + "{% endblock %}",
            }
        )
    ]
    render_partial_to_string("page.html", "p")
    monkeypatch.setattr("htmx_partials.resolution.path_to", None)
    monkeypatch.setattr("htmx_partials.families.find_parents", None)

    assert render_partial_to_string("page.html", "p") == "P"


def test_where_a_partial_is_in_each_family_of_a_changing_parent_is_found_out_once(settings, monkeypatch):
    settings.TEMPLATES = [
        in_memory(
            {
                "a.html": "{% block b %}{% endblock %}",
                "b.html": "{% filter lower %}{% block b %}{% endblock %}{% endfilter %}",
                "page.html": "{% extends parent %}{% block b %}" + P + "{% endblock %}",
            }
        )
    ]
    first = [render_partial_to_string("page.html", "p", {"parent": name}) for name in ("a.html", "b.html")]
    monkeypatch.setattr("htmx_partials.resolution.path_to", None)

    assert first == [render_partial_to_string("page.html", "p", {"parent": name}) for name in ("a.html", "b.html")]


def test_an_included_template_with_a_changing_parent_is_looked_at_anew(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "a.html": "{% filter upper %}{% block b %}{% endblock %}{% endfilter %}",
                "b.html": "{% block b %}{% endblock %}",
                "row.html": "{% extends parent %}{% block b %}" + named("p") + "{% endblock %}",
                "page.html": "{% include 'row.html' %}",
            }
        )
    ]

    shown = [render_partial_to_string("page.html", "p", {"parent": name}) for name in ("a.html", "b.html", "a.html")]

    assert shown == ["P", "p", "P"]


# -- Several renders at once -----------------------------------------------------------------


def test_threads_that_find_a_fragment_at_the_same_time_get_their_own_context(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% block b %}base {{ n }}{% endblock %}",
                "page.html": "{% extends 'base.html' %}{% block b %}{% partialdef p inline %}{{ block.super }}"
                "{% cycle 'a' 'b' %}{% cycle 'a' 'b' %}{% ifchanged n %}!{% endifchanged %}{% endpartialdef %}"
                "{% endblock %}",
            }
        )
    ]

    def render(n: int) -> str:
        return render_partial_to_string("page.html", "p", {"n": n})

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, range(200))) == [f"base {n}aa!" for n in range(200)]


COPIED = {
    "the same partial, included whole elsewhere": (
        {
            "page.html": "{% if never %}{% include 'part.html' %}{% else %}{% include 'rows.html' %}{% endif %}",
            "part.html": "{% include 'rows.html#rows' %}",
            "rows.html": "{% extends 'base.html' %}{% partialdef rows inline %}rows{% endpartialdef %}",
            "base.html": "",
        },
        "rows",
        "",
    ),
    "included twice": (
        {
            "page.html": "{% if never %}{% include 'rows.html' %}{% endif %}{% include 'rows.html' %}",
            "rows.html": "{% partialdef rows inline %}rows{% endpartialdef %}",
        },
        "rows",
        "rows",
    ),
    "included by a variable": (
        {
            "page.html": "{% include name %}",
            "rows.html": "{% partialdef rows inline %}rows{% endpartialdef %}",
        },
        "rows",
        "rows",
    ),
    "named with its template": (
        {
            "page.html": "{% if never %}{% include 'rows.html' %}{% endif %}",
            "rows.html": "{% partialdef rows inline %}rows{% endpartialdef %}",
        },
        "rows.html#rows",
        "",
    ),
}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("templates", "name", "shown"), COPIED.values(), ids=COPIED)
def test_copies_that_threads_compile_are_one_template(settings, monkeypatch, templates, name, shown, seed):
    monkeypatch.setattr(CopyingLoader, "seed", seed)
    settings.TEMPLATES = [in_memory(templates, copied=True)]

    assert render_partial_to_string("page.html", name, {"name": "rows.html"}) == shown


def test_a_variable_that_names_no_template_at_its_place_includes_nothing(settings):
    settings.TEMPLATES = [
        in_memory({"page.html": "{% with name=nothing %}{% include name %}{% endwith %}", "rows.html": named("rows")})
    ]

    assert render_partial_to_string("page.html", "p", {"name": "rows.html"}) == ""


def test_what_another_thread_sets_in_a_node_meanwhile_does_no_harm():
    node: Any = Template("{% cycle 'a' 'b' %}").nodelist[0]
    node.held = {"one": "two"}
    node.holds = {"three"}
    parts = attribute_parts(node)
    read = [next(parts)]
    for number in range(10):
        setattr(node, f"name_{number}", "late")
        node.held[f"late {number}"] = "late"
        node.holds.add(f"late {number}")
        read.append(next(parts, None))

    assert {"one", "two", "three"} <= {*read, *parts}


# -- What tests see ------------------------------------------------------------------------


def templates_rendered(render: Callable[[], str]) -> list[Any]:
    templates: list[Any] = []

    def note(*, template: Any, **kwargs: Any) -> None:
        templates.append(template)

    template_rendered.connect(note)
    try:
        render()
    finally:
        template_rendered.disconnect(note)
    return templates


def test_tests_see_one_fragment_of_the_name_of_the_partial(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "base.html": "{% block b %}{% endblock %}",
                "row.html": named("row {% include 'cell.html' %}"),
                "cell.html": "cell",
                "page.html": "{% extends 'base.html' %}{% block b %}{% include 'row.html' %}{% endblock %}",
            }
        )
    ]

    templates = templates_rendered(lambda: render_partial_to_string("page.html", "p"))

    assert [(type(each).__name__, each.name) for each in templates] == [("Fragment", "p"), ("Template", "cell.html")]


@needs_django_6(reason="the test client of Django 5.2 records no partials")
@pytest.mark.parametrize("template", ["page.html", "page.html#outer"])
def test_tests_see_the_source_of_the_partial_in_debug(settings, template):
    source = (
        "<h1>{% partialdef outer inline %}{% partialdef p inline %}{{ word }}{% endpartialdef %}{% endpartialdef %}"
    )
    settings.TEMPLATES = [in_memory({"page.html": source}, debug=True)]

    (ours,) = templates_rendered(lambda: render_partial_to_string("page.html", "p"))
    (theirs,) = templates_rendered(lambda: render_to_string("page.html#p"))
    (outer,) = templates_rendered(lambda: render_partial_to_string(template, "outer"))

    assert ours.source == theirs.source == "{% partialdef p inline %}{{ word }}{% endpartialdef %}"
    assert outer.source == source.removeprefix("<h1>")


def test_tests_see_the_source_of_the_template_of_a_block(settings):
    settings.TEMPLATES = [in_memory({"page.html": "<h1>{% block b %}{% endblock %}"})]

    (fragment,) = templates_rendered(lambda: render_partial_to_string("page.html", "b"))

    assert fragment.source == "<h1>{% block b %}{% endblock %}"


# -- Errors in DEBUG -----------------------------------------------------------------------

BOOM = "{% if yes %}\n  {{ boom }}\n{% endif %}"


def boom() -> None:
    raise ValueError("boom")


RUN_TIME_ERRORS = {
    "in the partial": {"page.html": "first\n" + named(BOOM)},
    "in a partial that is not inline": {
        "page.html": "first\n{% partialdef p %}" + BOOM + "{% endpartialdef %}{% partial p %}"
    },
    "in a block of the child": {
        "base.html": "\n\n" + named("{% block b %}{% endblock %}"),
        "page.html": "{% extends 'base.html' %}\n{% block b %}" + BOOM + "{% endblock %}",
    },
    "in a block of the parent": {
        "base.html": "\n{% block b %}\n" + BOOM + "{% endblock %}",
        "page.html": "{% extends 'base.html' %}\n{% block b %}\n" + named("{{ block.super }}") + "{% endblock %}",
    },
    "in a partial of the grandparent": {
        "base.html": "\n" + named(BOOM),
        "middle.html": "{% extends 'base.html' %}",
        "page.html": "{% extends 'middle.html' %}",
    },
    "in a template that the partial includes": {
        "row.html": "\n\n" + BOOM,
        "page.html": "\n" + named("\n{% include 'row.html' %}"),
    },
    "in a partial of an included template": {
        "row.html": "\n\n" + named(BOOM),
        "page.html": "\n{% include 'row.html' %}",
    },
    "in the parent of an included template": {
        "rows.html": "\n\n" + named("{% block b %}" + BOOM + "{% endblock %}"),
        "row.html": "{% extends 'rows.html' %}",
        "page.html": "\n{% include 'row.html' %}",
    },
    "in a guard": {"page.html": "\n{% if boom %}\n" + P + "{% endif %}"},
    "in a guard in the parent": {
        "base.html": "\n{% if boom %}{% block b %}{% endblock %}{% endif %}",
        "page.html": "{% extends 'base.html' %}{% block b %}" + P + "{% endblock %}",
    },
    "in a guard around an include": {"row.html": P, "page.html": "\n{% if boom %}{% include 'row.html' %}{% endif %}"},
    "in a with": {"page.html": "\n{% with a=boom %}" + P + "{% endwith %}"},
    "in a filter": {"page.html": "\n\n{% filter cut:boom %}" + P + "{% endfilter %}"},
    "in a filter of block.super": {
        "base.html": "{% block b %}" + P + "{% endblock %}",
        "page.html": "{% extends 'base.html' %}\n{% block b %}\n{{ block.super|cut:boom }}{% endblock %}",
    },
    "in a tag that block.super is given to": {
        "base.html": "{% block b %}" + P + "{% endblock %}",
        "page.html": "{% extends 'base.html' %}\n{% block b %}\n{% firstof boom block.super %}{% endblock %}",
    },
    "in what an include is given": {"row.html": P, "page.html": "\n\n{% include 'row.html' with a=boom %}"},
    "a missing include": {"page.html": "\n" + named("\n\n{% include 'gone.html' %}")},
    "a missing parent": {"page.html": "{% extends 'gone.html' %}\n" + P},
    "a missing grandparent": {
        "base.html": "\n{% extends 'gone.html' %}\n",
        "page.html": "{% extends 'base.html' %}" + P,
    },
    "a parent that a variable does not name": {"page.html": "{% extends nothing %}" + P},
    "a syntax error in the partial": {"page.html": "\n\n" + named("{% if %}")},
    "a syntax error in the parent": {"base.html": "\n\n{% nonsense %}", "page.html": "{% extends 'base.html' %}" + P},
    "a syntax error in an include": {
        "row.html": "\n\n{% nonsense %}" + P,
        "page.html": "\n" + named("{% include 'row.html' %}"),
    },
}


@pytest.mark.parametrize("cached", [True, False], ids=["cached", "uncached"])
@pytest.mark.parametrize("case", RUN_TIME_ERRORS)
def test_an_error_shows_the_template_and_line_that_it_shows_for_the_page(settings, case, cached):
    settings.TEMPLATES = [in_memory(RUN_TIME_ERRORS[case], debug=True, cached=cached)]
    context = {"boom": boom, "yes": True}

    with pytest.raises((ValueError, TemplateSyntaxError, TemplateDoesNotExist)) as of_page:
        render_to_string("page.html", context)
    with pytest.raises(of_page.type) as of_fragment:
        render_partial_to_string("page.html", "p", context)

    assert str(of_fragment.value) == str(of_page.value)
    assert getattr(of_fragment.value, "template_debug", None) == getattr(of_page.value, "template_debug", None)


def test_an_error_is_not_annotated_where_the_engine_is_not_in_debug(settings):
    settings.TEMPLATES = [in_memory({"base.html": "", "page.html": "{% extends 'base.html' %}" + named(BOOM)})]

    with pytest.raises(ValueError, match=r"^boom$") as error:
        render_partial_to_string("page.html", "p", {"boom": boom, "yes": True})

    assert not hasattr(error.value, "template_debug")


def test_a_partial_is_found_further_down_than_an_included_partial_shows(settings):
    settings.TEMPLATES = [
        in_memory(
            {
                "a.html": named("A", "a"),
                "row.html": named("{% partial middle %}", "outer")
                + "{% partialdef middle %}{% include 'a.html#a' %}"
                + P
                + "{% endpartialdef %}",
                "page.html": "{% if a %}{% include 'row.html#outer' %}{% endif %}",
            }
        )
    ]

    for name, shown in (("p", "P"), ("a", "A")):
        assert [render_partial_to_string("page.html", name, {"a": a}) for a in (True, False)] == [shown, ""]
