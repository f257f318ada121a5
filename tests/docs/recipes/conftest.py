"""
A recipe is a folder: its views and URLs, its templates, what goes into the settings, and a test that plays it.

The page of the docs quotes these files. What a test shows on the wire is kept in `wire.txt` beside it, which the page
quotes, too; `RECORD_WIRES=1` writes it anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from contacts.models import Contact
from htmx_partials.testing import Exchange, HtmxClient, HtmxPage
from tests.settings import TEMPLATES

HERE = Path(__file__).parent
PROCESSORS = [*TEMPLATES[0]["OPTIONS"]["context_processors"], "contacts.context_processors.htmx_version"]  # type: ignore[index]
SHOWN_HEADERS = ("Location", "HX-Redirect", "HX-Retarget", "HX-Reswap", "HX-Reselect", "HX-Trigger", "Cache-Control")
# CSRF tokens, and the ids that django-components draws.
SECRET = re.compile(r"\b[A-Za-z0-9]{64}\b|(?<=data-djc-id-)\w+|(?<=,)c\w{6}(?=,)")

type Opener = Callable[..., HtmxPage]


@pytest.fixture(autouse=True)
def _site(request: pytest.FixtureRequest, settings: Any, db: None) -> None:
    """Serve the recipe in whose folder the test stands."""
    folder = request.path.parent
    package = f"{__package__}.{folder.name}"
    settings.ROOT_URLCONF = f"{package}.views"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "htmx_partials.middleware.HtmxPartialsMiddleware"]
    settings.TEMPLATES = [
        TEMPLATES[0] | {"DIRS": [folder, HERE / "templates"], "OPTIONS": {"context_processors": PROCESSORS}},
    ]
    if find_spec(f"{package}.settings"):
        said = import_module(f"{package}.settings")
        for name in filter(str.isupper, dir(said)):
            setattr(settings, name, getattr(said, name))


@pytest.fixture
def answers(settings: Any, htmx_client: HtmxClient) -> Callable[[str], list[str]]:
    """The page and the fragment of a search, as the URLs of this name in the recipe answer it."""

    def ask(urls: str) -> list[str]:
        settings.ROOT_URLCONF = f"{settings.ROOT_URLCONF.rpartition('.')[0]}.{urls}"
        responses = [htmx_client.get("/?q=vienna", htmx=htmx) for htmx in (False, 2, 4)]
        return [" ".join(response.content.decode().split()) for response in responses]

    return ask


@pytest.fixture
def people() -> list[Contact]:
    return Contact.objects.bulk_create(
        [
            Contact(pk=1, first_name="Ann", last_name="Onymous", email="ann@example.org", city="Vienna"),
            Contact(pk=2, first_name="Bob", last_name="Builder", email="bob@example.org", city="Graz"),
            Contact(pk=3, first_name="Cy", last_name="Borg", email="cy@example.org", city="Vienna"),
        ]
    )


@pytest.fixture(params=[2, 4], ids=["htmx-2", "htmx-4"])
def open_page(request: pytest.FixtureRequest, settings: Any, htmx_page: Opener) -> Opener:
    """Open a page with htmx 2, and in another test with htmx 4."""
    settings.HTMX_VERSION = request.param
    return lambda url="/", **options: htmx_page(url, htmx=request.param, **options)


@pytest.fixture
def open_plain_page(htmx_page: Opener) -> Opener:
    """Open a page with JavaScript off."""
    return lambda url="/": htmx_page(url, htmx=None)


@pytest.fixture
def assert_wire(request: pytest.FixtureRequest, settings: Any) -> Callable[..., None]:
    """Assert that these requests and their answers are what the recipe shows, which are those of htmx 2."""
    path = request.path.parent / "wire.txt"

    def check(exchanges: Sequence[Exchange], *headers: str) -> None:
        if settings.HTMX_VERSION != 2:
            return
        text = "\n\n".join(written(exchange, headers) for exchange in exchanges) + "\n"
        if "RECORD_WIRES" in os.environ:
            path.write_text(text)
        assert text == path.read_text()

    return check


def written(exchange: Exchange, headers: Sequence[str]) -> str:
    """A request and its answer, as the docs show them; of the headers of the answer, these as well."""
    asked = [f"{exchange.method} {exchange.url}"]
    asked += [f"{name}: {value}" for name, value in exchange.headers.items() if name in ("HX-Request", "HX-Target")]
    if exchange.body:
        asked.append("\n" + exchange.body.decode())
    response: Any = exchange.response
    answered = [f"{exchange.status} {HTTPStatus(exchange.status).phrase}"]
    answered += [f"{name}: {response[name]}" for name in (*SHOWN_HEADERS, *headers) if name in response]
    lines = [line.rstrip() for line in response.content.decode().splitlines() if line.strip()]
    body = "\n".join(line[min(indentation(line), indentation(lines[0])) :] for line in lines)
    return SECRET.sub("…", "\n".join(asked) + "\n\n" + "\n".join(answered) + (f"\n\n{body}" if body else ""))


def indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
