"""Compare the decorated view with the same view written by hand, pair by pair: `python -m benchmarks.fragments`."""

import gc
import sys
import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any, NamedTuple

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

NOISE = 0.03
SECONDS = 3.0  # of CPU time, for each row
MIDDLEWARE_GOAL = 1.35  # 0.5 µs where XFrameOptionsMiddleware takes 0.37
NEW_REQUEST_GOAL = 1.80  # the state of the request is made, too

# As Chromium sends it, from a page with htmx 2.
HEADERS = {
    "Host": "localhost:8000",
    "Connection": "keep-alive",
    "sec-ch-ua-platform": '"Linux"',
    "HX-Current-URL": "http://localhost:8000/contacts/?q=an&sort=name",
    "HX-Request": "true",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/143.0.0.0 Safari/537.36",
    "HX-Target": "rows",
    "HX-Trigger": "search",
    "sec-ch-ua": '"Chromium";v="143", "Not A(Brand";v="24"',
    "sec-ch-ua-mobile": "?0",
    "Accept": "*/*",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
    "Referer": "http://localhost:8000/contacts/?q=an&sort=name",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-US,en;q=0.9,de;q=0.8",
    "Cookie": "csrftoken=QRPYlvrpK8cnP1pGZTDxjlTkQPaDWRh4; sessionid=4ncorbynz5o6ebqmewhd9ws3pzkqfkvz",
}

ROWS = """
<tbody id="rows">{% for contact in contacts %}
  <tr id="contact-{{ contact.pk }}">
    <td><a href="/contacts/{{ contact.pk }}/">{{ contact.name }}</a></td>
    <td>{{ contact.email }}</td>
    <td>{{ contact.company|default:"none" }}</td>
    <td>{{ contact.town }}</td>
  </tr>{% endfor %}
</tbody>
"""
PARTIAL = "{% partialdef rows inline %}" + ROWS + "{% endpartialdef %}"
BASE = """<!doctype html>
<html lang="en"><head><title>{% block title %}Contacts{% endblock %}</title></head>
<body>
<nav>{% for n in "12345"|make_list %}<a href="/{{ n }}/">{{ n }}</a>{% endfor %}</nav>
BEGIN<main>{% block main %}{% endblock %}</main>END
</body></html>"""
PAGE = "{% extends 'base.html' %}{% block main %}<h1>Contacts</h1>BEGIN<table>PARTIAL</table>END{% endblock %}"
BESIDE = "<p>{% if contacts %}{{ contacts|length }} contacts{% else %}None{% endif %} {% include 'beside.html' %}</p>\n"

# As a test client sends it.
THREE_HEADERS = {"HX-Request": "true", "HX-Target": "rows", "HX-Current-URL": "http://testserver/contacts/"}

# A page of five lines.
SHORT = """<!doctype html>
<html lang="en">
<head><title>{{ query }}</title></head>
<body>{% partialdef rows inline %}<p>{{ contacts|length }}</p>{% endpartialdef %}</body>
</html>"""

# Companions, each with its own root.
REGIONS = "".join(
    f"{{% partialdef {name} %}}<p id='{name}'>{{{{ contacts|length }}}} {name}</p>{{% endpartialdef %}}"
    f"{{% partial {name} %}}"
    for name in ("count", "total", "note")
)


def family(partial: str, *, times: int = 1) -> dict[str, str]:
    """Return a page with this partial, its base template, and `times` as much around the partial."""

    def filled(source: str) -> str:
        return source.replace("BEGIN", BESIDE * times).replace("END", BESIDE * times)

    return {"base.html": filled(BASE), "page.html": filled(PAGE).replace("PARTIAL", partial)}


def inherited() -> dict[str, str]:
    """The same, with the partial in the middle one of three templates."""
    templates = family(PARTIAL)
    return {
        "base.html": templates["base.html"],
        "middle.html": templates["page.html"],
        "page.html": "{% extends 'middle.html' %}{% block title %}All contacts{% endblock %}",
    }


FAMILIES = {
    "own": family(PARTIAL),
    "inherited": inherited(),
    "guarded": family(
        "{% if user_is_staff %}{% with title='Contacts' %}{% if contacts %}"
        + PARTIAL
        + "{% endif %}{% endwith %}{% endif %}"
    ),
    "large": family(PARTIAL, times=10),
    "regions": family(PARTIAL.replace("tbody", "div") + REGIONS),
    "whole": family("{% hiding %}" + PARTIAL + "{% endhiding %}"),
}
TEMPLATES = {
    "beside.html": "<i>{{ request.path }}</i>",
    "short.html": SHORT,
    **{
        f"{name}/{template}": source.replace("extends '", f"extends '{name}/")
        for name, templates in FAMILIES.items()
        for template, source in templates.items()
    },
}

