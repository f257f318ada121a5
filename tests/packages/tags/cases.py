"""Fragments inside tags of waffle, mptt, guardian, rules, sekizai, slippers, crispy forms and Django."""

from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.models import User
from guardian.shortcuts import assign_perm
from rules.permissions import set_perm
from rules.predicates import predicate
from rules.rulesets import set_rule
from slippers.templatetags.slippers import create_component_tag
from slippers.templatetags.slippers import register as slippers_tags
from waffle.testutils import override_flag, override_sample, override_switch

from tests.packages.slices import HIDDEN, page_and_fragment, shown
from tests.packages.tags.models import Genre

pytestmark = pytest.mark.django_db

INLINE = '{% partialdef secret inline %}<p id="secret">it</p>{% endpartialdef %}'
APART = '{% partialdef secret %}<p id="secret">it</p>{% endpartialdef %}{% partial secret %}'
BLOCK = '{% block secret %}<p id="secret">it</p>{% endblock %}'
BASE = "<title></title>{% block content %}{% endblock %}"
IT = shown('<p id="secret">it</p>')

KINDS = {"inline": INLINE, "not inline": APART, "block": BLOCK}
IN_FAMILY = ["own", "inherited", "around the block", "super"]
INCLUDED = ["included", "around the include"]  # searched for partials only
PLACES = pytest.mark.parametrize(
    ("way", "it"),
    [
        pytest.param(way, it, id=f"{kind}, {way}")
        for kind, it in KINDS.items()
        for way in (IN_FAMILY if it == BLOCK else [*IN_FAMILY, *INCLUDED])
    ],
)


def templates_of(way: str, load: str, begin: str, it: str, end: str) -> dict[str, str]:
    """Return a page in which a tag stands around the partial, in one of several ways."""
    match way:
        case "own":
            return {"page.html": f"{load}{begin}{it}{end}"}
        case "inherited":
            return {
                "page.html": "{% extends 'middle.html' %}",
                "middle.html": f"{{% extends 'base.html' %}}{load}"
                f"{{% block content %}}{begin}{it}{end}{{% endblock %}}",
                "base.html": BASE,
            }
        case "included":
            return {
                "page.html": "{% extends 'base.html' %}{% block content %}{% include 'part.html' %}{% endblock %}",
                "base.html": BASE,
                "part.html": f"{load}{begin}{it}{end}",
            }
        case "around the include":
            return {"page.html": f"{load}{begin}{{% include 'part.html' %}}{end}", "part.html": it}
        case "around the block":
            return {
                "page.html": f"{{% extends 'base.html' %}}{{% block content %}}{it}{{% endblock %}}",
                "base.html": f"{load}{begin}{BASE}{end}",
            }
    return {
        "page.html": f"{{% extends 'base.html' %}}{load}"
        f"{{% block content %}}{begin}{{{{ block.super }}}}{end}{{% endblock %}}",
        "base.html": f"{{% block content %}}{it}{{% endblock %}}",
    }


OVERRIDES: dict[str, Any] = {"flag": override_flag, "switch": override_switch, "sample": override_sample}


@pytest.mark.parametrize("kind", OVERRIDES)
@pytest.mark.parametrize("active", [True, False])
def test_both_branches_of_waffle(kind: str, active: bool):
    load, new, old = "{% load waffle_tags %}", INLINE, INLINE.replace("secret", "old")
    templates = {"page.html": f"{load}{{% {kind} 'beta' %}}{new}{{% else %}}{old}{{% end{kind} %}}"}
    with OVERRIDES[kind]("beta", active=active):
        assert page_and_fragment(templates) == (IT if active else HIDDEN)
        assert page_and_fragment(templates, "old") == (HIDDEN if active else shown('<p id="old">it</p>'))


@PLACES
@pytest.mark.parametrize("active", [True, False])
def test_waffle_in_every_place(active: bool, way: str, it: str):
    templates = templates_of(way, "{% load waffle_tags %}", "{% switch 'beta' %}new{% else %}", it, "{% endswitch %}")
    with override_switch("beta", active=active):
        assert page_and_fragment(templates) == (HIDDEN if active else IT)


