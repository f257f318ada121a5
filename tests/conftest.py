from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import copy_context
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any
from zlib import crc32

import django
import pytest
from _pytest.runner import runtestprotocol
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread

import htmx_partials
from tests.chromium import find_chromium, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSER = Path(__file__).parent / "browser"

# What it tests is not there in Django 6.
collect_ignore = [] if django.VERSION < (6,) else ["test_django52.py"]

# Measuring the coverage takes as long as a test itself. These run the whole package in many ways.
NOT_MEASURED = (
    "tests/caches/",
    "tests/checks/test_example.py",
    "tests/docs/",
    "tests/example/",
    "tests/test_actions_database.py",
    "tests/test_guard_table.py",
    "tests/test_oob.py::test_what_is_inserted",
    "tests/test_properties.py",
    "tests/test_resolution.py::test_templates_that_all_include",
    "tests/test_selection.py::test_hostile",
)
# These make whole requests, in many cases. Measuring two cases of each test covers the modules.
MEASURED_TWICE = (
    "tests/test_action",
    "tests/test_etags.py",
    "tests/test_forms.py",
    "tests/test_guards.py",
    "tests/test_middleware.py",
    "tests/test_readers.py",
    "tests/test_site_wide_guards.py",
)

pytest_plugins = ["htmx_partials.testing.plugin"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--part", default="1/1", help="run a part of the tests: 1/2 and 2/2 together are all of them")


def is_for_chromium(path: Path) -> bool:
    return path.name == "test_chromium.py" or BROWSER in path.parents


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the modules of which `-m` takes no test: each process needs five seconds to collect them all."""
    if not collection_path.match("test_*.py"):
        return None
    starts_programs = "mark.processes" in collection_path.read_text()
    match config.option.markexpr.split(" and ")[0]:
        case "browser":
            wanted = is_for_chromium(collection_path)
        case "not browser":
            wanted = starts_programs or not is_for_chromium(collection_path)
        case "processes":
            wanted = starts_programs
        case _:
            wanted = True
    return None if wanted else True


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around pytest-randomly, which shuffles them
def pytest_collection_modifyitems(items: list[pytest.Item], config: pytest.Config) -> Iterator[None]:
    """
    Mark what needs Chromium, and whose coverage is not measured. Leave out the tests of other parts.

    Tests whose coverage is measured run first: what is cached for good runs only once in a process.
    """
    cases: Counter[str] = Counter()
    for item in items:
        test = item.nodeid.partition("[")[0]
        cases[test] += 1
        if test.startswith(NOT_MEASURED) or (test.startswith(MEASURED_TWICE) and cases[test] > 2):
            item.add_marker("not_measured")
        if isinstance(item, pytest.Function) and "chromium" in item.fixturenames:
            if not is_for_chromium(item.path):
                raise pytest.UsageError(f"{test} needs Chromium: move it to tests/browser or test_chromium.py.")
            item.add_marker("browser")
    number, count = map(int, config.getoption("part").split("/"))
    items[:] = [item for item in items if crc32(item.nodeid.encode()) % count == number - 1]
    yield
    if coverage_of(config):
        items.sort(key=is_not_measured)


def is_not_measured(item: pytest.Item) -> bool:
    return item.get_closest_marker("not_measured") is not None


def coverage_of(config: pytest.Config) -> Any:
    """Return the object by which pytest-cov starts and stops, or None if nothing is measured."""
    plugin: Any = config.pluginmanager.get_plugin("_cov")
    return plugin and plugin.cov_controller


@contextmanager
def not_measured(config: pytest.Config) -> Iterator[None]:
    """Measure no coverage, for a `with`."""
    coverage = coverage_of(config)
    if coverage:
        coverage.pause()
    try:
        yield
    finally:
        if coverage:
            coverage.resume()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Import all modules. Then collect the tests without measuring, which takes twice the time."""
    if coverage_of(session.config):
        for module in walk_packages(htmx_partials.__path__, "htmx_partials."):
            import_module(module.name)
    with not_measured(session.config):
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """
    Run a test in a context of its own.

    Each URLconf leaves a context variable behind. Where a test leaves them to the next, there are eight hundred in the
    end, and each call between sync and async code copies all of them.
    """
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    with not_measured(item.config) if is_not_measured(item) else nullcontext():
        copy_context().run(runtestprotocol, item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return one process more than there are cores for tests that wait for a browser or a server now and then."""
    return (os.cpu_count() or 1) + 1 if config.option.markexpr in {"browser", "processes"} else None


class StopsAtOnce(ThreadedWSGIServer):
    """Looks a hundred times a second whether it has to stop, instead of twice."""

    def serve_forever(self, poll_interval: float = 0.01) -> None:
        super().serve_forever(poll_interval)


LiveServerThread.server_class = StopsAtOnce


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process. Tests with a browser run in processes of their own."""
    if not find_chromium():
        pytest.fail("Found no Chromium: install it, or set CHROMIUM to its path.")
    with pytest.MonkeyPatch.context() as environment, launched() as browser:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail if tests were skipped and FORBID_SKIPS is set, as in continuous integration."""
    reporter: pytest.TerminalReporter | None = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("FORBID_SKIPS") and reporter and reporter.stats.get("skipped"):
        reporter.ensure_newline()
        reporter.write_line("Tests were skipped, which FORBID_SKIPS does not allow.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