type View = Callable[[HttpRequest], HttpResponse]


class Comparison(NamedTuple):
    """
    Two views, and how long `ours` may take in relation to `theirs`.

    With `has_middleware` the site has `HtmxPartialsMiddleware`, whose own time is another row.
    """

    name: str
    rows: int
    ours: View
    theirs: View
    goal: float
    headers: dict[str, str] = HEADERS
    same: bool = True
    has_middleware: bool = True


def context(rows: int) -> dict[str, Any]:
    contacts = [
        {
            "pk": n,
            "name": f"Ann Anderson-O'Neill {n}",
            "email": f"ann.{n}@example.com",
            "company": f"Company & Sons {n % 7}" if n % 3 else "",
            "town": "Annapolis",
        }
        for n in range(rows)
    ]
    return {"contacts": contacts, "query": "an", "user_is_staff": True}


def decorated(template: str, data: dict[str, Any], **kwargs: Any) -> View:
    from htmx_partials import partial_response, render

    @partial_response("rows", **kwargs)
    def view(request: HttpRequest) -> Any:
        return render(request, template, data)

    return view


def by_hand(page: str, partial: str, data: dict[str, Any]) -> View:
    from django.shortcuts import render

    def view(request: HttpRequest) -> HttpResponse:
        return render(request, partial if request.htmx else page, data)  # type: ignore[attr-defined]

    return view


def four_by_hand(page: str, data: dict[str, Any]) -> View:
    """What one has to write without this library for one fragment with three companions."""
    from django.shortcuts import render
    from django.template.loader import render_to_string

    def view(request: HttpRequest) -> HttpResponse:
        if not request.htmx:  # type: ignore[attr-defined]
            return render(request, page, data)
        html: list[str] = [render_to_string(f"{page}#rows", data, request)]
        for name in ("count", "total", "note"):
            companion = render_to_string(f"{page}#{name}", data, request)
            html.append(companion.replace("<p ", '<p hx-swap-oob="true" ', 1))
        return HttpResponse("".join(html))

    return view


def page_alone(template: str, data: dict[str, Any]) -> View:
    """A page that is never requested as a fragment."""
    from django.template.response import TemplateResponse

    def view(request: HttpRequest) -> HttpResponse:
        return TemplateResponse(request, template, data)

    return view


def page_decorated(template: str, data: dict[str, Any]) -> View:
    from htmx_partials import partial_response

    decorate: Any = partial_response("rows")
    view: View = decorate(page_alone(template, data))
    return view


def comparisons() -> Iterable[Comparison]:
    """Return the pairs to compare. Add a row here."""
    kinds = {
        "own partial": ("own/page.html", "own/page.html#rows"),
        "inherited partial": ("inherited/page.html", "inherited/middle.html#rows"),
        "conditions around it": ("guarded/page.html", "guarded/page.html#rows"),
        "page ten times as large": ("large/page.html", "large/page.html#rows"),
    }
    for name, (page, partial) in kinds.items():
        for rows in (1, 20, 200):
            data = context(rows)
            goal = 1.05 if rows == 1 else 1.00
            yield Comparison(f"{name}, by hand", rows, decorated(page, data), by_hand(page, partial, data), goal)
    for rows in (1, 20, 200):
        data = context(rows)
        own = decorated("own/page.html", data)
        yield Comparison("inherited partial, own partial", rows, decorated("inherited/page.html", data), own, 1.05)
    for rows in (1, 20, 200):
        data = context(rows)
        small = decorated("own/page.html", data)
        yield Comparison("page ten times as large, small page", rows, decorated("large/page.html", data), small, 1.00)
    for rows in (1, 20, 200):
        data = context(rows)
        ours = decorated("regions/page.html", data, oob=("count", "total", "note"))
        yield Comparison("four regions, by hand", rows, ours, four_by_hand("regions/page.html", data), 1.00)
    data = context(1)
    ours, theirs = decorated("own/page.html", data), by_hand("own/page.html", "own/page.html#rows", data)
    yield Comparison("three headers, by hand", 1, ours, theirs, 1.00, THREE_HEADERS)
    yield Comparison("no middleware, by hand", 1, ours, theirs, 1.05, THREE_HEADERS, has_middleware=False)
    ours, theirs = page_decorated("short.html", data), page_alone("short.html", data)
    yield Comparison("page of five lines, undecorated", 1, ours, theirs, 1.02, {"Accept": "*/*"})
    yield Comparison("no middleware, undecorated page", 1, ours, theirs, 1.08, {"Accept": "*/*"}, has_middleware=False)
    for rows in (1, 20, 200):
        data = context(rows)
        ours, theirs = decorated("whole/page.html", data), page_alone("whole/page.html", data)
        yield Comparison("tag run whole, its page", rows, ours, theirs, 1.05, same=False)


