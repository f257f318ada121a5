"""Fragments inside and between components of django-components."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django_components import Component, registry

from htmx_partials import render_partial_to_string
from tests.packages.slices import HIDDEN, page_and_fragment, shown
from tests.templates_for_tests import in_memory
from tests.versions import needs_django_6

INLINE = '{% partialdef secret inline %}<p id="secret">it</p>{% endpartialdef %}'
APART = '{% partialdef secret %}<p id="secret">it</p>{% endpartialdef %}{% partial secret %}'
BLOCK = '{% block secret %}<p id="secret">it</p>{% endblock %}'
IT = shown('<p id="secret">it</p>')

KINDS = pytest.mark.parametrize("it", [INLINE, APART, BLOCK], ids=["inline", "not inline", "block"])
OPEN = pytest.mark.parametrize("is_open", [True, False])


class Card(Component):
    template = """
        <section title="{{ title }}">
            {% if open %}{% slot "body" default %}nothing{% endslot %}{% endif %}
            {% slot "foot" %}{% endslot %}
        </section>
    """

    def get_template_data(self, args: Any, kwargs: Any, slots: Any, context: Any) -> dict[str, Any]:
        return {"title": kwargs.get("title"), "open": kwargs.get("open")}


class Outer(Component):
    template = """
        {% component "plain" %}{% component "card" open=open %}{% slot "default" default %}{% endslot %}
        {% endcomponent %}{% endcomponent %}
    """

    def get_template_data(self, args: Any, kwargs: Any, slots: Any, context: Any) -> dict[str, Any]:
        return {"open": kwargs.get("open")}


class Plain(Component):
    template = """<b>{% slot "default" default %}{% endslot %}</b>"""


class Twice(Component):
    template = """{% slot "default" default %}{% endslot %}<hr>{% slot "default" %}{% endslot %}"""


class Badge(Component):
    template = """<i>{{ text }}</i>"""

    def get_template_data(self, args: Any, kwargs: Any, slots: Any, context: Any) -> dict[str, Any]:
        return {"text": kwargs.get("text")}


class Unless(Component):
    template = """{% if not shut %}{% slot "default" default %}{% endslot %}{% endif %}"""


class Asking(Component):
    template = """{% if open %}{% slot "default" default %}{% endslot %}{% endif %}"""

    def get_template_data(self, args: Any, kwargs: Any, slots: Any, context: Any) -> dict[str, Any]:
        return {"open": not context.get("shut")}


class Styled(Badge):
    css = "i { color: red }"
    js = "console.log('badge')"


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    for name, component in {
        "card": Card,
        "outer": Outer,
        "plain": Plain,
        "twice": Twice,
        "badge": Badge,
        "styled": Styled,
        "unless": Unless,
        "asking": Asking,
    }.items():
        registry.register(name, component)
    yield
    registry.clear()


BUILTINS = ["django_components.templatetags.component_tags"]


def both(templates: Mapping[str, str], **context: Any) -> tuple[str, str]:
    """Return both without what django-components adds to elements: another id each time."""
    page, fragment = page_and_fragment(templates, context=context, builtins=BUILTINS)
    return words(page), words(fragment)


def words(html: str) -> str:
    return re.sub(r' data-djc-id-\w+(="")?|<!-- _RENDERED .*? -->', "", html)


@needs_django_6(reason="django-components adds its scripts to the partials of django-template-partials alone")
def test_what_django_components_writes_of_its_scripts_into_a_fragment_is_what_it_writes_into_djangos():
    page = "{% partialdef secret %}{% component 'styled' text='x' / %}{% endpartialdef %}"
    with override_settings(TEMPLATES=[in_memory({"page.html": page}, builtins=BUILTINS)]):
        ours = render_partial_to_string("page.html", "secret")
        djangos = render_to_string("page.html#secret")
    assert re.sub(r"c\w{6}", "id", ours) == re.sub(r"c\w{6}", "id", djangos)


@KINDS
@OPEN
def test_a_component_that_shows_its_slot_or_not(it: str, is_open: bool):
    templates = {"page.html": f"{{% component 'card' open=is_open %}}{it}{{% endcomponent %}}"}
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@pytest.mark.parametrize("it", [INLINE, APART])
@OPEN
def test_a_fill(it: str, is_open: bool):
    page = (
        f"{{% component 'card' open=is_open %}}{{% fill 'body' %}}{it}{{% endfill %}}"
        "{% fill 'foot' %}x{% endfill %}{% endcomponent %}"
    )
    assert both({"page.html": page}, is_open=is_open) == (IT if is_open else HIDDEN)


@OPEN
def test_a_test_in_a_fill(is_open: bool):
    page = (
        "{% component 'card' open=1 %}{% fill 'foot' %}{% if is_open %}" + INLINE + "{% endif %}{% endfill %}"
        "{% endcomponent %}"
    )
    assert both({"page.html": page}, is_open=is_open) == (IT if is_open else HIDDEN)


@KINDS
@OPEN
def test_a_component_in_a_component(it: str, is_open: bool):
    templates = {"page.html": f"{{% component 'outer' open=is_open %}}{it}{{% endcomponent %}}"}
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@KINDS
@OPEN
def test_a_component_around_a_block_of_the_base(it: str, is_open: bool):
    templates = {
        "page.html": f"{{% extends 'base.html' %}}{{% block content %}}{it}{{% endblock %}}",
        "base.html": "{% component 'card' open=is_open %}{% block content %}{% endblock %}{% endcomponent %}",
    }
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@OPEN
@pytest.mark.parametrize("it", [INLINE, APART])
def test_a_component_in_an_included_template(it: str, is_open: bool):
    templates = {
        "page.html": "{% extends 'base.html' %}{% block content %}{% include 'part.html' %}{% endblock %}",
        "base.html": "<main>{% block content %}{% endblock %}</main>",
        "part.html": f"{{% component 'card' open=is_open %}}{it}{{% endcomponent %}}",
    }
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@OPEN
def test_block_super_in_a_component(is_open: bool):
    templates = {
        "page.html": "{% extends 'base.html' %}{% block content %}"
        "{% component 'card' open=is_open %}{{ block.super }}{% endcomponent %}{% endblock %}",
        "base.html": f"{{% block content %}}{INLINE}{{% endblock %}}",
    }
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@OPEN
@pytest.mark.parametrize("component", ["unless", "asking"])
def test_a_variable_that_makes_a_component_hide_its_slot(component: str, is_open: bool):
    page = f"{{% firstof given '' as shut %}}{{% component '{component}' %}}{INLINE}{{% endcomponent %}}"
    assert both({"page.html": page}, given="" if is_open else "x") == (IT if is_open else HIDDEN)


def test_a_slot_that_is_shown_twice_is_sent_once():
    assert both({"page.html": f"{{% component 'twice' %}}{INLINE}{{% endcomponent %}}"}) == IT


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("{% extends 'base.html' %}{% block content %}", "{% endblock %}")],
    ids=["own", "inherited"],
)
@pytest.mark.parametrize(
    ("tag", "html"),
    [
        ("{% component 'badge' text='x' / %}", "<i>x</i>"),
        ("{% component 'badge' text='x' %}{% endcomponent %}", "<i>x</i>"),
        ("{% component 'plain' %}{% component 'badge' text='x' / %}{% endcomponent %}", "<b><i>x</i></b>"),
        ("{% component 'dynamic' is='badge' text='x' / %}", "<i>x</i>"),
    ],
    ids=["closed", "open", "nested", "dynamic"],
)
def test_a_component_in_a_partial(before: str, after: str, tag: str, html: str):
    it = '{% partialdef secret inline %}<p id="secret">' + tag + "</p>{% endpartialdef %}"
    templates = {
        "page.html": f"{before}{it}{after}",
        "base.html": "<main>{% block content %}{% endblock %}</main>",
    }
    assert both(templates) == shown(f'<p id="secret">{html}</p>')


def test_a_component_in_a_block():
    templates = {
        "page.html": "{% extends 'base.html' %}{% block secret %}"
        "<p id=\"secret\">{% component 'badge' text='x' / %}</p>{% endblock %}",
        "base.html": "<main>{% block secret %}{% endblock %}</main>",
    }
    assert both(templates) == shown('<p id="secret"><i>x</i></p>')


@OPEN
def test_a_component_in_a_partial_in_a_component(is_open: bool):
    page = (
        "{% component 'card' open=is_open %}{% partialdef secret inline %}<p id=\"secret\">"
        "{% component 'badge' text='x' / %}</p>{% endpartialdef %}{% endcomponent %}"
    )
    assert both({"page.html": page}, is_open=is_open) == (shown('<p id="secret"><i>x</i></p>') if is_open else HIDDEN)