@pytest.mark.parametrize("active", [True, False])
def test_a_waffle_flag_for_one_user(active: bool):
    user = User.objects.create_user("ada", is_staff=active)
    templates = {"page.html": f"{{% load waffle_tags %}}{{% flag 'beta' %}}{INLINE}{{% endflag %}}"}
    from waffle import get_waffle_flag_model

    get_waffle_flag_model().objects.create(name="beta", staff=True)
    assert page_and_fragment(templates, user=user) == (IT if active else HIDDEN)


@pytest.fixture
def genres() -> Any:
    with Genre.objects.delay_mptt_updates():
        rock = Genre.objects.create(name="Rock")
        Genre.objects.create(name="Punk", parent=rock)
        Genre.objects.create(name="Jazz")
    return Genre.objects.all()


@pytest.mark.parametrize("it", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("is_staff", [True, False])
def test_mptt_hides_what_is_in_a_tree(genres: Any, it: str, is_staff: bool):
    load, begin, end = (
        "{% load mptt_tags %}",
        "{% recursetree genres %}{% if staff %}",
        "{% endif %}{{ children }}{% endrecursetree %}",
    )
    templates = templates_of("own", load, begin, it, end)
    assert page_and_fragment(templates, context={"genres": genres, "staff": is_staff}) == (IT if is_staff else HIDDEN)


def test_mptt_shows_the_first_node_that_a_test_lets_through(genres: Any):
    page = (
        "{% load mptt_tags %}{% recursetree genres %}{% if node.name == 'Jazz' %}"
        '{% partialdef secret inline %}<p id="secret">{{ node.name }}</p>{% endpartialdef %}'
        "{% endif %}{{ children }}{% endrecursetree %}"
    )
    assert page_and_fragment({"page.html": page}, context={"genres": genres}) == shown('<p id="secret">Jazz</p>')


def test_mptt_in_a_tag_that_guards(genres: Any):
    page = (
        "{% load mptt_tags waffle_tags %}{% switch 'off' %}{% recursetree genres %}"
        + INLINE
        + "{{ children }}{% endrecursetree %}{% endswitch %}"
    )
    assert page_and_fragment({"page.html": page}, context={"genres": genres}) == HIDDEN


@PLACES
@pytest.mark.parametrize("allowed", [True, False])
def test_guardian(way: str, it: str, allowed: bool):
    user = User.objects.create_user("ada")
    genre = Genre.objects.create(name="Rock")
    if allowed:
        assign_perm("tags.change_genre", user, genre)
    load = "{% load guardian_tags %}"
    begin = "{% get_obj_perms request.user for genre as 'perms_of_it' %}{% if 'change_genre' in perms_of_it %}"
    both = page_and_fragment(templates_of(way, load, begin, it, "{% endif %}"), context={"genre": genre}, user=user)
    assert both == (IT if allowed else HIDDEN)


@pytest.mark.parametrize("allowed", [True, False])
def test_guardian_asked_far_from_the_test(allowed: bool):
    user = User.objects.create_user("ada")
    genre = Genre.objects.create(name="Rock")
    if allowed:
        assign_perm("tags.change_genre", user, genre)
    templates = {
        "page.html": "{% extends 'base.html' %}"
        "{% block content %}{% include 'part.html' with genre=None %}{% endblock %}",
        "base.html": "{% load guardian_tags %}{% get_obj_perms request.user for genre as 'can' %}<i></i>" + BASE,
        "part.html": "{% if 'change_genre' in can %}" + INLINE + "{% else %}no{% endif %}",
    }
    assert page_and_fragment(templates, context={"genre": genre}, user=user) == (IT if allowed else HIDDEN)


@PLACES
@pytest.mark.parametrize("allowed", [True, False])
def test_rules(way: str, it: str, allowed: bool):
    set_rule("may_see", predicate(lambda user: allowed))
    load, begin = "{% load rules %}", "{% test_rule 'may_see' request.user as can %}{% if can %}"
    assert page_and_fragment(templates_of(way, load, begin, it, "{% endif %}")) == (IT if allowed else HIDDEN)


@pytest.mark.parametrize("allowed", [True, False])
def test_rules_that_forbid(allowed: bool):
    set_perm("tags.see", predicate(lambda user: allowed))
    user = User.objects.create_user("ada")
    page = "{% load rules %}{% has_perm 'tags.see' request.user as can %}{% if not can %}" + INLINE + "{% endif %}"
    assert page_and_fragment({"page.html": page}, user=user) == (HIDDEN if allowed else IT)


SEKIZAI = ["django.template.context_processors.request", "sekizai.context_processors.sekizai"]


@pytest.mark.parametrize("it", [INLINE, APART])
@pytest.mark.parametrize("staff", [True, False])
def test_sekizai_beside_a_partial(it: str, staff: bool):
    templates = {
        "page.html": "{% extends 'base.html' %}{% load sekizai_tags %}{% block content %}"
        "{% addtoblock 'js' %}<script></script>{% endaddtoblock %}{% if staff %}" + it + "{% endif %}{% endblock %}",
        "base.html": "{% load sekizai_tags %}{% block content %}{% endblock %}{% render_block 'js' %}",
    }
    assert page_and_fragment(templates, context={"staff": staff}, processors=SEKIZAI) == (IT if staff else HIDDEN)


@pytest.mark.parametrize("staff", [True, False])
def test_a_partial_behind_sekizai_render_block_which_holds_the_rest_of_the_page(staff: bool):
    page = "{% load sekizai_tags %}<head>{% render_block 'css' %}</head>{% if staff %}" + INLINE + "{% endif %}"
    assert page_and_fragment({"page.html": page}, context={"staff": staff}, processors=SEKIZAI) == (
        IT if staff else HIDDEN
    )


def test_a_partial_in_sekizai_with_data():
    page = (
        "{% load sekizai_tags %}{% add_data 'names' 'Ada' %}{% with_data 'names' as all %}"
        '{% partialdef secret inline %}<p id="secret">{{ all|join:", " }}</p>{% endpartialdef %}'
        "{% end_with_data %}"
    )
    assert page_and_fragment({"page.html": page}, processors=SEKIZAI) == shown('<p id="secret">Ada</p>')


def test_a_partial_in_sekizai_addtoblock_is_shown_elsewhere_so_never_bare():
    page = (
        "{% load sekizai_tags %}{% addtoblock 'js' %}{% if staff %}" + INLINE + "{% endif %}{% endaddtoblock %}"
        "{% render_block 'js' %}"
    )
    assert page_and_fragment({"page.html": page}, context={"staff": False}, processors=SEKIZAI) == HIDDEN


COMPONENTS = {
    "components/card.html": '<section title="{{ title }}">{% if open %}{{ children }}{% endif %}</section>',
    "components/icon.html": "<svg>{{ name }}</svg>",
    "components/twice.html": "{{ children }}<hr>{{ children }}",
    "components/front.html": "---\nprops.types = {}\n---\n<b>{{ children }}</b>",
}


@pytest.fixture(scope="module", autouse=True)
def slippers_components() -> None:
    for path in COMPONENTS:
        name = path.removeprefix("components/").removesuffix(".html")
        slippers_tags.tag(name, create_component_tag(path))
        slippers_tags.tag(f"#{name}", create_component_tag(path))


@PLACES
@pytest.mark.parametrize("is_open", [True, False])
def test_slippers_component_that_shows_its_children_or_not(way: str, it: str, is_open: bool):
    templates = templates_of(way, "{% load slippers %}", "{% #card title='x' open=is_open %}", it, "{% /card %}")
    assert page_and_fragment(templates | COMPONENTS, context={"is_open": is_open}) == (IT if is_open else HIDDEN)


@pytest.mark.parametrize("component", ["twice", "front"])
def test_slippers_components_that_show_their_children(component: str):
    page = "{% load slippers %}" + f"{{% #{component} %}}{INLINE}{{% /{component} %}}"
    assert page_and_fragment({"page.html": page} | COMPONENTS) == IT


def test_slippers_inline_component_in_a_partial():
    page = (
        "{% load slippers %}{% partialdef secret inline %}<p id=\"secret\">{% icon name='x' %}</p>{% endpartialdef %}"
    )
    assert page_and_fragment({"page.html": page} | COMPONENTS) == shown('<p id="secret"><svg>x</svg></p>')


@pytest.mark.parametrize("staff", [True, False])
def test_slippers_var_before_a_partial(staff: bool):
    page = "{% load slippers %}{% var can=staff %}{% if can %}" + INLINE + "{% endif %}"
    assert page_and_fragment({"page.html": page}, context={"staff": staff}) == (IT if staff else HIDDEN)


@pytest.mark.parametrize("staff", [True, False])
def test_what_slippers_fragment_puts_into_a_variable_that_a_component_shows_or_not(staff: bool):
    page = (
        "{% load slippers %}{% fragment as f %}" + INLINE + "{% endfragment %}{% #card open=staff %}{{ f }}{% /card %}"
    )
    both = page_and_fragment({"page.html": page} | COMPONENTS, context={"staff": staff})
    assert both == (IT if staff else HIDDEN)


class NameForm(forms.Form):
    name = forms.CharField()

    def __init__(self) -> None:
        super().__init__()
        self.helper = FormHelper(self)
        self.helper.disable_csrf = True  # tokens differ


@pytest.mark.parametrize("staff", [True, False])
def test_crispy_form_in_a_partial(staff: bool):
    page = (
        "{% load crispy_forms_tags %}{% if staff %}{% partialdef secret inline %}"
        '<p id="secret">{{ form|crispy }}{{ form.name|as_crispy_field }}{% crispy form %}</p>'
        "{% endpartialdef %}{% endif %}"
    )
    in_page, fragment = page_and_fragment({"page.html": page}, context={"form": NameForm(), "staff": staff})
    assert in_page == fragment
    assert bool(fragment) == staff
    assert ("id_name" in fragment) == staff


SETTERS = {
    "{% url 'nowhere' as can %}": False,
    "{% translate 'x' as can %}": True,
    "{% blocktranslate asvar can %}{% endblocktranslate %}": False,
    "{% blocktranslate asvar can %}x{% endblocktranslate %}": True,
    "{% firstof '' '' as can %}": False,
    "{% firstof 'x' as can %}": True,
    "{% regroup nothing by kind as can %}": False,
    "{% cycle '' 'x' as can silent %}": False,
    "{% cycle 'x' '' as can silent %}": True,
    "{% now 'Y' as can %}": True,
    "{% widthratio 1 2 100 as can %}": True,
    "{% get_current_language as can %}": True,
    "{% get_static_prefix as can %}": True,
    "{% querystring a='' as can %}": True,
}


@pytest.mark.parametrize("negated", [True, False])
@pytest.mark.parametrize("setter", SETTERS)
def test_djangos_tags_with_as(setter: str, negated: bool):
    begin = setter + ("{% if not can %}" if negated else "{% if can %}")
    templates = templates_of("inherited", "{% load i18n static %}", begin, INLINE, "{% endif %}")
    assert page_and_fragment(templates) == (IT if SETTERS[setter] != negated else HIDDEN)


@PLACES
@pytest.mark.parametrize("negated", [True, False])
def test_a_tag_with_as_in_every_place(negated: bool, way: str, it: str):
    begin = "{% translate 'x' as can %}" + ("{% if not can %}" if negated else "{% if can %}")
    assert page_and_fragment(templates_of(way, "{% load i18n %}", begin, it, "{% endif %}")) == (
        HIDDEN if negated else IT
    )
