"""`manage.py check` for small projects: its exact messages, and what it does not report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.middleware.csrf import CsrfViewMiddleware
from django.template import Engine
from django.test import override_settings
from django.urls import include, path, re_path
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxMiddleware

from htmx_partials import partial_response, render, render_partial_to_string
from htmx_partials.checks import check_partials
from htmx_partials.middleware import HtmxPartialsMiddleware
from tests.templates_for_tests import HTMX_MIDDLEWARE

from .sites import Site, check, said

PARTIALS_MIDDLEWARE = "htmx_partials.middleware.HtmxPartialsMiddleware"
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"
PAGE = "{% partialdef p inline %}<p id='p'></p>{% endpartialdef %}"


class OurMiddleware(HtmxPartialsMiddleware):
    pass


def page(*names: str, template: str = "page.html", **options: Any) -> Any:
    return partial_response(*names, template=template, **options)(lambda request: {})


def test_the_checks_are_registered_with_djangos():
    with override_settings(ROOT_URLCONF=Site({}, {"view": page("p", template="none.html")}), MIDDLEWARE=[]):
        messages = run_checks(tags=["templates"])

    assert [each.id for each in messages] == ["htmx_partials.E001", "htmx_partials.E004"]
    assert {"templates", "urls"} <= registry.tags_available()


def test_a_message_can_be_silenced():
    with override_settings(SILENCED_SYSTEM_CHECKS=["htmx_partials.E002"]):
        (message,) = check(PAGE, page("q"))

        assert message.is_silenced()


def test_what_reads_templates_is_not_imported_at_start_up():
    code = "import django; from django.conf import settings; settings.configure(INSTALLED_APPS=['htmx_partials']); "
    code += "django.setup(); import sys; print([each for each in ('analysis', 'checks', 'sources', 'markup', 'pages')"
    code += " if f'htmx_partials.{each}' in sys.modules])"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)

    assert done.stdout == "[]\n"


def test_without_urls_there_is_nothing_to_check():
    with override_settings(ROOT_URLCONF=None):
        assert check_partials() == []


def test_a_project_without_such_views_loads_no_template(monkeypatch):
    loaded: list[str] = []
    monkeypatch.setattr(Engine, "find_template", lambda engine, name, **options: loaded.append(name))

    assert check(PAGE, TemplateView.as_view(template_name="page.html"), MIDDLEWARE=[]) == []
    assert loaded == []


def test_a_view_under_several_urls_is_reported_once_with_all_of_them():
    view = page("q")

    (message,) = check(PAGE, view, view)

    assert message.obj == "tests.checks.test_checks.page.<locals>.<lambda> (/view/, /view1/)"


def test_a_view_that_only_others_call_is_reported_with_their_urls():
    (message,) = check(PAGE, calling, calling_too)

    assert message.obj == "tests.checks.test_checks.called (/view/, /view1/)"


@partial_response("q", template="page.html")
def called(request):
    return {}


def calling(request):
    return called(request)


def calling_too(request):
    return called(request)


def test_urls_are_written_with_all_that_they_are_included_in():
    inner = [path("<int:pk>/", page("q"), name="inner"), re_path("^old/$", page("q"))]
    site = Site({"page.html": PAGE}, {})
    site.urlpatterns = [path("outer/", include((inner, "app"), namespace="one"))]

    messages = check(PAGE, ROOT_URLCONF=site)

    assert [str(each.obj).split()[-1] for each in messages] == ["(/outer/<int:pk>/)", "(/outer/old/)"]


def test_what_is_wrong_with_the_base_of_all_pages_is_said_once():
    templates = {"base.html": "<a hx-target='#none'></a>{% block main %}{% endblock %}"}
    templates |= {
        f"{at}.html": "{% extends 'base.html' %}{% block main %}" + PAGE + "{% endblock %}" for at in range(12)
    }

    (message,) = check(templates, *(page("p", template=f"{at}.html") for at in range(12)))

    assert message.msg == 'hx-target="#none" (base.html, line 1): no element of the page has such an id.'
    assert str(message.obj).count("page.<locals>.<lambda>") == 10
    assert str(message.obj).endswith("(/view9/) and 2 more")


def test_the_number_of_a_turn_is_to_be_counted_by_the_view():
    source = "{% for a in b %}{% partialdef p inline %}{{ forloop.counter }}{% endpartialdef %}{% endfor %}"

    (message,) = check(source, page("p"))

    assert message.hint == "Count in the view what 'p' shows, as there is no loop around it on its own."


# -- Middleware -------------------------------------------------------------------------


def test_htmx_middleware_may_be_a_subclass():
    assert check(PAGE, page("p"), MIDDLEWARE=["tests.checks.test_checks.OurHtmxMiddleware"]) == []


class OurHtmxMiddleware(HtmxMiddleware):
    pass


def test_middleware_that_cannot_be_imported_is_djangos_business():
    assert check(PAGE, page("p"), MIDDLEWARE=[HTMX_MIDDLEWARE, "no.such.Middleware"]) == []


@pytest.mark.parametrize("ours", [PARTIALS_MIDDLEWARE, "tests.checks.test_checks.OurMiddleware"])
def test_each_middleware_that_ours_must_come_after_is_named(ours):
    assert said(check(PAGE, MIDDLEWARE=[HTMX_MIDDLEWARE, ours, SESSIONS])) == [
        f"E005 {ours!r} stands before {SESSIONS!r} in MIDDLEWARE, and must come after it."
    ]


def test_other_middleware_may_come_after_ours():
    csrf = f"{CsrfViewMiddleware.__module__}.{CsrfViewMiddleware.__qualname__}"

    assert check(PAGE, MIDDLEWARE=[SESSIONS, HTMX_MIDDLEWARE, PARTIALS_MIDDLEWARE, csrf]) == []


def test_our_middleware_needs_htmx_middleware_without_any_view():
    assert [each.id for each in check(PAGE, MIDDLEWARE=[PARTIALS_MIDDLEWARE])] == ["htmx_partials.E001"]


# -- What the settings name -------------------------------------------------------------


def test_a_template_that_the_settings_name_must_exist():
    (message,) = check(PAGE, HTMX_PARTIALS_OOB=["none.html#p"])

    assert said([message]) == ["E004 The template 'none.html' does not exist."]
    assert message.obj == "HTMX_PARTIALS_OOB"


def test_a_partial_that_the_settings_name_with_its_template_must_be_there():
    assert said(check(PAGE, HTMX_PARTIALS_OOB={"page.html#q": "innerHTML:#q"})) == [
        "E002 page.html has no partial or block 'q'. Its partials: p. Its blocks: none."
    ]


def test_a_companion_of_the_settings_must_have_a_single_root():
    templates = {"base.html": "{% partialdef toasts %}text{% endpartialdef %}", "page.html": PAGE}

    assert [each.id for each in check(templates, HTMX_PARTIALS_OOB=["base.html#toasts"])] == ["htmx_partials.E003"]
    assert check(templates, HTMX_PARTIALS_OOB={"base.html#toasts": "beforeend:#toasts", "page.html#": None}) == []


def test_a_name_of_the_whole_site_must_be_in_some_template():
    templates = {"page.html": PAGE, "other.html": "{% block nav %}{% endblock %}"}

    assert check(templates, page("p"), HTMX_PARTIALS_TARGETS={"nav": "nav"}) == []
    assert said(check(templates, page("p"), HTMX_PARTIALS_TARGETS={"nav": "navi"})) == [
        "E002 No template has a partial or a block 'navi' (did you mean 'nav'?)."
    ]


def test_a_companion_of_the_whole_site_must_have_a_single_root_in_some_page():
    templates = {"page.html": PAGE + "{% partialdef nav inline %}text{% endpartialdef %}", "other.html": PAGE}
    templates["variable.html"] = PAGE + "{% partialdef nav inline %}{{ nav }}{% endpartialdef %}"
    views = [page("p", template=name) for name in templates]

    assert [each.id for each in check(templates, *views, HTMX_PARTIALS_OOB=["nav"])] == ["htmx_partials.E003"]
    templates["other.html"] += "{% partialdef nav inline %}<nav id='nav'></nav>{% endpartialdef %}"
    assert check(templates, *views, HTMX_PARTIALS_OOB=["nav"]) == []


def test_names_of_the_whole_site_are_not_looked_for_without_any_page():
    assert check(PAGE, HTMX_PARTIALS_TARGETS={"nav": "nav"}) == []


# -- What is read, and what is left alone -----------------------------------------------


@partial_response("p")
def rendering_to_string(request):
    mail(request)
    return render(request, "page.html")


def mail(request):
    return render_partial_to_string("page.html", "mial")


def test_partials_that_are_rendered_to_strings_are_looked_for():
    assert said(check(PAGE, rendering_to_string)) == [
        "E002 page.html has no partial or block 'mial'. Its partials: p. Its blocks: none."
    ]


def test_a_broken_template_that_a_name_has_is_left_alone():
    assert check({"page.html": PAGE, "broken.html": "{% if %}"}, page("p", "broken.html#p")) == []


def test_a_template_with_an_include_that_is_broken_is_left_alone():
    assert check({"page.html": "{% include 'broken.html' %}", "broken.html": "{% if %}"}, page("p")) == []


def test_a_fault_names_the_outermost_tag_around_the_partial():
    source = "{% card %}\n{% guard %}\n{% partialdef p inline %}{% endpartialdef %}{% endguard %}{% endcard %}"

    (message,) = check(source, page("p"), builtins=["tests.other_tags"])

    assert message.msg == (
        "'p' (page.html, line 3) stands inside {% card %} (page.html, line 1, of 'tests'), which cannot be looked "
        "into: all that it holds is rendered for 'p'."
    )
