"""Django 5.2, set up as README says, in a process without what stands in for Django 6 in other tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

PROJECT = """
import sys
import django
from django.conf import settings

settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["template_partials", "django_htmx", "htmx_partials"],
    MIDDLEWARE=["django_htmx.middleware.HtmxMiddleware", "htmx_partials.middleware.HtmxPartialsMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["templates"], "APP_DIRS": True}],
)
django.setup()

from django.template import engines
from django.template.loader import get_template
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import path
from htmx_partials import partial_response, render, render_partial_to_string

@partial_response("rows", oob=["count"])
def page(request):
    return render(request, "page.html", {"rows": [1, 2]})

urlpatterns = [path("", page)]
"""

PAGE = """{% load partials %}{% partialdef count inline %}<b id="count">{{ rows|length }}</b>{% endpartialdef %}
{% include "other.html#note" %}
<ul>{% partialdef rows inline %}{% for row in rows %}<li>{{ row }}</li>{% endfor %}{% endpartialdef %}</ul>"""


def run(directory: Path, code: str, page: str = PAGE) -> str:
    templates = directory / "templates"
    templates.mkdir()
    (templates / "page.html").write_text(page)
    (templates / "other.html").write_text("{% load partials %}{% partialdef note %}<i>note</i>{% endpartialdef %}")
    (directory / "project.py").write_text(PROJECT + code)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "project.py"],
        cwd=directory,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


def test_the_page_and_its_fragment_with_a_companion(tmp_path):
    code = """
print(Client().get("/").content.decode())
print(Client().get("/", headers={"HX-Request": "true"}).content.decode())
"""
    page, fragment = run(tmp_path, code).split("</ul>\n")

    assert page == '<b id="count">2</b>\n<i>note</i>\n<ul><li>1</li><li>2</li>'
    assert fragment == '<li>1</li><li>2</li><b hx-swap-oob="true" id="count">2</b>\n'


def test_a_partial_of_another_template(tmp_path):
    assert run(tmp_path, 'print(render_partial_to_string("page.html", "other.html#note"))') == "<i>note</i>\n"


def test_a_name_that_is_not_there(tmp_path):
    said = run(tmp_path, 'render_partial_to_string("page.html", "row")')

    assert "page.html has no partial or block 'row' (did you mean 'rows'?). Its partials: count, note, rows." in said


def test_tests_record_the_fragment_and_its_context(tmp_path):
    code = """
setup_test_environment()
response = Client().get("/", headers={"HX-Request": "true"})
print([each.name for each in response.templates], response.context["rows"])
"""
    assert run(tmp_path, code) == "['rows', 'count'] [1, 2]\n"


def test_a_template_is_compiled_once(tmp_path):
    code = """
from htmx_partials.rendering import page_of
page = get_template("page.html")
print(page_of(page) is page.template)
"""
    assert run(tmp_path, code) == "True\n"


def test_a_partial_that_is_shown_and_not_there_is_found_when_it_is_rendered(tmp_path):
    said = run(
        tmp_path,
        'print(render_partial_to_string("page.html", "a"))',
        "{% load partials %}{% partialdef a %}a{% endpartialdef %}{% if 0 %}{% partial b %}{% endif %}{% partial a %}",
    )

    assert said == "a\n"


def test_without_django_template_partials_it_says_what_to_install():
    code = "import sys; sys.modules['template_partials'] = None; import htmx_partials.rendering"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert ran.stderr.splitlines()[-1].endswith(
        ' has no template partials of its own: install htmx-partials[django52], and add "template_partials" to '
        "INSTALLED_APPS."
    )
