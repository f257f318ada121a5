from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread

import htmx_partials
from tests.chromium import find_chromium, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSER = Path(__file__).parent / "browser"

# What it tests is not there in Django 6.
collect_ignore = [] if django.VERSION < (6,) else ["test_django52.py"]

# They run the whole package in many ways. The tests of the modules cover it without them, and measuring the coverage
# takes as long as the tests themselves.
WIDE = (
    "tests/caches/",
    "tests/checks/test_example.py",
    "tests/docs/",
    "tests/example/",
    "tests/test_action_requests.py::test_any_other_request",
    "tests/test_actions_database.py",
    "tests/test_guard_table.py",
    "tests/test_guards.py::test_an_anonymous_request",
    "tests/test_middleware.py::test_a_message_is_shown_once",
    "tests/test_middleware.py::test_messages_go_along",
    "tests/test_middleware.py::test_nobody_gets",
    "tests/test_middleware.py::test_the_answer_to_either_side",
    "tests/test_oob.py::test_what_is_inserted",
    "tests/test_properties.py",
    "tests/test_resolution.py::test_templates_that_all_include",
    "tests/test_selection.py::test_hostile",
)

pytest_plugins = ["htmx_partials.testing.plugin"]


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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that needs Chromium, and each that runs without coverage: `-m browser` runs exactly the former."""
    for item in items:
        if isinstance(item, pytest.Function) and "chromium" in item.fixturenames:
            if not is_for_chromium(item.path):
                raise pytest.UsageError(f"{item.nodeid} needs Chromium: move it to tests/browser or test_chromium.py.")
            item.add_marker("browser")
        if item.nodeid.startswith(WIDE):
            item.add_marker("wide")


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Import all modules. Then collect the tests without measuring, which takes twice the time."""
    plugin: Any = session.config.pluginmanager.get_plugin("_cov")
    controller = plugin and plugin.cov_controller
    if controller is None:
        return (yield)
    for module in walk_packages(htmx_partials.__path__, "htmx_partials."):
        import_module(module.name)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


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
