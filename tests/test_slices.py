"""A tag that may do anything with its content runs, and the fragment is cut out of its output."""

from typing import Any

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string

from htmx_partials import render_partial_to_string
from htmx_partials.slices import BEGIN, END, first_slice, random_mark

from .other_tags import HIDING
from .templates_for_tests import in_memory

PARTIAL = "{% partialdef p inline %}Secret{% endpartialdef %}"


@pytest.fixture(params=[True, False], ids=["cached", "uncached"])
def fragment(request, settings):
    """Render the fragment of a page, whose template is the last of `templates`."""

    def render(templates: dict[str, str], name: str = "p", **context: Any) -> str:
        settings.TEMPLATES = [in_memory(templates, cached=request.param, builtins=["tests.other_tags"])]
        page = list(templates)[-1]
        before = render_to_string(page, context)
        fragment = render_partial_to_string(page, name, context)
        assert render_to_string(page, context) == before
        return fragment

    return render


# -- Guards -------------------------------------------------------------------------


@pytest.mark.parametrize("tag", [*HIDING, "guard", "flag", "if_staff", "with_staff", "for_staff"])
def test_a_tag_that_guards_a_partial_on_the_page_guards_the_fragment(fragment, tag):
    templates = {"page.html": f"{{% {tag} %}}<b>{PARTIAL}</b>{{% end{tag} %}}"}

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("Secret", "")


@pytest.mark.parametrize("tag", HIDING)
def test_a_test_around_a_tag_that_hides_its_nodes_guards_the_fragment(fragment, tag):
    templates = {"page.html": f"{{% if admin %}}{{% {tag} %}}{PARTIAL}{{% end{tag} %}}{{% endif %}}"}

    shown = [fragment(templates, staff=True, admin=admin) for admin in (True, False)]

    assert shown == ["Secret", ""]


@pytest.mark.parametrize("tag", HIDING)
def test_a_test_inside_of_a_tag_that_hides_its_nodes_guards_the_fragment(fragment, tag):
    templates = {"page.html": f"{{% {tag} %}}{{% if admin %}}{PARTIAL}{{% endif %}}{{% end{tag} %}}"}

    shown = [fragment(templates, staff=True, admin=admin) for admin in (True, False)]

    assert shown == ["Secret", ""]


def test_a_subclass_of_a_filter_with_a_rendering_of_its_own_guards_the_fragment(fragment):
    templates = {"page.html": "{% filter_staff %}" + PARTIAL + "{% endfilter_staff %}"}

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("secret", "")


def test_both_branches_of_a_tag_with_an_else_guard_the_fragment(fragment):
    templates = {"page.html": "{% flag %}shown{% else %}" + PARTIAL + "{% endflag %}"}

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("", "Secret")


def test_a_guard_around_the_block_of_a_base_template_guards_the_fragment(fragment):
    templates = {
        "base.html": "{% guard %}{% block main %}{% endblock %}{% endguard %}",
        "page.html": "{% extends 'base.html' %}{% block main %}" + PARTIAL + "{% endblock %}",
    }

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("Secret", "")
    assert (fragment(templates, "main", staff=True), fragment(templates, "main", staff=False)) == ("Secret", "")


@pytest.mark.parametrize("tag", HIDING)
def test_a_block_in_a_tag_that_hides_its_nodes_is_the_most_derived_one(fragment, tag):
    templates = {
        "base.html": f"{{% {tag} %}}{{% block main %}}base{{% endblock %}}{{% end{tag} %}}",
        "page.html": "{% extends 'base.html' %}{% block main %}page{% endblock %}",
    }

    assert (fragment(templates, "main", staff=True), fragment(templates, "main", staff=False)) == ("page", "")


def test_a_subclass_of_a_block_with_a_rendering_of_its_own_guards_the_fragment(fragment):
    templates = {
        "base.html": "{% staff_block main %}{% endstaff_block %}",
        "page.html": "{% extends 'base.html' %}{% block main %}" + PARTIAL + "{% endblock %}",
    }

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("Secret", "")


def test_a_subclass_of_an_include_with_a_rendering_of_its_own_guards_the_fragment(fragment):
    templates = {"row.html": PARTIAL, "page.html": "{% include_staff 'row.html' %}"}

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("Secret", "")


@pytest.mark.parametrize("tag", ["guard", "in_list", "in_closure"])
def test_a_guard_around_an_include_guards_the_fragment(fragment, tag):
    templates = {"row.html": PARTIAL, "page.html": f"{{% {tag} %}}{{% include 'row.html' %}}{{% end{tag} %}}"}

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("Secret", "")


@pytest.mark.parametrize("tag", ["guard", "in_list", "in_closure"])
def test_a_guard_around_block_super_guards_the_fragment(fragment, tag):
    templates = {
        "base.html": "{% block main %}" + PARTIAL + "{% endblock %}",
        "page.html": f"{{% extends 'base.html' %}}{{% block main %}}{{% {tag} %}}{{{{ block.super }}}}{{% end{tag} %}}"
        "{% endblock %}",
    }

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("Secret", "")


def test_a_guard_around_the_place_of_a_partial_that_is_not_inline_guards_the_fragment(fragment):
    templates = {"page.html": "{% partialdef p %}Secret{% endpartialdef %}{% guard %}{% partial p %}{% endguard %}"}

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("Secret", "")


def test_guards_within_guards_guard_the_fragment(fragment):
    templates = {"page.html": "{% guard %}{% if_staff %}" + PARTIAL + "{% endif_staff %}{% endguard %}"}

    assert (fragment(templates, staff=True), fragment(templates, staff=False)) == ("Secret", "")


