"""
Compare one fragment, done in different ways, for the docs: `python -m benchmarks.rivals`.

Writes docs/tables/rivals.md and docs/_static/rivals-light.svg and -dark.svg. Ratios are to the view by hand, measured
pair by pair.
"""

import platform
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import django
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from jinja2 import DictLoader, Environment

from . import fragments
from .fragments import PARTIAL, ROWS, Comparison, View, by_hand, context, decorated, family, measure

DOCS = Path(__file__).parents[1] / "docs"
COUNTS = (1, 10, 100, 1000)

# The same page for all, with much around the rows. Its base template, the page and what they include are as for each.
LARGE = 10
PAGES = {
    "rival": family(PARTIAL, times=LARGE),
    "blocks": family("{% block rows %}" + ROWS + "{% endblock %}", times=LARGE),
    "files": family("{% include 'files/_rows.html' %}", times=LARGE) | {"_rows.html": ROWS},
}
JINJA = {
    "page.html": "<table>{% block rows %}"
    + ROWS.replace('|default:"none"', '|default("none", true)')
    + "{% endblock %}</table>"
}


class Way(NamedTuple):
    """A way to answer with the fragment: its view for some rows, and what it means for who chooses it."""

    name: str
    view: Callable[[Mapping[str, Any]], View]
    meaning: str
    same: bool = True


def hand(data: Any) -> View:
    return by_hand("rival/page.html", "rival/page.html#rows", data)


def this_library(data: Any) -> View:
    return decorated("rival/page.html", data)


def render_block(data: Any) -> View:
    from render_block import render_block

    def view(request: HttpRequest) -> HttpResponse:
        if request.htmx:  # type: ignore[attr-defined]
            response: HttpResponse = render_block(request, "blocks/page.html", "rows", data)
            return response
        return render(request, "blocks/page.html", data)

    return view


def include(data: Any) -> View:
    return by_hand("files/page.html", "files/_rows.html", data)


def nav(data: Any) -> View:
    from htmx_nav import render_nav

    def view(request: HttpRequest) -> HttpResponse:
        return render_nav(request, "rival/page.html", data, partial="#rows")

    return view


def whole_page(data: Any) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        return TemplateResponse(request, "rival/page.html", data)

    return view


def jinja(data: Any, environment: Environment) -> View:
    from jinja2_fragments import render_block

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(render_block(environment, "page.html", "rows", **data))

    return view


WAYS = [
    Way(
        "by hand",
        hand,
        'Django\'s `render(request, "page.html#rows")` behind `if request.htmx`: what the others are measured by. '
        "Each view repeats the choice, and has to set `Vary` itself.",
    ),
    Way(
        "htmx-partials",
        this_library,
        "You pay nothing for the choice of the fragment, the `Vary` line, and the tests around the partial that hold "
        "for the fragment, too.",
    ),
    Way(
        "`{% include %}` files",
        include,
        "As fast as by hand. The price is not time, but a file and a second name for each fragment.",
    ),
    Way(
        "django-htmx-nav",
        nav,
        "A few microseconds more, for what it adds to the context and to the response of each request.",
    ),
    Way(
        "django-render-block",
        render_block,
        "It searches the templates for the block at each request: with small fragments that is most of the time.",
    ),
    Way(
        "whole page, `hx-select`",
        whole_page,
        "Nothing to change on the server, which renders and sends the whole page each time. The larger the page around "
        "the fragment, the more is wasted.",
        same=False,
    ),
    Way(
        "jinja2-fragments",
        partial(jinja, environment=Environment(loader=DictLoader(JINJA), autoescape=True)),
        "Another template language, for scale. With many rows the engine takes the time, not the way to pick a "
        "fragment.",
        same=False,
    ),
]

# The ratios to the view by hand, and the microseconds that come of them, for each count of rows.
type Results = dict[str, list[tuple[float, float]]]


def measured() -> Results:
    fragments.TEMPLATES.update(
        {
            f"{name}/{template}": source.replace("extends '", f"extends '{name}/")
            for name, templates in PAGES.items()
            for template, source in templates.items()
        }
    )
    fragments.configure()
    results: Results = {}
    by_hand: dict[int, float] = {}
    for way in WAYS:
        results[way.name] = []
        for count in COUNTS:
            data = context(count)
            ratio, _, theirs = measure(Comparison(way.name, count, way.view(data), hand(data), 0, same=way.same))
            results[way.name].append((ratio, ratio * by_hand.setdefault(count, theirs)))
        print(way.name, *(f"{took:.0f} µs ({ratio:.2f})" for ratio, took in results[way.name]), flush=True)
    return results


def table(results: Results) -> str:
    """The results in Markdown."""
    heads = [f"{count:,} row{'s' * (count > 1)}" for count in COUNTS]
    lines = [f"| way | {' | '.join(heads)} | what it means |", f"| --- |{' ---: |' * len(heads)} --- |"]
    for way in WAYS:
        cells = [f"{shown(took)} ({ratio:.2f})" for ratio, took in results[way.name]]
        lines.append(f"| {way.name} | {' | '.join(cells)} | {way.meaning} |")
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("django-render-block", "django-htmx-nav", "jinja2-fragments")
    )
    measured_with = f"Measured with Python {platform.python_version()}, Django {django.get_version()}, {packages}."
    lines += ["", f"The time of the whole view, and in brackets the ratio to the view by hand. {measured_with}"]
    return "\n".join(lines) + "\n"


def shown(microseconds: float) -> str:
    return f"{microseconds / 1000:.2f} ms" if microseconds >= 1000 else f"{microseconds:.0f} µs"


# Colours that are told apart by those who see colours differently, on either background.
COLOURS = ["#777777", "#d55e00", "#009e73", "#cc79a7", "#0072b2", "#e69f00", "#56b4e9"]
THEMES = {"light": "#222222", "dark": "#dddddd"}


def plot(results: Results) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot
    from matplotlib.ticker import LogLocator

    for theme, ink in THEMES.items():
        style: Any = {
            "svg.fonttype": "none",
            "svg.hashsalt": "rivals",
            "font.family": "sans-serif",
            **dict.fromkeys(["text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"], ink),
        }
        with mpl.rc_context(style):
            figure, (times, ratios) = pyplot.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
            for way, colour in zip(WAYS, COLOURS, strict=True):
                ratio, took = zip(*results[way.name], strict=True)
                label = way.name.replace("`", "")
                options: dict[str, Any] = {"color": colour, "marker": "o", "markersize": 4, "label": label}
                options |= {"linewidth": 3, "zorder": 3} if label == "htmx-partials" else {"linewidth": 1.5}
                times.plot(COUNTS, [each / 1000 for each in took], **options)
                ratios.plot(COUNTS, ratio, **options)
            times.set_ylabel("milliseconds")
            ratios.set_ylabel("ratio to the view by hand")
            for axes in (times, ratios):
                axes.set(xscale="log", yscale="log", xlabel="rows")
                axes.set_xticks(COUNTS, [f"{count:,}" for count in COUNTS])
                axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
                axes.yaxis.set_major_formatter("{x:g}")
                axes.minorticks_off()
                axes.set_facecolor("none")
                axes.grid(color=ink, alpha=0.15)
                axes.spines[["top", "right"]].set_visible(False)
            figure.legend(*times.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False)
            figure.savefig(DOCS / f"_static/rivals-{theme}.svg", transparent=True, metadata={"Date": None})
            pyplot.close(figure)


if __name__ == "__main__":
    results = measured()
    (DOCS / "tables/rivals.md").write_text(table(results))
    plot(results)
