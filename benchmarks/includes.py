"""Measure how long it takes to find a partial in templates that include each other: `python -m benchmarks.includes`."""

import sys
import time
from statistics import median

from django.template import Context, Engine

from .fragments import configure

GROWTH = 6.0  # for twice as many templates, which have four times as many includes
RUNS = 5


def sources(count: int) -> dict[str, str]:
    """Return this many templates, each of which includes all others. The last one has the partial."""
    names = [f"{number}.html" for number in range(count)]
    templates = {
        name: "".join(f"{{% if more %}}{{% include '{other}' %}}{{% endif %}}" for other in names if other != name)
        for name in names
    }
    templates[names[-1]] += "{% partialdef wanted inline %}<b>wanted</b>{% endpartialdef %}"
    return templates


def milliseconds(count: int) -> float:
    """Return the time to find the partial in templates that are compiled already."""
    from htmx_partials.resolution import find_fragment

    templates = sources(count)
    locmem = ("django.template.loaders.locmem.Loader", templates)
    engine = Engine(loaders=[("django.template.loaders.cached.Loader", [locmem])])
    page, *_ = (engine.get_template(name) for name in templates)
    context = Context()
    with context.bind_template(page), context.render_context.push_state(page):
        start = time.thread_time_ns()
        fragment = find_fragment(page, "wanted", context)
        elapsed = (time.thread_time_ns() - start) / 1e6
    if fragment is None:
        raise SystemExit("The partial was not found.")
    return elapsed


def main() -> bool:
    """Print the table, and return whether the goal is met."""
    configure()
    print(f"{'templates that include each other':>33} {'includes':>9} {'ms':>8} {'to half as many':>16} {'goal':>6}")
    before, is_met = None, True
    for count in (4, 8, 16, 32):
        elapsed = median(milliseconds(count) for _ in range(RUNS))
        row = f"{count:33} {count * (count - 1):9} {elapsed:8.2f}"
        if before is not None:
            is_missed = elapsed > before * GROWTH
            is_met = is_met and not is_missed
            row += f" {elapsed / before:16.2f} {GROWTH:6.2f} {'missed' if is_missed else ''}"
        print(row.rstrip(), flush=True)
        before = elapsed
    return is_met


if __name__ == "__main__":
    sys.exit(not main())
