"""What is built and installed: the contents of wheel and sdist, their metadata, and what an import brings along."""

import subprocess
import sys
import tarfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import django
import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "htmx_partials"

pytestmark = pytest.mark.processes


class Built(NamedTuple):
    wheel: list[str]
    sdist: list[str]
    metadata: Message


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    dist = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = dist.glob("*.whl")
    (sdist,) = dist.glob("*.tar.gz")
    with ZipFile(wheel) as content, tarfile.open(sdist) as sources:
        metadata = next(name for name in content.namelist() if name.endswith("dist-info/METADATA"))
        return Built(
            sorted(content.namelist()),
            sorted(name.partition("/")[2] for name in sources.getnames()),
            Parser().parsestr(content.read(metadata).decode()),
        )


def test_the_wheel_is_the_package_and_nothing_else(built):
    files = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    info = ["METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"]

    assert built.wheel == sorted(
        [str(path.relative_to(ROOT)) for path in files] + [f"htmx_partials-0.1.0.dist-info/{name}" for name in info]
    )
    assert "htmx_partials/py.typed" in built.wheel


def test_the_sdist_has_all_that_the_tests_need(built):
    assert {name.partition("/")[0] for name in built.sdist} == {
        *("htmx_partials", "tests", "example_project", "docs", "requirements", "scripts", "benchmarks"),
        *("Makefile", "noxfile.py", "pyproject.toml", ".gitignore", "PKG-INFO"),
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
    }


def test_the_metadata(built):
    metadata = built.metadata

    assert (metadata["Name"], metadata["License-Expression"], metadata["Requires-Python"]) == (
        "htmx-partials",
        "MIT",
        ">=3.12",
    )
    assert metadata["Description-Content-Type"] == "text/markdown"
    required = [each for each in metadata.get_all("Requires-Dist", []) if "extra ==" not in each]
    assert required == ["django-htmx>=1.28", "django>=5.2"]
    assert set(metadata.get_all("Provides-Extra", [])) == {"debug", "django52", "postgres", "redis", "testing"}


@pytest.mark.parametrize(
    ("classifier", "versions"),
    [("Framework :: Django", ["5.2", "6.0", "6.1"]), ("Programming Language :: Python", ["3.12", "3.13", "3.14"])],
)
def test_the_versions_that_the_metadata_names_are_those_of_the_matrix(built, classifier, versions):
    named = [each for each in built.metadata.get_all("Classifier", []) if each.startswith(f"{classifier} :: ")]
    matrix = (ROOT / "noxfile.py").read_text()

    assert [f"{classifier} :: {version}" for version in versions] == [each for each in named if "." in each]
    assert all(f'"{version}"' in matrix for version in versions)


def test_an_import_brings_along_django_and_django_htmx_alone():
    code = (
        "import sys, django, django_htmx, asgiref.sync; from django.conf import settings; settings.configure();"
        "django.setup(); import htmx_partials.middleware; from htmx_partials import *;"
        "print(*{name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names))"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True)
    brought = {name for name in ran.stdout.split() if not name.startswith(("_", "sitecustomize"))}

    if django.VERSION < (6,):
        brought.discard("template_partials")  # which Django 6 has of its own
    assert brought <= {"htmx_partials", "django", "django_htmx", "asgiref", "sqlparse", "typing_extensions"}


def test_an_import_brings_along_no_part_that_serving_a_page_does_not_need():
    code = (
        "import sys; from django.conf import settings; settings.configure(); from htmx_partials import *;"
        "print(*[name for name in sys.modules if name.startswith('htmx_partials.')])"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True)
    parts = {name.split(".")[1] for name in ran.stdout.split()}

    assert not parts & {"analysis", "checks", "debug", "declared", "live", "markup", "sources", "testing"}
