"""
Many changes, and what goes wrong in between: `python -m tests.browser.live.soak [redis|postgres] [--changes 1000]`.

Four readers look at the same contacts, from two processes, with htmx 2 and htmx 4. Contacts are renamed, added and
removed, by a third process and through both; now and then a transaction is rolled back, the server of the backend or a
process is killed and started again, the network of a browser is cut, a tab is hidden, a page reloaded, or gone back
to. At the end each page has to show what a reload shows.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from typing import Any
from urllib.error import URLError

from playwright.sync_api import Browser, Page

from tests.browser.live.processes import Process, prepared, serving
from tests.chromium import launched
from tests.differential.releases import RELEASES
from tests.live.servers import Server

CONTACTS = 12

# Seconds after the last change until every page has to show it: a client may pause for some of them after a fault.
PATIENCE = 90.0

SHOWN = "() => [...document.querySelectorAll('#count, .name')].map(element => element.innerText)"
SET_HIDDEN = """hidden => {
  Object.defineProperty(document, "hidden", {get: () => hidden, configurable: true})
  document.dispatchEvent(new Event("visibilitychange"))
}"""


class Soak:
    def __init__(self, server: Server, processes: list[Process], browser: Browser, seed: int) -> None:
        self.server = server
        self.processes = processes
        self.chance = random.Random(seed)
        self.changes = 0
        self.faults: Counter[str] = Counter()
        self.tabs = [self.open(browser, process) for process in processes * 2]
        self.ways = [self.rename, self.rename, self.rename_over_http, self.replace, self.roll_back]
        self.mishaps: list[Callable[[], None]] = [
            self.backend_is_killed,
            self.backend_is_stopped,
            self.process_is_killed,
            self.network_is_cut,
            self.tab_is_hidden,
            self.page_is_reloaded,
            self.reader_goes_back,
        ]

    def open(self, browser: Browser, process: Process) -> Page:
        tab = browser.new_context().new_page()
        tab.goto(process.address)
        return tab

    def run(self, changes: int, faults: int) -> int:
        """The number of places that show something else than a reload does, after all of it."""
        mishaps = cycle(self.mishaps)
        every = max(1, changes // faults)
        while self.changes < changes:
            self.change(1)
            if self.changes % every == 0:
                mishap = next(mishaps)
                self.faults[mishap.__name__.replace("_", " ")] += 1
                mishap()
        return self.missed()

    def change(self, times: int) -> None:
        for _ in range(times):
            self.chance.choice(self.ways)()
            self.changes += 1
            time.sleep(0.005)

    # -- Changes

    def pick(self) -> Any:
        from contacts.models import Contact

        return self.chance.choice(Contact.objects.all())

    def rename(self) -> None:
        from tests.browser.live.site import rename_contact

        rename_contact(self.pick().pk, f"Number {self.changes}")

    def rename_over_http(self) -> None:
        try:
            self.chance.choice(self.processes).rename(self.pick().pk, f"Over HTTP {self.changes}")
        except URLError:  # nobody answers just now
            self.rename()

    def replace(self) -> None:
        from django.db import transaction

        from contacts.models import Contact
        from htmx_partials.live import changed

        with transaction.atomic():
            self.pick().delete()
            Contact.objects.create(first_name=f"New {self.changes}", last_name="", email=str(self.changes))
            with transaction.atomic():
                changed("list", Contact)

    def roll_back(self) -> None:
        from django.db import transaction

        with transaction.atomic():
            self.rename()
            transaction.set_rollback(True)
        self.rename()

    # -- Faults

    def backend_is_killed(self) -> None:
        self.server.kill()
        self.change(5)
        self.server.start()

    def backend_is_stopped(self) -> None:
        self.server.stop()
        self.change(5)
        self.server.start()

    def process_is_killed(self) -> None:
        process = self.chance.choice(self.processes)
        process.kill()
        self.change(5)
        process.start()

    def network_is_cut(self) -> None:
        tab = self.chance.choice(self.tabs)
        tab.context.set_offline(True)
        self.change(5)
        tab.context.set_offline(False)

    def tab_is_hidden(self) -> None:
        tab = self.chance.choice(self.tabs)
        tab.evaluate(SET_HIDDEN, True)
        self.change(5)
        tab.evaluate(SET_HIDDEN, False)

    def page_is_reloaded(self) -> None:
        self.chance.choice(self.tabs).reload(wait_until="commit")
        self.change(5)

    def reader_goes_back(self) -> None:
        tab = self.chance.choice(self.tabs)
        tab.goto(tab.url.partition("?")[0] + "?q=e")
        self.change(5)
        tab.go_back()

    # -- The end

    def missed(self) -> int:
        fresh = self.tabs[0].context.new_page()
        fresh.goto(self.processes[0].address)
        expected = fresh.evaluate(SHOWN)
        end = time.monotonic() + PATIENCE
        while True:
            shown = [tab.evaluate(SHOWN) for tab in self.tabs]
            if all(each == expected for each in shown) or time.monotonic() > end:
                break
            time.sleep(0.1)
        return sum(sum(a != b for a, b in zip(each, expected, strict=False)) or each != expected for each in shown)


def soak(backend: str, changes: int, faults: int, seed: int) -> int:
    releases = RELEASES[1].version, RELEASES[-1].version
    with prepared(backend) as server, serving(*releases) as processes, launched() as browser:
        from contacts.models import Contact

        for number in range(CONTACTS):
            Contact.objects.create(first_name=f"First {number}", last_name="", email=f"first{number}")
        assert server
        began = time.monotonic()
        it = Soak(server, processes, browser, seed)
        missed = it.run(changes, faults)
        seconds = time.monotonic() - began
        print(f"{backend}, seed {seed}: {it.changes} changes in {seconds:.0f} s, {it.faults.total()} faults:")
        print(f"  {missed:>3}  missed")
        for name, count in it.faults.items():
            print(f"  {count:>3}  {name}")
        return missed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("backend", nargs="?", default="redis", choices=["redis", "postgres"])
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--faults", type=int, default=40)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    sys.exit(soak(options.backend, options.changes, options.faults, options.seed) != 0)


if __name__ == "__main__":
    main()