def test_a_filter_that_looks_at_the_whole_text_guards_the_fragment(fragment):
    templates = {"page.html": "{% filter slice:limit %}0123456789" + PARTIAL + "{% endfilter %}"}

    assert (fragment(templates, limit=":100"), fragment(templates, limit=":5")) == ("Secret", "")


def test_ifchanged_is_a_test(fragment):
    templates = {"page.html": "{% ifchanged word %}" + PARTIAL + "{% else %}same{% endifchanged %}"}

    assert fragment(templates, word="word") == "Secret"


# -- What is cut out ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("card", "Secret"),
        ("shout", "SECRET"),
        ("twice", "Secret"),
        ("nothing", ""),
        ("or_none", "Secret"),
        ("titled", "Secret"),
    ],
)
def test_a_fragment_is_what_the_tag_makes_of_it_without_what_it_puts_around(fragment, tag, shown):
    assert fragment({"page.html": f"{{% {tag} %}} x {PARTIAL} y {{% end{tag} %}}"}) == shown


def test_a_fragment_that_a_tag_cuts_short_is_empty(fragment):
    assert fragment({"page.html": "{% cut 30 %}" + PARTIAL + "{% endcut %}"}) == ""


@pytest.mark.parametrize("nothing", ["", " \n "])
def test_a_tag_that_tests_whether_it_holds_anything_sees_no_marks(fragment, nothing):
    templates = {"page.html": "{% or_none %}{% partialdef p inline %}{{ nothing }}{% endpartialdef %}{% endor_none %}"}

    assert fragment(templates, nothing=nothing) == ""


def test_what_a_tag_puts_into_the_context_of_what_it_holds_is_there(fragment):
    templates = {"page.html": "{% titled %}{% partialdef p inline %}{{ title }}{% endpartialdef %}{% endtitled %}"}

    assert fragment(templates) == "Title"


def test_a_partial_that_a_tree_shows_within_itself_is_sent_once_and_whole(fragment):
    templates = {
        "page.html": "{% tree %}{% partialdef p inline %}<li>{{ node }}{{ children }}</li>{% endpartialdef %}"
        "{% endtree %}"
    }
    root = {"name": "a", "children": [{"name": "b", "children": []}, {"name": "c", "children": []}]}

    assert fragment(templates, root=root) == "<li>a<li>b</li><li>c</li></li>"


def test_nothing_else_of_the_page_runs(settings):
    ran: list[str] = []
    templates = {"page.html": "{{ before }}{% card %}{{ inside }}" + PARTIAL + "{% endcard %}{{ after }}"}
    settings.TEMPLATES = [in_memory(templates, builtins=["tests.other_tags"])]
    context = {name: lambda name=name: ran.append(name) for name in ("before", "inside", "after")}

    assert (render_partial_to_string("page.html", "p", context), ran) == ("Secret", ["inside"])


def test_a_cache_tag_within_a_guard_is_neither_read_nor_written(fragment):
    cache.clear()
    templates = {
        "page.html": "{% load cache %}{% guard %}{% cache 60 made %}{% partialdef p inline %}{{ word }}"
        "{% endpartialdef %}{% endcache %}{% endguard %}"
    }
    fragment(templates, staff=True, word="first")

    assert fragment(templates, staff=True, word="second") == "second"


def test_a_cache_tag_within_a_fragment_is_read_and_written(fragment):
    cache.clear()
    templates = {
        "page.html": "{% load cache %}{% guard %}{% partialdef p inline %}{% cache 60 inside %}{{ word }}{% endcache %}"
        "{% endpartialdef %}{% endguard %}"
    }
    fragment(templates, staff=True, word="first")

    assert fragment(templates, staff=True, word="second") == "first"


# -- Marks ------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["\ufdd0", "\ufdd1", "\ufdd0x\ufdd1", "\ue000", "\U000e0100"])
def test_nothing_that_a_user_types_ends_a_slice(fragment, typed):
    templates = {
        "page.html": "{% card %}{% partialdef p inline %}<b title='{{ typed }}'>{{ typed }}</b>{% endpartialdef %}"
        "{% endcard %}"
    }

    assert fragment(templates, typed=typed) == f"<b title='{typed}'>{typed}</b>"


def test_each_mark_is_another_one():

    assert len({random_mark() for _ in range(100)}) == 100
    assert BEGIN != END


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("", ""),
        ("text", ""),
        ("a(b)c", "b"),
        ("a(b)c(d)", "b"),
        ("(a(b)c)", "abc"),
        ("(a", ""),
        ("(a(b)", ""),
        ("a)", ""),
        (")(a)", "a"),
    ],
)
def test_the_first_slice_is_what_stands_between_marks_that_belong_together(html, shown):
    assert first_slice(html.replace("(", BEGIN).replace(")", END)) == shown


def test_an_error_in_a_tag_leaves_no_marks_behind(settings):
    templates = {
        "page.html": "{% card %}{% partialdef p inline %}{{ word.upper.fail }}P{% endpartialdef %}{% endcard %}"
    }
    settings.TEMPLATES = [in_memory(templates, builtins=["tests.other_tags"])]

    class Word:
        def upper(self) -> str:
            raise RuntimeError("failed")

    with pytest.raises(RuntimeError, match=r"^failed$"):
        render_partial_to_string("page.html", "p", {"word": Word()})
    assert render_to_string("page.html", {"word": "word"}) == "<div class='card'>P</div>"