def measure(comparison: Comparison, seconds: float = SECONDS) -> tuple[float, float, float]:
    """Return the medians of the ratios, and of the times of both in microseconds."""
    from django_htmx.middleware import HtmxMiddleware

    from htmx_partials.state import state_of

    factory = RequestFactory(headers=comparison.headers)
    middleware = HtmxMiddleware(lambda request: HttpResponse())

    def call(view: View) -> tuple[float, bytes]:
        request = factory.get("/contacts/", {"q": "an", "sort": "name"})
        middleware(request)
        if comparison.has_middleware:
            state_of(request).is_of_site = True
        start = time.thread_time_ns()  # of this process only, so that a busy machine matters less
        response: Any = view(request)
        if hasattr(response, "render"):
            response.render()
        return time.thread_time_ns() - start, response.content

    ours, theirs = (call(view)[1] for view in (comparison.ours, comparison.theirs))
    if comparison.same and ours != theirs:
        raise SystemExit(f"{comparison.name}, {comparison.rows} rows: not the same\n{ours!r}\n{theirs!r}")
    pairs = []
    gc.collect()
    gc.disable()
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        for _ in range(10):
            first = call(comparison.ours)[0]
            pairs.append((first, call(comparison.theirs)[0]))
            second = call(comparison.theirs)[0]
            pairs.append((call(comparison.ours)[0], second))
        gc.collect(0)
    gc.enable()
    return (
        median(one / other for one, other in pairs),
        median(one for one, _ in pairs) / 1000,
        median(other for _, other in pairs) / 1000,
    )


def compare_middleware(*, is_new: bool) -> tuple[float, float, float]:
    """
    Compare this library's middleware with Django's simplest one, on a request that is not from htmx.

    With `is_new` nothing is kept of the request from one call to the next. Return the median of
    the ratios, and of the times of both in microseconds.
    """
    from django.middleware.clickjacking import XFrameOptionsMiddleware
    from django_htmx.middleware import HtmxMiddleware

    from htmx_partials.middleware import HtmxPartialsMiddleware

    response = HttpResponse()
    request = RequestFactory().get("/")
    HtmxMiddleware(lambda request: response)(request)

    def answer(request: HttpRequest) -> HttpResponse:
        return response

    def caller(get_response: Any) -> Callable[[], object]:
        attributes = vars(request)

        def call_new() -> object:
            attributes.pop("_htmx_partials", None)
            return get_response(request)

        return call_new if is_new else lambda: get_response(request)

    alone, ours, theirs = map(caller, (answer, HtmxPartialsMiddleware(answer), XFrameOptionsMiddleware(answer)))
    pairs = []
    for _ in range(20):
        base = timeit(alone)
        pairs.append((timeit(ours) - base, timeit(theirs) - base))
    return (
        median(one / other for one, other in pairs),
        median(one for one, _ in pairs),
        median(other for _, other in pairs),
    )


def timeit(call: Callable[[], object], number: int = 20_000) -> float:
    """Return the CPU time of one call in microseconds."""
    start = time.thread_time_ns()
    for _ in range(number):
        call()
    return (time.thread_time_ns() - start) / number / 1000


def configure() -> None:
    settings.configure(
        ALLOWED_HOSTS=["localhost"],
        INSTALLED_APPS=["htmx_partials"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", TEMPLATES)],
                        )
                    ],
                    "context_processors": ["django.template.context_processors.request"],
                    "builtins": ["benchmarks.hiding"],
                },
            }
        ],
    )
    django.setup()


def main(wanted: str = "") -> bool:
    """Print the table, and return whether each goal is met."""
    configure()
    print(f"{'this library and':40} {'rows':>5} {'ratio':>7} {'goal':>6} {'µs':>9} {'µs':>9}")
    is_met = True
    for comparison in comparisons():
        if wanted in comparison.name:
            ratio, ours, theirs = measure(comparison)
            is_missed = ratio > comparison.goal + NOISE
            is_met = is_met and not is_missed
            row = f"{comparison.name:40} {comparison.rows:5} {ratio:7.3f} {comparison.goal:6.2f}"
            print(f"{row} {ours:9.1f} {theirs:9.1f} {'missed' if is_missed else ''}", flush=True)
    if not wanted:
        for name, is_new, goal in (
            ("middleware, XFrameOptionsMiddleware", False, MIDDLEWARE_GOAL),
            ("the same on a new request", True, NEW_REQUEST_GOAL),
        ):
            ratio, ours, theirs = compare_middleware(is_new=is_new)
            is_missed = ratio > goal + NOISE
            is_met = is_met and not is_missed
            print(f"{name:46} {ratio:7.3f} {goal:6.2f} {ours:9.2f} {theirs:9.2f} {'missed' if is_missed else ''}")
    return is_met


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:2]))
