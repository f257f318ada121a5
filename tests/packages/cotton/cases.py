"""Fragments inside and between components of django-cotton."""

from collections.abc import Mapping
from typing import Any

import pytest
from django_cotton.compiler_regex import CottonCompiler

from tests.packages.slices import HIDDEN, page_and_fragment, shown

INLINE = '{% partialdef secret inline %}<p id="secret">it</p>{% endpartialdef %}'
APART = '{% partialdef secret %}<p id="secret">it</p>{% endpartialdef %}{% partial secret %}'
BLOCK = '{% block secret %}<p id="secret">it</p>{% endblock %}'
IT = shown('<p id="secret">it</p>')

COMPONENTS = {
    "cotton/card.html": '<section title="{{ title }}">{% if open %}{{ slot }}{% endif %}<p>{{ foot }}</p></section>',
    "cotton/staff_only.html": "{% if request.user.is_staff %}{{ slot }}{% endif %}",
    "cotton/unless.html": "{% if not shut %}{{ slot }}{% endif %}",
    "cotton/plain.html": "<b>{{ slot }}</b>",
    "cotton/twice.html": "{{ slot }}<hr>{{ slot }}",
    "cotton/trim.html": "{% filter cut:'x' %}{{ slot }}{% endfilter %}",
    "cotton/defaults.html": "<c-vars open='' />{% if open %}{{ slot }}{% else %}closed{% endif %}",
    "cotton/default_slot.html": "{% if foot %}{{ foot }}{% else %}none{% endif %}",
    "cotton/outer.html": '<c-plain><c-card :open="open">{{ slot }}</c-card></c-plain>',
    "cotton/link.html": '<a {{ attrs }} title="{{ slot }}"></a>',
}

KINDS = pytest.mark.parametrize("it", [INLINE, APART, BLOCK], ids=["inline", "not inline", "block"])
OPEN = pytest.mark.parametrize("is_open", [True, False])


def both(templates: Mapping[str, str], **context: Any) -> tuple[str, str]:
    compiled = {name: CottonCompiler().process(source) for name, source in {**templates, **COMPONENTS}.items()}
    return page_and_fragment(compiled, context=context, builtins=["django_cotton.templatetags.cotton"])


@KINDS
@OPEN
def test_a_component_that_shows_its_slot_or_not(it: str, is_open: bool):
    templates = {"page.html": f'<c-card title="x" :open="is_open">{it}</c-card>'}
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@KINDS
@OPEN
def test_a_component_in_a_component(it: str, is_open: bool):
    templates = {"page.html": f'<c-outer :open="is_open">{it}</c-outer>'}
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@KINDS
@OPEN
def test_a_component_around_a_test(it: str, is_open: bool):
    templates = {"page.html": f"<c-plain>{{% if is_open %}}{it}{{% endif %}}</c-plain>"}
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@OPEN
@pytest.mark.parametrize("it", [INLINE, APART])
def test_a_component_in_an_included_template(it: str, is_open: bool):
    templates = {
        "page.html": "{% extends 'base.html' %}{% block content %}{% include 'part.html' %}{% endblock %}",
        "base.html": "<main>{% block content %}{% endblock %}</main>",
        "part.html": f'<c-card title="x" :open="is_open">{it}</c-card>',
    }
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@OPEN
@pytest.mark.parametrize("it", [INLINE, APART])
def test_an_included_template_in_a_component(it: str, is_open: bool):
    templates = {"page.html": '<c-card :open="is_open">{% include "part.html" %}</c-card>', "part.html": it}
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@KINDS
@OPEN
def test_a_component_around_a_block_of_the_base(it: str, is_open: bool):
    templates = {
        "page.html": f"{{% extends 'base.html' %}}{{% block content %}}{it}{{% endblock %}}",
        "base.html": '<c-card :open="is_open">{% block content %}{% endblock %}</c-card>',
    }
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@OPEN
def test_block_super_in_a_component(is_open: bool):
    templates = {
        "page.html": "{% extends 'base.html' %}"
        '{% block content %}<c-card :open="is_open">{{ block.super }}</c-card>{% endblock %}',
        "base.html": f"{{% block content %}}{INLINE}{{% endblock %}}",
    }
    assert both(templates, is_open=is_open) == (IT if is_open else HIDDEN)


@pytest.mark.parametrize("it", [INLINE, APART])
def test_a_named_slot(it: str):
    assert both({"page.html": f'<c-card><c-slot name="foot">{it}</c-slot>body</c-card>'}) == IT


@pytest.mark.parametrize("it", [INLINE, APART])
def test_a_named_slot_that_the_component_does_not_have(it: str):
    assert both({"page.html": f'<c-plain><c-slot name="nowhere">{it}</c-slot>body</c-plain>'}) == HIDDEN


@OPEN
def test_a_named_slot_with_a_default(is_open: bool):
    page = f'<c-default-slot><c-slot name="foot">{{% if is_open %}}{INLINE}{{% endif %}}</c-slot></c-default-slot>'
    assert both({"page.html": page}, is_open=is_open) == (IT if is_open else HIDDEN)


@pytest.mark.parametrize("given", ["", "open"])
def test_a_component_with_variables_of_its_own(given: str):
    assert both({"page.html": f"<c-defaults {given}>{INLINE}</c-defaults>"}) == (IT if given else HIDDEN)


def test_a_slot_that_is_shown_twice_is_sent_once():
    assert both({"page.html": f"<c-twice>{INLINE}</c-twice>"}) == IT


def test_a_slot_that_is_shown_in_an_attribute():
    page = '<c-link href="/">{% partialdef secret inline %}x{% endpartialdef %}</c-link>'
    assert both({"page.html": page}) == ("", "x")


def test_a_component_in_a_partial():
    page = '{% partialdef secret inline %}<p id="secret"><c-plain>x</c-plain></p>{% endpartialdef %}'
    assert both({"page.html": page}) == shown('<p id="secret"><b>x</b></p>')


@OPEN
def test_an_attribute_made_by_a_tag_before(is_open: bool):
    page = f"{{% load l10n %}}{{% firstof given '' as is_open %}}<c-card :open=\"is_open\">{INLINE}</c-card>"
    assert both({"page.html": page}, given="x" if is_open else "") == (IT if is_open else HIDDEN)


@OPEN
def test_a_variable_that_only_the_components_template_reads(is_open: bool):
    page = f"{{% firstof given '' as open %}}<c-card title='x'>{INLINE}</c-card>"
    assert both({"page.html": page}, given="x" if is_open else "") == (IT if is_open else HIDDEN)


@OPEN
def test_a_variable_that_makes_the_components_template_hide(is_open: bool):
    page = f"{{% firstof given '' as shut %}}<c-unless>{INLINE}</c-unless>"
    assert both({"page.html": page}, given="" if is_open else "x") == (IT if is_open else HIDDEN)


def test_a_component_that_asks_the_request():
    assert both({"page.html": f"<c-staff-only>{INLINE}</c-staff-only>"}) == HIDDEN


def test_a_dynamic_component():
    page = f'<c-component :is="kind">{INLINE}</c-component>'
    assert both({"page.html": page}, kind="plain") == IT
    assert both({"page.html": page}, kind="staff-only") == HIDDEN
