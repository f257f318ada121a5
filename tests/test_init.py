"""The names that the package offers."""

import subprocess
import sys

import pytest

import htmx_partials


def test_every_name_is_there():
    assert sorted(htmx_partials.__all__) == htmx_partials.__all__ == sorted(htmx_partials.MODULES)
    assert all(getattr(htmx_partials, name).__name__ == name for name in htmx_partials.__all__)


def test_a_name_that_is_not_there():
    with pytest.raises(ImportError, match="cannot import name 'partial' from 'htmx_partials'"):
        from htmx_partials import partial  # type: ignore[attr-defined]  # noqa: F401


@pytest.mark.processes
def test_an_import_of_the_package_imports_nothing_else_of_it():
    code = "import sys, htmx_partials; print([name for name in sys.modules if name.startswith('htmx_partials.')])"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert ran.stdout == "[]\n"
