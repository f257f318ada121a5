"""A site for real browsers, with pages whose regions change together."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from htmx_partials import Rerender, partial_response, render, site_actions
from tests.differential.releases import Release
from tests.templates_for_tests import in_memory

BASE = """{% load django_htmx %}<!doctype html><html lang="en"><head>
{% partialdef title inline %}<title>{% block title %}{{ version }}{% endblock %}</title>{% endpartialdef %}
<link rel="icon" href="data:,">{% htmx_script version=HTMX_VERSION %}</head>
<body><main id="content">{% block content %}{% endblock %}</main>
<div id="toasts">{% partialdef messages inline %}
{% for message in messages %}<p class="toast">{{ message }}</p>{% endfor %}{% endpartialdef %}</div>
</body></html>"""

# The page in either version is what the browser must have made of the other's regions.
REGIONS = """{% extends "base.html" %}{% block content %}
<button id="change-div" hx-get="?v=new" hx-target="#main" hx-swap="outerHTML">div</button>
<button id="change-row" hx-get="?v=new" hx-target="#row-1" hx-swap="outerHTML">row</button>
<button id="change-nothing" hx-get="?v=new&_partial=nothing" hx-target="#nothing">nothing</button>
<button id="alone" hx-get="?v=new&alone" hx-target="#main">alone</button>
{% partialdef main inline %}<div id="main">{{ version }} main</div>{% endpartialdef %}
<div id="nothing">{% partialdef nothing inline %}{% if version == "old" %}<p>something</p>{% endif %}
{%- endpartialdef %}</div>
{% partialdef box inline %}<div id="box.1:a">{{ version }} box</div>{% endpartialdef %}
<table id="table">
  {% partialdef caption inline %}<caption id="caption">{{ version }}</caption>{% endpartialdef %}
  {% partialdef columns inline %}<colgroup id="columns"><col class="{{ version }}"></colgroup>{% endpartialdef %}
  {% partialdef head inline %}<thead id="head"><tr><th>{{ version }}</th><th>b</th></tr></thead>{% endpartialdef %}
  <tbody id="rows">
    {% partialdef row inline %}<tr id="row-1"><td>{{ version }}</td><td>1</td></tr>{% endpartialdef %}
    {% partialdef next_row inline %}<tr id="row-2"><td>{{ version }}</td><td>2</td></tr>{% endpartialdef %}
    <tr id="row-3">{% partialdef cell inline %}<td id="cell">{{ version }}</td>{% endpartialdef %}<td>3</td>
    {% partialdef cells inline %}{% if version == "new" %}<td>{{ version }}</td><td>5</td>{% endif %}{% endpartialdef %}
    </tr>
    {% partialdef rows inline %}{% if version == "new" %}<tr><td>added</td><td>row</td></tr>{% endif %}
{%- endpartialdef %}
  </tbody>
  {% partialdef foot inline %}<tfoot id="foot"><tr><td>{{ version }}</td></tr></tfoot>{% endpartialdef %}
