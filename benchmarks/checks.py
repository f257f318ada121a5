"""Measure `manage.py check` for many templates and views: `python -m benchmarks.checks`."""

import gc
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import django
from django.conf import settings
from django.test import override_settings

SECONDS = 5.0
GROWTH = 2.2
VIEWS = 25  # in each module
RUNS = 3

ROOT = """<!doctype html><html><head><title>{% block title %}Site{% endblock %}</title></head>
<body hx-boost="true" hx-target="#content">
<nav>{% for each in "12345"|make_list %}<a href="/{{ each }}/">{{ each }}</a>{% endfor %}</nav>
{% partialdef messages inline %}{% for message in messages %}<p>{{ message }}</p>{% endfor %}{% endpartialdef %}
<main id="content">{% block content %}{% endblock %}</main></body></html>"""
SECTION = """{% extends "root_NUMBER.html" %}
{% block content %}<h1>{% block heading %}Section{% endblock %}</h1>
<form hx-get="?" hx-target="#rows" hx-swap="outerHTML"><input name="q" value="{{ q }}"></form>
{% block main %}{% endblock %}<aside id="aside-NUMBER">{% if aside %}{{ aside }}{% endif %}</aside>{% endblock %}"""
PAGE = """{% extends "section_NUMBER.html" %}
{% block main %}
{% partialdef count inline %}<p id="count">{{ count }} contacts</p>{% endpartialdef %}
<table>{% partialdef rows inline %}<tbody id="rows">
{% for contact in contacts %}{% partialdef row inline %}<tr id="row-{{ contact.pk }}">
<td><a hx-get="?" hx-target="#row-{{ contact.pk }}" hx-swap="outerHTML">{{ contact.name }}</a></td>
<td>{{ contact.email }}</td><td>{{ contact.company|default:"none" }}</td><td>{{ contact.town }}</td></tr>
{% endpartialdef %}{% empty %}<tr><td>Nobody</td></tr>{% endfor %}</tbody>{% endpartialdef %}</table>
{% partialdef edit %}
<form id="edit" hx-post="?" hx-target="#edit" hx-swap="outerHTML">{{ form }}</form>
{% endpartialdef %}
{% endblock %}"""

VIEW = '''
@partial_response("rows", "edit", targets={{"row-<int>": "row"}}, oob=["count"])
def view_{number}(request):
    contact = {{"pk": 1}}
    context = {{"contacts": [], "contact": contact, "q": request.GET.get("q", ""), "count": 0}}
    return render(request, "page_{page}.html", context)


@view_{number}.action(partial="row")
def save_{number}(request):
    """Keep what was sent."""
'''


class Site(NamedTuple):
    """A project with this many templates, in families of three, and half as many views."""

    templates: int

    def write(self, directory: Path) -> None:
        families = self.templates // 3
        for number in range(families):
            for name, source in (("root", ROOT), ("section", SECTION), ("page", PAGE)):
                (directory / f"{name}_{number}.html").write_text(source.replace("NUMBER", str(number)))
        imports = "from django.urls import path\n\nfrom htmx_partials import partial_response, render\n"
        for app in range(self.templates // 2 // VIEWS):
            numbers = range(app * VIEWS, (app + 1) * VIEWS)
            views = "".join(VIEW.format(number=number, page=number % families) for number in numbers)
            urls = "".join(f'    path("{number}/", view_{number}),\n' for number in numbers)
            module = directory / f"{self.module}_{app}.py"
            module.write_text(f"{imports}{views}\n\nurlpatterns = [\n{urls}]\n")
        apps = "".join(
            f'    path("{app}/", include("{self.module}_{app}")),\n' for app in range(self.templates // 2 // VIEWS)
        )
        (directory / f"{self.module}.py").write_text(
            f"from django.urls import include, path\n\nurlpatterns = [\n{apps}]\n"
        )

    @property
    def module(self) -> str:
        return f"site_of_{self.templates}"

    def seconds(self, directory: Path) -> float:
        """Return the time of a check in a process that has not compiled any template, like `manage.py check`."""
        from htmx_partials.checks import check_partials

        engine: dict[str, Any] = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [directory]}
        urls = import_module(self.module).__name__
        middleware = ["django_htmx.middleware.HtmxMiddleware"]
        with override_settings(TEMPLATES=[engine], ROOT_URLCONF=urls, MIDDLEWARE=middleware):
            gc.collect()
            gc.freeze()
            start = time.process_time()
            messages = check_partials()
            seconds = time.process_time() - start
        gc.unfreeze()
        if messages:
            raise SystemExit(f"The site is sound, and the check says: {messages[0]}")
        return seconds


def main() -> bool:
    """Print the table, and return whether the goals are met."""
    settings.configure(INSTALLED_APPS=["htmx_partials"])
    django.setup()
    print("manage.py check, templates in families of three, seconds of CPU time, the best of", RUNS)
    print(f"{'templates':>9} {'views':>6} {'seconds':>8}")
    small, large = Site(1000), Site(2000)
    with tempfile.TemporaryDirectory() as name:
        directories = {site: Path(name, site.module) for site in (small, large)}
        for site, directory in directories.items():
            directory.mkdir()
            site.write(directory)
            sys.path.insert(0, str(directory))
        # In turn, as the speed of a machine changes.
        pairs = [(small.seconds(directories[small]), large.seconds(directories[large])) for _ in range(RUNS)]
    one, two = (min(seconds) for seconds in zip(*pairs, strict=True))
    growth = median(larger / smaller for smaller, larger in pairs)
    for site, seconds in ((small, one), (large, two)):
        print(f"{site.templates:9} {site.templates // 2:6} {seconds:8.2f}")
    print(
        f"Goals: the first within {SECONDS} seconds; twice as many take at most {GROWTH} times as long ({growth:.2f})."
    )
    return one <= SECONDS and growth <= GROWTH


if __name__ == "__main__":
    sys.exit(not main())
