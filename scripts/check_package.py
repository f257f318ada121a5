"""
Build the package, install it as a user does, and follow the README with it: `make package`.

Needs PyPI. Django is the newest, as a user gets it; all else has the version that requirements/dev.txt pins.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import dedent, indent

ROOT = Path(__file__).resolve().parents[1]
IMPORT_MILLISECONDS = 5.0
RUNTIME = {"asgiref", "django", "django-htmx", "htmx-partials", "sqlparse"}

# What every site with Django's templates and django-htmx imports.
DJANGO_ITSELF = """
import sys, time
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django_htmx"])
django.setup()
import django.contrib.auth.middleware, django.middleware.cache, django.middleware.csrf
import django.template.loaders.cached, django.templatetags.i18n, django.templatetags.l10n, django.templatetags.tz
import django.templatetags.cache, django.template.response, django.views.generic, django.shortcuts, django.test
import django.views.decorators.http, django_htmx.http, django_htmx.middleware
"""


class Environment:
    """A fresh environment of this Python, which installs what a wheel in `dist` and the pinned versions say."""

    def __init__(self, folder: Path, dist: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pins = re.findall(r"^([\w.-]+==\S+)", (ROOT / "requirements/dev.txt").read_text(), re.MULTILINE)
        constraints = folder / "constraints.txt"
        constraints.write_text("\n".join(pin for pin in pins if not pin.startswith("django=")))
        self.variables = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO"))
        }
        self.variables |= {
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PIP_FIND_LINKS": str(dist),
            "PIP_CONSTRAINT": str(constraints),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def run(self, command: str | list[str], cwd: Path | None = None) -> str:
        """Run a command, a text in a shell, with this environment first on the path. Return what it says."""
        ran = subprocess.run(
            command,
            shell=isinstance(command, str),
            cwd=cwd or self.folder,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if ran.returncode:
            sys.exit(f"{command} failed:\n{ran.stdout}")
        return ran.stdout

    def python(self, code: str) -> str:
        return self.run(["python", "-c", code])

    def packages(self) -> set[str]:
        listed = self.run(["python", "-m", "pip", "list", "--format=freeze", "--exclude", "pip"])
        return {line.partition("==")[0].lower().replace("_", "-") for line in listed.splitlines()}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dist = folder / "dist"
        build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist)]
        subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *map(str, dist.iterdir())], check=True)
        alone(Environment(folder / "alone", dist))
        types(Environment(folder / "typed", dist))
        follow_readme(Environment(folder / "newest", dist), django=None)
        follow_readme(Environment(folder / "django52", dist), django="5.2")


def alone(environment: Environment) -> None:
    """Nothing but Django and django-htmx comes along, and an import costs little and brings in nothing else."""
    environment.run("python -m pip install htmx-partials")
    if environment.packages() != RUNTIME:
        sys.exit(f"The package brings along {environment.packages()}, not {RUNTIME}.")
    environment.run("python -m compileall -q lib")
    took = milliseconds(environment, "import htmx_partials")
    all_names = milliseconds(environment, "from htmx_partials import *")
    print(f"import htmx_partials: {took:.1f} ms beyond Django's own, goal {IMPORT_MILLISECONDS} ms", end="; ")
    print(f"with all its names, as a process that serves pages does: {all_names:.1f} ms")
    if took > IMPORT_MILLISECONDS:
        sys.exit("The import takes too long.")


def milliseconds(environment: Environment, statement: str) -> float:
    """The computing that an import takes, the least of some."""
    code = f"{DJANGO_ITSELF}start = time.thread_time_ns()\n{statement}\nprint((time.thread_time_ns() - start) / 1e6)"
    return min(float(environment.python(code)) for _ in range(20))


def types(environment: Environment) -> None:
    """A user's project sees the types of the public names."""
    environment.run("python -m pip install htmx-partials mypy django-stubs")
    project = environment.folder / "project"
    shutil.copytree(ROOT / "tests/typing", project / "typed")
    (project / "settings.py").write_text(
        'SECRET_KEY = "x"\nINSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]\n'
    )
    (project / "mypy.ini").write_text(
        "[mypy]\nstrict = true\nplugins = mypy_django_plugin.main\n"
        "[mypy.plugins.django-stubs]\ndjango_settings_module = settings\n"
    )
    (project / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    environment.run("PYTHONPATH=. python -m mypy typed", cwd=project)
    pyright = [sys.executable, "-m", "basedpyright", "--pythonpath", str(environment.folder / "bin/python"), "typed"]
    environment.run(pyright, cwd=project)
    print("types: as mypy and pyright see them in tests/typing, strictly")


# -- The README, step by step ------------------------------------------------------------

MODELS = """
from django.db import models

class Contact(models.Model):
    name = models.CharField(max_length=100)

    def __str__(self):
        return self.name
"""
FORMS = """
from django import forms

from .models import Contact

class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ["name"]
"""
URLS = """
from django.urls import path

from contacts import views

urlpatterns = [
    path("contacts/", views.contacts, name="contacts"),
    path("list/", views.ContactList.as_view(), name="list"),
]
"""
TESTS = """
from django.test import TestCase

from contacts.models import Contact

VARY = "HX-Request, HX-Boosted, HX-History-Restore-Request, HX-Request-Type, HX-Target"
HTMX = {"HX-Request": "true", "HX-Target": "rows"}

def rows(response):
    return "".join(response.content.decode().split())

class ContactsTests(TestCase):
    def setUp(self):
        Contact.objects.create(name="Ada")

    def test_the_page(self):
        for url in ["/contacts/", "/list/"]:
            response = self.client.get(url)
            self.assertContains(response, "<li>Ada</li>", count=1, html=True)
            self.assertRegex(response.content.decode(), r'<script src="[^"]*htmx[^"]*"')
            self.assertIn(VARY, response["Vary"])

    def test_the_fragment(self):
        for url in ["/contacts/", "/list/"]:
            response = self.client.get(url, headers=HTMX)
            self.assertEqual(rows(response), "<li>Ada</li>")
            self.assertIn(VARY, response["Vary"])

    def test_an_action(self):
        response = self.client.post("/contacts/", {"_action": "add", "name": "Bob"}, headers=HTMX)
        self.assertEqual(rows(response), "<li>Ada</li><li>Bob</li>")

    def test_an_action_without_javascript(self):
        response = self.client.post("/contacts/", {"_action": "add", "name": "Bob"})
        self.assertRedirects(response, "/contacts/", status_code=303)

    def test_an_action_with_a_form_that_is_not_valid(self):
        response = self.client.post("/contacts/", {"_action": "add", "name": ""})
        self.assertContains(response, "This field is required.")
        self.assertEqual(Contact.objects.count(), 1)
"""


def follow_readme(environment: Environment, *, django: str | None) -> None:
    """What the README says is done in a project that `startproject` has made, and works."""
    readme = (ROOT / "README.md").read_text()
    install, apps, middleware, base, partial, view, class_view, search, action, add, *of_django52 = blocks(readme)
    if django:
        install, apps, load = of_django52
        environment.run(f"python -m pip install django~={django}.0")
        partial = load + partial
    environment.run(install)
    environment.run("django-admin startproject mysite . && python manage.py startapp contacts", cwd=environment.folder)
    settings = environment.folder / "mysite/settings.py"
    code = with_items(with_items(settings.read_text(), apps), middleware)
    settings.write_text(with_items(code, 'INSTALLED_APPS = [\n    "contacts",\n]'))
    (environment.folder / "mysite/urls.py").write_text(URLS)
    app = environment.folder / "contacts"
    (app / "models.py").write_text(MODELS)
    (app / "forms.py").write_text(FORMS)
    (app / "tests.py").write_text(TESTS)
    (app / "views.py").write_text(
        "from django.views.generic import ListView\n\nfrom .forms import ContactForm\nfrom .models import Contact\n\n"
        f"{view}\n{action}\n{class_view}"
    )
    templates = app / "templates"
    (templates / "contacts").mkdir(parents=True)
    (templates / "base.html").write_text(base.replace("…", "") + "<body>{% block main %}{% endblock %}</body>")
    rows = partial.replace("…", "<li>{{ contact }}</li>")
    forms = f"{search}<input name='q'></form>{add.replace('{{ form }}', '{{ form }} {{ form.errors }}')}"
    page = '{% extends "base.html" %}\n' + rows.replace("<tbody", "{% block main %}<tbody") + forms + "{% endblock %}"
    (templates / "contacts.html").write_text(page)
    (templates / "contacts/contact_list.html").write_text(page.replace(" in contacts", " in contact_list"))
    environment.run("python manage.py makemigrations contacts && python manage.py check --fail-level WARNING")
    environment.run("python -W error manage.py test")
    version = environment.python("import django; print(django.get_version())").strip()
    print(f"README: followed with Django {version}")


def blocks(readme: str) -> list[str]:
    """The code of the README's steps, those of Django 5.2 last."""
    steps = readme.partition("## In your own project")[2].partition("## What happens with")[0]
    return [dedent(text) for text in re.findall(r"^ *```\w+\n(.*?)^ *```", steps, re.DOTALL | re.MULTILINE)]


def with_items(code: str, block: str) -> str:
    """The settings with the items of a list behind those that the list has already."""
    name, _, items = block.partition(" = [\n")
    added = "".join(line for line in items.splitlines(keepends=True) if line.strip().startswith('"'))
    if not added:
        sys.exit(f"The README has no settings here: {block}")
    return re.sub(
        rf"^({name} = \[.*?)^\]",
        lambda found: found[1] + indent(dedent(added), "    ") + "]",
        code,
        flags=re.DOTALL | re.MULTILINE,
    )


if __name__ == "__main__":
    main()
