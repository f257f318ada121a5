"""What `{% partials_debug %}` and the response header tell the script that highlights swaps."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client
from django.utils.csp import CSP

from htmx_partials import partial_response, render
from htmx_partials.debug.scripts import HEADER
from tests.templates_for_tests import HTMX, serve
from tests.versions import needs_django_6

MIDDLEWARE = "htmx_partials.middleware.HtmxPartialsMiddleware"

PAGE = """{% load htmx_partials %}<!doctype html><head>{% partials_debug %}</head>
{% partialdef rows inline %}<ul id="rows"></ul>{% endpartialdef %}
{% if allowed %}{% partialdef edit inline %}<form id="edit"></form>{% endpartialdef %}{% endif %}
<div id="notes">{% partialdef note inline %}<p>Hello</p>{% endpartialdef %}</div>
<table>{% partialdef total inline %}<tr id="total"><td>1</td></tr>{% endpartialdef %}</table>
"""
PARTIALS = [
    {"name": "rows", "location": "page.html, line 2", "link": "", "ids": ["rows"]},
    {"name": "edit", "location": "page.html, line 3", "link": "", "ids": ["edit"]},
    {"name": "note", "location": "page.html, line 4", "link": "", "ids": ["notes"]},
    {"name": "total", "location": "page.html, line 5", "link": "", "ids": ["total"]},
]


@partial_response("rows", oob={"edit": None, "note": "beforeend:#notes", "total": None})
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html")


@pytest.fixture
def site(settings: Any) -> Any:
    settings.DEBUG = True
    serve(settings, page, {"page.html": PAGE}, behind=[MIDDLEWARE])
    return settings


def header(headers: dict[str, str] = HTMX) -> Any:
    data = json.loads(Client().get("/", headers=headers)[HEADER])
    assert data.pop("milliseconds") > 0
    return data


@pytest.mark.parametrize("headers", [HTMX, {**HTMX, "HX-Request-Type": "partial"}])
def test_the_header_of_a_fragment(site: Any, headers: dict[str, str]) -> None:
    data = header(headers)
    note, total = data.pop("companions")
    assert [(each["name"], each["swap"], each["id"]) for each in (note, total)] == [
        ("note", "beforeend:#notes", ""),
        ("total", None, "total"),
    ]
    assert data == {
        "kind": "fragment",
        "reason": "it is the first that the view declares, and the request names no target",
        "partial": {
            "name": "rows",
            "location": "page.html, line 2",
            "link": "",
            "size": 19,
            "swap": None,
            "id": "",
            "empty": "",
        },
        "hidden": [
            {
                "name": "edit",
                "location": "page.html, line 3",
                "link": "",
                "size": 0,
                "swap": None,
                "id": "",
                "empty": "empty, hidden by {% if allowed %} (page.html, line 3)",
            }
        ],
        "queries": 0,
        "partials": PARTIALS,
    }


def test_the_header_of_a_page_for_htmx(site: Any) -> None:
    data = header({**HTMX, "HX-Boosted": "true"})
    assert (data["kind"], data["partials"]) == ("page", PARTIALS)


def test_the_header_of_an_answer_of_the_views_own(site: Any) -> None:
    serve(site, lambda request: HttpResponse("x"), {}, behind=[MIDDLEWARE])
    assert (data := header())["kind"] == "other"
    assert (data["partial"], data["partials"]) == (None, [])


def test_a_header_would_be_too_long_with_a_hundred_partials(site: Any) -> None:
    many = "".join(f"{{% partialdef x{n} %}}{{% endpartialdef %}}" for n in range(100))
    serve(site, page, {"page.html": PAGE + many}, behind=[MIDDLEWARE])
    value = Client().get("/", headers=HTMX)[HEADER]
    assert "partials" not in json.loads(value)
    assert len(value) < 4000


def test_the_header_is_ascii(site: Any) -> None:
    serve(site, page, {"page.html": PAGE.replace("allowed", "größe")}, behind=[MIDDLEWARE])
    assert Client().get("/", headers=HTMX)[HEADER].isascii()


def test_nobody_else_gets_the_header(site: Any) -> None:
    assert HEADER not in Client().get("/")


def test_an_outline_that_fails_breaks_no_page(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("htmx_partials.debug.scripts.outline", None)
    assert script_of(Client().get("/").content.decode())["data-partials"] == "[]"


def test_a_template_that_is_rendered_without_a_request(site: Any) -> None:
    html = Template("{% load htmx_partials %}{% partials_debug %}").render(Context())
    assert script_of(html)["data-partials"] == "[]"


def script_of(html: str) -> Any:
    return BeautifulSoup(html, "html.parser").script


def test_the_page_loads_the_script(site: Any) -> None:
    script = script_of(Client().get("/").content.decode())
    assert script is not None
    assert {name: script[name] for name in ("src", "data-style", "defer")} == {
        "src": "/static/htmx_partials/debug.js",
        "data-style": "/static/htmx_partials/debug.css",
        "defer": "",
    }
    assert json.loads(script["data-partials"]) == PARTIALS
    assert "nonce" not in script.attrs


@needs_django_6(reason="Django 5.2 has no content security policy")
def test_the_script_has_the_nonce_of_the_page(site: Any) -> None:
    site.SECURE_CSP = {"script-src": [CSP.NONCE]}
    site.MIDDLEWARE = ["django.middleware.csp.ContentSecurityPolicyMiddleware", *site.MIDDLEWARE]
    response = Client().get("/")
    script = script_of(response.content.decode())
    assert response["Content-Security-Policy"] == f"script-src 'nonce-{script['nonce']}'"


def test_the_nonce_of_django_csp(site: Any) -> None:
    class Csp:
        def __init__(self, get_response: Any) -> None:
            self.get_response = get_response

        def __call__(self, request: Any) -> Any:
            request.csp_nonce = "abc"
            return self.get_response(request)

    globals()["Csp"] = Csp
    site.MIDDLEWARE = [f"{__name__}.Csp", *site.MIDDLEWARE]
    assert script_of(Client().get("/").content.decode())["nonce"] == "abc"


def test_neither_script_nor_header_without_debug(site: Any) -> None:
    site.DEBUG = False
    assert "<head></head>" in Client().get("/").content.decode()
    assert HEADER not in Client().get("/", headers=HTMX)
