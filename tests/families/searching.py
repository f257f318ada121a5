"""What a worker process does: draw families, compare, and shrink those that fail."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

# Seconds of computing for one family. A page that shows itself twice at each level would never end.
ENOUGH = 60


class EndlessError(BaseException):
    """A family takes too long. Tags that handle each `Exception` let this one pass."""


@contextmanager
def time_limit() -> Iterator[None]:
    def end(*args: object) -> None:
        raise EndlessError

    signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, ENOUGH)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


class Found(NamedTuple):
    """What one worker has found."""

    counts: Counter[str]
    failed: list[tuple[str, str]]


def setup() -> None:
    import django
    from django.test import override_settings

    sys.path.append(str(Path(__file__).parents[2] / "example_project"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from .checking import SETTINGS

    override_settings(**SETTINGS).enable()


def check(seeds: list[str]) -> Found:
    from .checking import UndrawableError, compare
    from .drawing import Draw

    counts: Counter[str] = Counter()
    failed: list[tuple[str, str]] = []
    for seed in seeds:
        counts["families"] += 1
        try:
            with time_limit():
                failures = compare(Draw(seed).site(), counts=counts)
        except (UndrawableError, EndlessError):
            counts["undrawable"] += 1
        except Exception as error:  # noqa: BLE001
            failed.append((f"crash {type(error).__name__}", seed))
            counts[f"crash {type(error).__name__}"] += 1
        else:
            kinds = {failure.kind for failure in failures}
            counts.update(f"families with {kind!r}" for kind in kinds)
            failed += [(kind, seed) for kind in kinds]
    return Found(counts, failed)


def shown(kind: str, seed: str) -> str:
    """Return the family of a seed, as small as possible, and what is wrong with it."""
    from .checking import Failure, UndrawableError, compare
    from .drawing import Draw, Site
    from .shrinking import shrink

    def failures(site: Site) -> list[Failure]:
        try:
            return [failure for failure in compare(site) if failure.kind == kind]
        except UndrawableError:
            return []
        except Exception as error:  # noqa: BLE001
            if kind == f"crash {type(error).__name__}":
                return [Failure(kind, "", "", {}, [], repr(error))]
            return []

    site = shrink(Draw(seed).site(), lambda site: bool(failures(site)))
    failure = failures(site)[0]
    lines = [f"--- {kind}: {failure.name!r}, seed {seed}, {failure.using}"]
    lines += [f"{name}: {source}" for name, source in site.sources("plain").items()]
    lines += [f"context: {failure.context}", f"expected: {failure.expected}", f"got: {failure.got!r}"]
    return "\n".join(lines)
