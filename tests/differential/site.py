"""The little sites that the scenarios are played on, and what was asked of them."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import override_settings
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from pytest_django.live_server_helper import LiveServer

type Given = str | HttpResponseBase | Callable[[Any], Any]

PAGE = (
    '<!doctype html><html><head><title>{title}</title>{head}<script src="/htmx.js"></script></head>'
    "<body>{body}</body></html>"
)


def page(body: str, title: str = "Start", head: str = "") -> str:
    return PAGE.format(title=title, head=head, body=body)


def answer(content: str = "", status: int = 200, **headers: str) -> Callable[[HttpRequest], HttpResponse]:
    """An answer with headers: ``HX_Trigger="saved"`` is ``HX-Trigger: saved``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: HttpResponse(content, status=status, headers=named)


def in_turn(*answers: Given) -> Callable[[Any], Any]:
    """The first answer to the first request for the path, and so on; the last to all others."""
    return lambda request: _made(answers[min(request.visit, len(answers) - 1)], request)


def late(given: Given) -> Callable[[Any], Any]:
    """An answer that comes after those to the requests sent with it."""

    def respond(request: Any) -> HttpResponseBase:
        time.sleep(0.2)
        return _made(given, request)

    return respond


def echo(request: HttpRequest) -> str:
    """What was sent, as text."""
    return f"{request.method} {sorted(request.GET.lists())} {sorted(request.POST.lists())}"


class Site:
    """One play of a scenario: its routes, the script of htmx where there is one, and what was asked."""

    def __init__(self, routes: dict[str, Given], script: bytes = b"") -> None:
        self.routes = routes
        self.script = script
        self.asked: list[tuple[Any, ...]] = []
        self.visits: Counter[str] = Counter()

    def respond(self, request: Any) -> HttpResponseBase:
        request.visit = self.visits[request.path]
        self.visits[request.path] += 1
        self.asked.append(_asked(request))
        given = self.routes.get(request.path, lambda request: HttpResponse("<p>not here</p>", status=404))
        if isinstance(given, str) and request.path == "/" and not given.startswith("<!doctype"):
            given = page(given)
        response = _made(given, request)
        response["Cache-Control"] = "no-store"
        return response


class Stage:
    """Where the site that is played on stands, for the kit as for the server that Chromium asks."""

    site: Site


@csrf_exempt
def serve(request: HttpRequest) -> HttpResponseBase:
    if request.path == "/htmx.js":
        return HttpResponse(Stage.site.script, content_type="text/javascript")
    if request.path == "/favicon.ico":
        return HttpResponse(status=204)
    return Stage.site.respond(request)


urlpatterns = [re_path("", serve)]
SETTINGS = {"ROOT_URLCONF": __name__, "MIDDLEWARE": [], "ALLOWED_HOSTS": ["*"]}


@contextmanager
def served() -> Iterator[str]:
    """Where what stands on the stage is served to a browser."""
    with override_settings(**SETTINGS):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


def _made(given: Given, request: HttpRequest) -> HttpResponseBase:
    made = given(request) if callable(given) and not isinstance(given, HttpResponseBase) else given
    return made if isinstance(made, HttpResponseBase) else HttpResponse(made)


def _asked(request: HttpRequest) -> tuple[Any, ...]:
    root = f"{request.scheme}://{request.get_host()}"
    headers = {
        name: value.replace(root, "")
        for name, value in sorted(request.headers.items())
        if name.startswith(("Hx-", "X-")) and not name.startswith("X-Forwarded")
    }
    kind = request.headers.get("Content-Type", "").partition(";")
    if kind[0] == "multipart/form-data":
        given: Any = sorted(request.FILES.items())
        files = [(name, file.name, file.content_type, file.read()) for name, file in given]
        body: Any = (sorted(request.POST.lists()), files)
    else:
        body = request.body.decode()
    typed = kind[0] if kind[0] == "multipart/form-data" else "".join(kind)
    return request.method, request.get_full_path(), headers, typed if body else "", body
