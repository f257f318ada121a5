"""A page with many partials, views that show it, and requests as htmx sends them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from htmx_partials import partial_response, render, selected_partial

BASE = """<html><title>{% block title %}Site{% endblock %}</title>
<main id="content">{% block content %}{% endblock %}</main>
<div id="toasts">
{% partialdef toasts inline %}{% for toast in toasts %}<p>{{ toast }}</p>{% endfor %}{% endpartialdef %}</div>
{% partialdef foot inline %}<footer id="foot">{{ foot }}</footer>{% endpartialdef %}</html>"""

PAGE = """{% extends "base.html" %}{% block content %}
{% partialdef results inline %}<ul id="results">{% include "items.html" %}</ul>{% endpartialdef %}
{% partialdef edit-form inline %}<form id="edit-form">{{ suffix }}</form>{% endpartialdef %}
{% partialdef row inline %}<tr id="row-{{ suffix }}"><td>{{ suffix }}</td></tr>{% endpartialdef %}
{% partialdef special_row inline %}<tr id="row-x"></tr>{% endpartialdef %}
{% partialdef panel inline %}<section id="panel">{% partial count %}</section>{% endpartialdef %}
{% partialdef count %}<b id="count">{{ rows|length }}</b>{% endpartialdef %}
{% partialdef next inline %}<a href="{% querystring page=2 %}">next</a>{% endpartialdef %}
{% partialdef blank inline %}
  {% if rows %}<p id="blank">rows</p>{% endif %}
{% endpartialdef %}
{% partialdef rootless inline %}text{% endpartialdef %}
{% partialdef head inline %}<title>{{ suffix|default:"Page" }}</title>{% endpartialdef %}
{% partialdef own inline %}<p hx-swap-oob="true" id="own">own</p>{% endpartialdef %}
{% partialdef sets %}{% querystring page=3 as link %}<p id="sets">{{ link }}</p>{% endpartialdef %}
{% partialdef sees %}<p id="sees">[{{ link }}]</p>{% endpartialdef %}
{% endblock %}"""

PAGES = {
    "base.html": BASE,
    "page.html": PAGE,
    "items.html": "{% for each in rows %}<li>{{ each }}</li>{% endfor %}",
    "other.html": '{% partialdef aside inline %}<aside id="aside">{{ foot }}</aside>{% endpartialdef %}',
    "included.html": '{% include "other.html" %}{% partialdef main inline %}<p id="main">main</p>{% endpartialdef %}',
    "around.html": (
        '{% partialdef all inline %}<div id="all">{% include "other.html" %}{% partial later %}'
        '{% block inside %}<i id="inside"></i>{% endblock %}</div>{% endpartialdef %}'
        '{% partialdef later %}<u id="later"></u>{% endpartialdef %}'
    ),
}

TARGETS = {
    "search-results": "results",
    "row-*": "row",
    "row-special-*": "special_row",
    "row-all": "results",
    "everything": None,
}
CONTEXT = {"rows": ["a", "b"], "foot": "end", "toasts": ["Saved."]}

RESULTS = '<ul id="results"><li>a</li><li>b</li></ul>'
FORM = '<form id="edit-form"></form>'
COUNT_2 = '<b hx-swap-oob="true" id="count">2</b>'
COUNT_4 = '<hx-partial hx-target="#count" hx-swap="outerHTML"><b id="count">2</b></hx-partial>'
FOOT_2 = '<footer hx-swap-oob="true" id="foot">end</footer>'
FOOT_4 = '<hx-partial hx-target="#foot" hx-swap="outerHTML"><footer id="foot">end</footer></hx-partial>'
TOASTS_2 = '<div hx-swap-oob="beforeend:#toasts"><p>Saved.</p></div>'
TOASTS_4 = '<hx-partial hx-target="#toasts" hx-swap="beforeend"><p>Saved.</p></hx-partial>'

type View = Callable[..., Any]


def ask(
    method: str = "GET",
    url: str = "/",
    data: dict[str, Any] | None = None,
    *,
    htmx: int | None = 2,
    target: str | None = None,
    boosted: bool = False,
    **headers: Any,
) -> HttpRequest:
    """Return a request as htmx sends it. `target` is the header as the browser sends it."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if htmx:
        sent["HX-Request"] = "true"
    if htmx == 4:
        sent.setdefault("HX-Request-Type", "partial")
    if target is not None:
        sent["HX-Target"] = target
    if boosted:
        sent["HX-Boosted"] = "true"
    request = (
        RequestFactory().generic(method, url, headers=sent)
        if data is None
        else RequestFactory().post(url, data, headers=sent)
    )
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


@partial_response("results", "edit-form", "row", targets=TARGETS)
def view(request: HttpRequest) -> TemplateResponse:
    selected = selected_partial(request)
    return render(request, "page.html", CONTEXT | {"suffix": selected.suffix if selected else ""})


def html_of(response: Any) -> str:
    html: str = response.render().content.decode()
    return html


def answer(request: HttpRequest, view: View = view) -> str:
    return html_of(view(request))


def page(view: View = view, url: str = "/") -> str:
    return answer(ask(url=url, htmx=None), view)


def with_oob(oob: Any, name: str = "results", template: str = "page.html") -> View:
    @partial_response(name, oob=oob)
    def view(request: HttpRequest) -> TemplateResponse:
        return render(request, template, CONTEXT)

    return view
