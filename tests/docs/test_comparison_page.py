"""What docs/comparison.md says of packages that are installed here."""

from typing import Any

import jinja2
import pytest
from django.http import HttpRequest
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.test import RequestFactory
from htmx_nav import render_nav
from jinja2_fragments import render_block as render_jinja2_block
from render_block import render_block_to_string

from htmx_partials import render_partial_to_string
from tests.templates_for_tests import in_memory
from tests.versions import needs_django_6

TEMPLATES = {
    "page.html": """
        {% extends "base.html" %}
        {% block main %}
          {% include "included.html" %}
          {% if user.is_staff %}
            {% partialdef content inline %}<p>secret</p>{% endpartialdef %}
            {% block secret %}<p>secret</p>{% endblock %}
          {% endif %}
        {% endblock %}
    """,
    "base.html": "{% partialdef title inline %}<title>Page</title>{% endpartialdef %}{% block main %}{% endblock %}",
    "included.html": "{% partialdef included inline %}<p>included</p>{% endpartialdef %}",
}
SECRET = "<p>secret</p>"


@pytest.fixture
def ask(settings: Any) -> Any:
    settings.TEMPLATES = [in_memory(TEMPLATES)]

    def request(**headers: str) -> HttpRequest:
        return RequestFactory().get("/", headers={"HX-Request": "true", **headers})

    return request


@needs_django_6(reason="Django 5.2 has no partials")
def test_django_alone_renders_a_partial_whatever_stands_around_it(ask):
    assert render(ask(), "page.html#content").content.decode() == SECRET
    assert render_partial_to_string("page.html", "content", {}, ask()) == ""


@needs_django_6(reason="Django 5.2 has no partials")
@pytest.mark.parametrize("name", ["title", "included"])
def test_django_alone_does_not_find_partials_of_other_templates(ask, name):
    with pytest.raises(TemplateDoesNotExist):
        render(ask(), f"page.html#{name}")
    assert render_partial_to_string("page.html", name, {}, ask())


def test_render_block_renders_a_block_whatever_stands_around_it(ask):
    assert render_block_to_string("page.html", "secret", {}, ask()) == SECRET
    assert render_partial_to_string("page.html", "secret", {}, ask()) == ""


@needs_django_6(reason="Django 5.2 has no partials")
@pytest.mark.parametrize("header", ["HX-History-Restore-Request", "HX-Boosted"])
def test_htmx_nav_renders_the_partial_for_the_history_and_boosted_links(ask, header):
    assert render_nav(ask(**{header: "true"}), "page.html").render().content.decode() == SECRET


def test_htmx_nav_varies_by_one_header(ask):
    partials = {"#content": "main", "#title": True}

    assert render_nav(ask(), "page.html", partial=partials)["Vary"] == "HX-Request"


def test_jinja2_fragments_renders_a_block_whatever_stands_around_it():
    page = "{% if user.is_staff %}{% block secret %}<p>secret</p>{% endblock %}{% endif %}"
    environment = jinja2.Environment(autoescape=True, loader=jinja2.DictLoader({"page.html": page}))

    assert render_jinja2_block(environment, "page.html", "secret", user=None) == SECRET
