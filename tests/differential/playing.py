"""Scenarios, and how they are played in the kit and in Chromium, step by step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from playwright.sync_api import Browser

from tests.differential.releases import RELEASES, Release
from tests.differential.site import Given, Site, Stage
from tests.drivers import ChromiumDriver, KitDriver

type Step = tuple[str, tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class Scenario:
    """A small site, and the steps of a reader on it. ``routes`` are answers by path; the first page is "/"."""

    name: str
    routes: dict[str, Given]
    steps: tuple[Step, ...]
    versions: tuple[int | None, ...] = (2, 4)

    @property
    def plays(self) -> "list[Play]":
        """Return the plays with each release of htmx. `None` is a browser with JavaScript off."""
        releases = [release for release in (*RELEASES, None) if (release and release.major) in self.versions]
        return [Play(self, release) for release in releases]


@dataclass(frozen=True)
class Play:
    scenario: Scenario
    release: Release | None

    def __str__(self) -> str:
        return f"{self.scenario.name} [{self.release or 'no JavaScript'}]"


def step(method: str, *arguments: Any, **named: Any) -> Step:
    return method, arguments, named


def _steps(method: str) -> Callable[..., Step]:
    return partial(step, method)


click, fill, attach, check, uncheck, choose = map(_steps, ("click", "fill", "attach", "check", "uncheck", "choose"))
submit, trigger, reveal, tick, answers = map(_steps, ("submit", "trigger", "reveal", "tick", "answer"))
goto, back, forward, reload = map(_steps, ("goto", "back", "forward", "reload"))


def play_in_kit(play: Play) -> str:
    """Play in the kit, which reads from the page's script which release to play."""
    driver = KitDriver(htmx=play.release.major if play.release else None)
    seen = _play(play.scenario, driver, f'version="{play.release}"'.encode())
    asked = [(exchange.method, exchange.url) for exchange in driver.page.requests]
    assert asked == [(method, url) for method, url, *_ in Stage.site.asked]
    return seen


class Tabs:
    """Two tabs of a browser, with JavaScript and without, that are as good as new for each play."""

    def __init__(self, browser: Browser, root: str) -> None:
        self.browser = browser
        self.root = root
        self.at_rest: dict[bool, ChromiumDriver] = {}

    @contextmanager
    def borrowed(self, *, scripting: bool) -> Iterator[ChromiumDriver]:
        """Return the driver of a tab, for a `with`. After a play that fails its tab is not used again."""
        driver = self.at_rest.pop(scripting, None)
        if driver is None:
            tab = self.browser.new_context(java_script_enabled=scripting).new_page()
            driver = ChromiumDriver(tab, self.root, scripting=scripting)
        yield driver
        driver.forget()
        self.at_rest[scripting] = driver


def play_in_chromium(play: Play, tabs: Tabs) -> str:
    with tabs.borrowed(scripting=play.release is not None) as driver:
        return _play(play.scenario, driver, play.release.script if play.release else b"")


def _play(scenario: Scenario, driver: Any, script: bytes = b"") -> str:
    """Return what is on the page, and which requests were sent, at the start and after each step."""
    Stage.site = Site(scenario.routes, script)
    lines: list[str] = []
    for method, arguments, named in (step("open", "/"), *scenario.steps):
        before = len(Stage.site.asked)
        getattr(driver, method)(*arguments, **named)
        seen = driver.snapshot()
        lines.append(f"=== {method} {arguments} {named or ''}")
        # Requests that are sent at the same time reach the server in any order.
        lines += sorted(f"asked: {asked}" for asked in Stage.site.asked[before:])
        lines += [f"{name}: {seen[name]}" for name in ("url", "title", "focus")]
        lines += seen["document"]
    return "\n".join(lines)
