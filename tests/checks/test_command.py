"""`manage.py partials`: its output as text and as JSON, and the unused partials."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.views.generic import TemplateView

from htmx_partials import PartialResponseMixin, partial_response, render
from tests.sites import example_site
from tests.templates_for_tests import HTMX_MIDDLEWARE, in_memory

from .sites import Site

TEMPLATES = {
    "page.html": "{% partialdef rows inline %}{% endpartialdef %}\n{% partialdef old %}{% partial older %}"
    "{% endpartialdef %}\n{% partialdef older %}{% endpartialdef %}",
    "including.html": "{% include 'parts.html#part' %}{% include variable %}{% include 'parts.html' %}",
    "parts.html": "{% partialdef part %}{% endpartialdef %}{% partialdef other_part %}{% endpartialdef %}",
    "broken.html": "{% if %}",
}


@partial_response("rows", targets={"list": "rows", "all": None}, oob={"count": None, "nav": "beforeend:#nav"})
def listed(request):
    return render(request, ["missing.html", "page.html"])


@listed.action
def add(request):
    pass


class Computed(PartialResponseMixin, TemplateView):
    partial_names = ("rows",)
    partial_oob = {"messages": {"swap": "beforeend:#toasts", "on": "boosted"}}  # noqa: RUF012

    def get_template_names(self):
        return [self.request.GET["template"]]


@partial_response("rows", template=("missing.html", "nor-this.html"))
def missing(request):
    return {}


@partial_response(*[f"part-number-{number}" for number in range(20)], template="page.html")
def with_many(request):
    return {}


def call(settings: Any, *arguments: str, **views: Any) -> str:
    site = Site(TEMPLATES, views)
    strings = {"BACKEND": "django.template.backends.dummy.TemplateStrings", "NAME": "strings"}
    settings.TEMPLATES = [in_memory(site.templates), strings]
    settings.ROOT_URLCONF, settings.MIDDLEWARE = site, [HTMX_MIDDLEWARE]
    output = StringIO()
    call_command("partials", *arguments, stdout=output)
    return output.getvalue()


def test_a_view_is_listed_with_all_that_it_declares(settings):
    assert call(settings, listed=listed) == (
        "/listed/  tests.checks.test_command.listed\n"
        "  template page.html\n"
        "  partials rows\n"
        "  targets  list → rows, all → the page\n"
        "  oob      count, nav (beforeend:#nav)\n"
        "  actions  add\n"
    )


def test_a_project_without_such_views_has_nothing_to_list(settings):
    assert call(settings, plain=TemplateView.as_view(template_name="page.html")) == "No view uses partials.\n"


def test_a_template_that_only_a_request_can_tell_is_said_to_be_not_known(settings):
    assert call(settings, computed=Computed.as_view()) == (
        "/computed/  tests.checks.test_command.Computed\n"
        "  template not known without a request\n"
        "  partials rows\n"
        "  oob      messages (beforeend:#toasts on boosted)\n"
    )


@partial_response("rows")
def either(request):
    return render(request, "page.html" if request.GET else request.POST["template"])


def test_a_view_of_which_one_template_is_known_may_have_others(settings):
    rows = json.loads(call(settings, "--json", either=either))

    assert [row["template"] for row in rows] == ["page.html", None]


def test_a_template_that_does_not_exist_is_listed_by_its_first_name(settings):
    assert "  template missing.html\n" in call(settings, missing=missing)


def test_no_line_is_longer_than_a_hundred_characters(settings):
    lines = call(settings, many=with_many).splitlines()

    assert max(map(len, lines)) <= 100
    assert lines[2].startswith("  partials part-number-0, part-number-1,")
    assert lines[3].startswith("           part-number-")


def test_programs_get_json(settings):
    assert json.loads(call(settings, "--json", listed=listed, computed=Computed.as_view())) == [
        {
            "url": "/listed/",
            "view": "tests.checks.test_command.listed",
            "template": "page.html",
            "partials": ["rows"],
            "targets": {"list": "rows", "all": None},
            "oob": {"count": None, "nav": "beforeend:#nav"},
            "actions": ["add"],
        },
        {
            "url": "/computed/",
            "view": "tests.checks.test_command.Computed",
            "template": None,
            "partials": ["rows"],
            "targets": {},
            "oob": {"messages": {"swap": "beforeend:#toasts", "on": "boosted"}},
            "actions": [],
        },
    ]


def test_what_no_template_and_no_view_names_is_unused(settings):
    assert call(settings, "--unused", listed=listed) == "page.html, line 2: old\nparts.html, line 1: other_part\n"


def test_programs_get_what_is_unused_as_json(settings):
    assert json.loads(call(settings, "--unused", "--json", listed=listed)) == [
        {"template": "page.html", "line": 2, "partial": "old"},
        {"template": "parts.html", "line": 1, "partial": "other_part"},
    ]


def test_what_the_settings_name_is_used(settings):
    settings.HTMX_PARTIALS_OOB = ["old", "parts.html#other_part"]

    assert call(settings, "--unused", listed=listed) == "A template or a view names each partial.\n"


def test_continuous_integration_fails_on_what_is_unused(settings):
    with pytest.raises(SystemExit) as stopped:
        call(settings, "--fail-on-unused", listed=listed)

    assert stopped.value.code == 1


def test_continuous_integration_passes_where_all_is_used(settings):
    settings.HTMX_PARTIALS_OOB = ["old", "parts.html#other_part"]

    assert call(settings, "--fail-on-unused", listed=listed) == "A template or a view names each partial.\n"


def test_each_partial_of_the_example_is_used():
    output = StringIO()
    with example_site():
        call_command("partials", "--fail-on-unused", stdout=output)

    assert output.getvalue() == "A template or a view names each partial.\n"
