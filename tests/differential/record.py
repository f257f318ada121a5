"""
Play what has changed in Chromium, record it, and show the difference: `make record`.

With `--all`, play everything.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from difflib import unified_diff

import django

ENOUGH_FOR_A_PROCESS = 20


def main(arguments: list[str]) -> None:
    prepare()
    from tests.differential.recordings import PLAYS, is_stale

    plays = {name: play for of_module in PLAYS.values() for name, play in of_module.items()}
    wanted = [name for name, play in plays.items() if "--all" in arguments or is_stale(play)]
    processes = min(os.cpu_count() or 1, len(wanted) // ENOUGH_FOR_A_PROCESS + 1)
    shares = [wanted[first::processes] for first in range(processes)]
    transcripts: dict[str, str] = {}
    if wanted:
        with ProcessPoolExecutor(processes, initializer=prepare) as executor:
            for share in executor.map(play_all, shares):
                transcripts |= share
    for module in PLAYS:
        update(module, transcripts)
    print(f"Played {len(wanted)} of {len(plays)}.")


def prepare() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop running in this thread
    sys.path.append("example_project")
    django.setup()


def play_all(names: list[str]) -> dict[str, str]:
    from tests.chromium import launched
    from tests.differential.playing import Tabs, play_in_chromium
    from tests.differential.recordings import PLAYS
    from tests.differential.site import served

    plays = {name: play for of_module in PLAYS.values() for name, play in of_module.items()}
    with served() as root, launched() as browser:
        tabs = Tabs(browser, root)
        return {name: play_in_chromium(plays[name], tabs) for name in names}


def update(module: str, transcripts: dict[str, str]) -> None:
    """Write a module's recordings if they have changed, and show the differences."""
    from tests.differential.keys import key_of
    from tests.differential.recordings import PLAYS, read, write

    before = read(module)
    after = {}
    for name, play in PLAYS[module].items():
        if name in transcripts:
            after[name] = [key_of(play), transcripts[name]]
            show(name, before[name][1] if name in before else "", transcripts[name])
        else:
            after[name] = before[name]
    for name in before.keys() - after.keys():
        print(f"gone: {name}")
    if after != before:
        write(module, after)


def show(name: str, before: str, after: str) -> None:
    if not before:
        print(f"new: {name}")
    elif before != after:
        difference = unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=4)
        print(f"changed: {name}", *difference, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
