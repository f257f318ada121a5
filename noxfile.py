"""
The tests that need no browser, with each Python, Django and django-htmx that the package supports: `make matrix`.

One cell: `nox -s "tests(python='3.12', django='5.2', htmx='newest')"`. All of a Python: `nox -p 3.12`.
"""

import atexit
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from xml.etree import ElementTree

import nox

PYTHONS = ["3.12", "3.13", "3.14"]
DJANGOS = {
    "5.2": ["django~=5.2.0", "django-template-partials"],
    "6.0": ["django~=6.0.0"],
    "6.1": ["django~=6.1.0"],
    "pre-release": ["--prerelease=allow", "django"],
    "main": ["django @ https://github.com/django/django/archive/main.tar.gz"],
}
HTMXES = {"oldest": "django-htmx~=1.28.0", "newest": "django-htmx"}

# The oldest django-htmx ships releases of htmx that are not recorded, so the plays of the kit are left out with it.
RELEASES_TEST = "test_the_kit_plays_the_releases_that_django_htmx_ships_and_those_of_the_tests"
LEFT_OUT = {
    "oldest": ["--ignore=tests/differential", f"--deselect=tests/testing/test_releases.py::{RELEASES_TEST}"],
    "newest": [],
}

# The oldest django-htmx with the oldest and with the newest Django; a pre-release of Django, and its branch main, with
# one Python each.
ALL_DJANGOS = [("5.2", "newest"), ("6.0", "newest"), ("6.1", "newest")]
CELLS = {
    "3.12": [("5.2", "oldest"), *ALL_DJANGOS],
    "3.13": [*ALL_DJANGOS, ("6.1", "oldest"), ("pre-release", "newest")],
    "3.14": [*ALL_DJANGOS, ("main", "newest")],
}

nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
nox.options.reuse_existing_virtualenvs = True

# Where `scripts/bootstrap` finds uv and each Python.
versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
found = [each for python in PYTHONS for each in sorted(versions.glob(f"{python}.*/bin"))]
os.environ["PATH"] = os.pathsep.join([*map(str, found), os.environ["PATH"], str(Path(".tools/bin").resolve())])
os.environ.setdefault("UV_SYSTEM_CERTS", "true")


class Row(NamedTuple):
    """What came out in one cell."""

    versions: str
    outcome: str
    seconds: float


ROWS: dict[tuple[str, str, str], Row] = {}

# What of the tests was run, as the command line says it to pytest behind `--`.
CHOSEN: list[str] = []


def cells() -> Iterator[tuple[str, str, str]]:
    for python in PYTHONS:
        yield from ((python, django, htmx) for django, htmx in CELLS[python])


@nox.session
@nox.parametrize("python, django, htmx", [*cells()])
def tests(session: nox.Session, django: str, htmx: str) -> None:
    """The tests in one cell."""
    cell = (str(session.python), django, htmx)
    ROWS[cell] = Row("", "could not be installed", 0)
    CHOSEN[:] = session.posargs
    session.install("--require-hashes", "--requirement", "requirements/dev.txt")
    session.install("--no-deps", "--no-build-isolation", "--editable", ".")
    session.install(*DJANGOS[django], HTMXES[htmx])
    versions = installed(session)
    if django == "pre-release" and versions["django"].replace(".", "").isdigit():
        ROWS[cell] = Row(shown(versions), "there is no pre-release that is newer", 0)
        session.skip("there is no pre-release that is newer")
    # Not `create_tmp()`, which moves all temporary files into this repository, where `git apply` passes them over.
    results = Path(session.virtualenv.location) / "results.xml"
    start = monotonic()
    try:
        session.run(
            *(
                "python",
                "-m",
                "pytest",
                "-q",
                "-rs",
                "-n",
                "auto",
                "--dist",
                "worksteal",
                "-p",
                "no:cacheprovider",
                "-m",
                "not browser",
            ),
            *(f"--junit-xml={results}", *LEFT_OUT[htmx], *session.posargs),
        )
    finally:
        left_out = ", no plays of htmx" if LEFT_OUT[htmx] else ""
        ROWS[cell] = Row(shown(versions), outcome_in(results) + left_out, monotonic() - start)


@atexit.register
def show_rows() -> None:
    """What came out in all cells, once any has been run."""
    if ROWS:
        print("\nOf the tests:" if CHOSEN else "", *CHOSEN)
        print(f"{'Python':8}{'Django':13}{'django-htmx':13}{'versions':52}{'outcome':58}{'seconds':>7}")
        for python, django, htmx in cells():
            missing = "not run" if shutil.which(f"python{python}") else "interpreter missing"
            row = ROWS.get((python, django, htmx), Row("", missing, 0))
            print(f"{python:8}{django:13}{htmx:13}{row.versions:52}{row.outcome:58}{row.seconds:7.0f}", flush=True)


def installed(session: nox.Session) -> dict[str, str]:
    """The versions that the cell has."""
    code = (
        "import platform, importlib.metadata as installed; print(platform.python_version(), "
        "*map(installed.version, ['django', 'django-htmx']))"
    )
    said = str(session.run("python", "-c", code, silent=True, log=False)).split()
    return dict(zip(["python", "django", "django-htmx"], said, strict=True))


def shown(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def outcome_in(results: Path) -> str:
    """How many tests passed, failed and were skipped, of what pytest has written."""
    if not results.exists():
        return "pytest did not end"
    (suite,) = ElementTree.parse(results).getroot().iter("testsuite")
    failed, skipped = (int(suite.attrib[name]) for name in ("failures", "skipped"))
    failed += int(suite.attrib["errors"])
    passed = int(suite.attrib["tests"]) - failed - skipped
    return f"{passed} passed, {failed} failed, {skipped} skipped"