</table>
<ul id="list">{% partialdef item inline %}<li id="item">{{ version }}</li>{% endpartialdef %}<li>other</li>
{% partialdef items inline %}{% if version == "new" %}<li>added</li><li>item</li>{% endif %}{% endpartialdef %}</ul>
<select id="choice">{% partialdef option inline %}<option id="option">{{ version }}</option>{% endpartialdef %}
<option>other</option>
{% partialdef options inline %}{% if version == "new" %}<option>added</option>{% endif %}{% endpartialdef %}</select>
<dl id="terms">{% partialdef terms inline %}{% if version == "new" %}<dt>added</dt><dd>term</dd>{% endif %}
{%- endpartialdef %}</dl>
{% partialdef form inline %}<form id="form"><label>{{ version }} <input name="a" value="{{ version }}"></label>
<table id="inner"><tr><td>{{ version }}</td></tr></table></form>{% endpartialdef %}
{% partialdef totals inline %}<table id="totals"><tbody><tr><td>{{ version }}</td></tr></tbody></table>
{%- endpartialdef %}
{% partialdef upper inline %}<!-- a > comment --> <P ID='upper' title='a > b "c"'>{{ version }}</P>{% endpartialdef %}
{% partialdef picture inline %}<img id="picture" alt="{{ version }}">{% endpartialdef %}
{% partialdef odd inline %}<b id="5 größe'&quot;#">{{ version }}</b>{% endpartialdef %}
{% endblock %}""".replace("\n{%-", "{%")

OOB: dict[str, str | None] = {
    "title": None,
    "box": None,
    "caption": None,
    "columns": None,
    "head": None,
    "next_row": None,
    "cell": None,
    "cells": "beforeend:#row-3",
    "rows": "beforeend:#rows",
    "foot": None,
    "item": None,
    "items": "beforeend:#list",
    "option": None,
    "options": "beforeend:#choice",
    "terms": "innerHTML:#terms",
    "form": None,
    "totals": None,
    "upper": "outerHTML:p#upper",
    "picture": None,
    "odd": None,
}


@partial_response("main", "nothing", targets={"row-1": "row"}, oob=OOB)
def regions(request: HttpRequest) -> TemplateResponse:
    version = request.GET.get("v", "old")
    if version == "new":
        messages.info(request, "Changed")
    context = {"version": version}
    if "alone" in request.GET:
        return render(request, "regions.html", context, partial=())
    return render(request, "regions.html", context)


AROUND = {
    "confirm": "Sure?",
    "disabled-elt": "#field",
    "encoding": "multipart/form-data",
    "headers": '{"X-Evil": "1"}',
    "include": "#field",
    "indicator": "#field",
    "params": "none",
    "prompt": "Say",
    "push-url": "/pushed/",
    "replace-url": "/replaced/",
    "select": "#field",
    "select-oob": "#field",
    "swap": "beforeend",
    "sync": "closest body:drop",
    "target": "#field",
    "vals": '{"evil": "1"}',
}
OF_HTMX_2 = AROUND | {"vars": "evil:2"}
OF_HTMX_4 = AROUND | {"disable": "#field", "config": '{"credentials": "omit"}'}

LAZY = """{% extends "base.html" %}{% load htmx_partials %}
{% block content %}<div ATTRIBUTES>
<input id="field" name="field" value="x">
{% lazy_partial stats %}<p>Loading…</p>{% endlazy_partial %}
{% partialdef stats %}<section id="stats">{{ count }} stats</section>{% endpartialdef %}
{% lazy_partial kept trigger="load, changed from:body" keep %}Loading…{% endlazy_partial %}
{% partialdef kept %}<p>{{ count }} kept</p><a id="away" href="/away/">away</a>
<button id="send" hx-post="/token/" hx-target="#field">send</button>{% endpartialdef %}
<table><thead><tr><th>a</th></tr></thead>
{% lazy_partial body tag="tbody" %}<tr><td>Loading…</td></tr>{% endlazy_partial %}
{% partialdef body %}<tbody id="body"><tr><td>loaded</td></tr></tbody>{% endpartialdef %}
<tfoot>{% lazy_partial total tag="tr" %}<td>Loading…</td>{% endlazy_partial %}</tfoot></table>
{% partialdef total %}<tr id="total"><td>loaded</td></tr>{% endpartialdef %}
<div style="height: 5000px"></div>
{% lazy_partial late trigger="revealed" %}Loading…{% endlazy_partial %}
{% partialdef late %}<p id="late">loaded</p>{% endpartialdef %}
</div>{% endblock %}"""

TOKEN = """hx-headers='{"X-Token": "t"}' hx-headers:inherited='{"X-Token": "t"}'"""
BOOSTED = 'hx-boost="true" hx-boost:inherited="true" hx-target="#content" hx-target:inherited="#content"'

LAZY = LAZY.replace(
    "ATTRIBUTES",
    " ".join(
        [
            "{% if boosted %}",
            BOOSTED,
            TOKEN,
            "{% elif HTMX_VERSION == 2 %}",
            *(f"hx-{name}='{value}'" for name, value in OF_HTMX_2.items()),
            "{% else %}",
            *(f"hx-{name}:inherited='{value}'" for name, value in OF_HTMX_4.items()),
            "{% endif %}",
        ]
    ),
)

asked: list[tuple[str, str | None, str | None]] = []
tokens: list[str | None] = []


@partial_response("stats", "kept", "body", "total", "late")
def lazy(request: HttpRequest) -> TemplateResponse:
    if "HX-Request" in request.headers:
        evil = request.headers.get("X-Evil") or request.headers.get("X-Token")
        asked.append((request.get_full_path(), request.headers.get("HX-Target"), evil))
    return render(request, "lazy.html", {"version": "lazy", "count": len(asked), "boosted": "boosted" in request.GET})


ACTIONS = """{% extends "base.html" %}{% block content %}
<h1>Things</h1><div id="target">target</div><div id="größe 5%">old</div><p id="page"></p>
<ul>{% for thing in "abc" %}<li id="thing-{{ thing }}">{{ thing }}
<button hx-delete="/things/{{ thing }}/" hx-target="closest li" hx-swap="outerHTML">delete {{ thing }}</button></li>
{% endfor %}</ul>
{% for swap in swaps %}<button hx-get="/missing/" hx-target="#target" hx-swap="{{ swap }}">{{ swap }}</button>
{% endfor %}
<button id="guarded" hx-get="/guarded/?tab=1" hx-target="#target">guarded</button>
<a id="boosted" href="/guarded/" hx-boost="true" hx-target="#target">boosted</a>
<button id="moved" hx-post="/moved/" hx-target="#target">moved</button>
<button id="again" hx-post="/actions/?again" hx-target="#target">again</button>
<button id="encoded" hx-get="/actions/" hx-target="[id='größe 5%']" hx-swap="outerHTML">encoded</button>
<button id="say" hx-get="/said/" hx-target="#target">say</button>
{% endblock %}"""

SWAPS = ["innerHTML", "outerHTML", "beforeend", "afterend", "textContent", "delete", "innerMorph", "outerMorph"]


def actions(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        messages.info(request, "Again")
        return redirect("/actions/")
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        fragment = partial_response("fragment", targets={"größe 5%": "size"})
        response: HttpResponseBase = fragment(lambda request: TemplateResponse(request, "fragments.html"))(request)
        return response
    return TemplateResponse(request, "actions.html", {"version": "Actions", "swaps": SWAPS})


LINES = """{% extends "base.html" %}{% block content %}
{% partialdef count inline %}<b id="count">{{ lines|length }}</b>{% endpartialdef %}
<table hx-target="closest tr" hx-target:inherited="closest tr">{% for line in lines %}<tr id="line-{{ line }}"><td>
<button hx-delete="?_action=remove&line={{ line }}" hx-swap="delete">delete {{ line }}</button>
<button hx-post="?" hx-vals='{"_action": "drop", "line": "{{ line }}"}'>drop {{ line }}</button>
<button hx-post="?" hx-vals='{"_action": "keep", "line": "{{ line }}"}'>keep {{ line }}</button>
</td></tr>{% endfor %}</table>
<form id="of-site" method="post" action="/of-site/" hx-post="/of-site/">
<button name="_action" value="greet">greet</button></form>
{% endblock %}"""

lines: list[str] = []


@partial_response()
def many_lines(request: HttpRequest) -> TemplateResponse:
    return render(request, "lines.html", {"version": "Lines", "lines": lines})


@many_lines.action(methods=["DELETE"], partial=(), oob=["count"])
def remove(request: HttpRequest) -> None:
    lines.remove(request.GET["line"])


@many_lines.action(oob=["count"])
def drop(request: HttpRequest) -> Rerender:
    lines.remove(request.POST["line"])
    return Rerender(partial=(), reswap="delete")


@many_lines.action(partial=(), oob=["count"])
def keep(request: HttpRequest) -> None:
    lines.append("kept")


of_site = site_actions("base.html")


@of_site.action
def greet(request: HttpRequest) -> None:
    messages.info(request, "Hello")


def thing(request: HttpRequest, name: str) -> HttpResponse:
    messages.info(request, f"{name} is gone")
    return HttpResponse("")


def said(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>said</p>")


def moved(request: HttpRequest) -> HttpResponseBase:
    messages.info(request, "Moved")
    response = redirect("/away/?a=b%20c")
    response.set_cookie("kept", "yes")
    return response


def token(request: HttpRequest) -> HttpResponse:
    tokens.append(request.headers.get("X-Token"))
    return HttpResponse(status=204)


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


def page(name: str) -> Any:
    def view(request: HttpRequest) -> TemplateResponse:
        return TemplateResponse(request, "plain.html", {"version": name})

    return login_not_required(view)


urlpatterns = [
    path("regions/", regions),
    path("lazy/", lazy),
    path("actions/", actions),
    path("things/<name>/", thing),
    path("lines/", many_lines),
    path("of-site/", of_site),
    path("said/", said),
    path("moved/", moved),
    path("missing/", missing),
    path("token/", token),
    path("guarded/", login_required(said)),
    path("away/", page("Away")),
    path("accounts/login/", page("Login")),
]

TEMPLATES = {
    "base.html": BASE,
    "regions.html": REGIONS,
    "lazy.html": LAZY,
    "actions.html": ACTIONS,
    "lines.html": LINES,
    "fragments.html": (
        '{% partialdef fragment %}<p id="fragment">fragment</p>{% endpartialdef %}'
        '{% partialdef size %}<div id="größe 5%">new</div>{% endpartialdef %}'
    ),
    "plain.html": '{% extends "base.html" %}{% block content %}<h1>{{ version }}</h1>{% endblock %}',
    "404.html": (
        '{% extends "base.html" %}{% block title %}404{% endblock %}{% block content %}<h1>Not found</h1>{% endblock %}'
    ),
}


def htmx_version(request: HttpRequest) -> dict[str, int]:
    return {"HTMX_VERSION": settings.HTMX_VERSION}


def settings_for(release: Release) -> dict[str, Any]:
    return {
        "ROOT_URLCONF": "tests.browser.library.site",
        "ALLOWED_HOSTS": ["*"],
        "DEBUG": False,
        **release.settings,
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "MIDDLEWARE": [
            *(each for each in settings.MIDDLEWARE if "csrf" not in each),
            "htmx_partials.middleware.HtmxPartialsMiddleware",
        ],
        "HTMX_PARTIALS_TARGETS": {"content": "content"},
        "HTMX_PARTIALS_OOB": {"base.html#messages": "beforeend:#toasts"},
        "TEMPLATES": [
            in_memory(
                TEMPLATES,
                processors=(
                    "django.template.context_processors.request",
                    "django.contrib.messages.context_processors.messages",
                    "tests.browser.library.site.htmx_version",
                ),
            )
        ],
    }
