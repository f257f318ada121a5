"""Requests to Django's test client, with the headers, bodies and redirects of a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponseBase
from django.template import Template
from django.test import Client

from .urls import file_name_of, join, urlencode_as_form
from .values import Entry

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
BOUNDARY = "----HtmxPartialsFormBoundary"
MULTIPART_WITH_BOUNDARY = f"{MULTIPART}; boundary={BOUNDARY}"
REDIRECTS = frozenset((301, 302, 303, 307, 308))
MOST_REDIRECTS = 20


@dataclass
class Request:
    """A request to the server: method, absolute URL, headers, and body if there is one."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str = ""


@dataclass(frozen=True)
class Exchange:
    """
    A request of a page, and its response.

    `url` is path and query. `headers` are those that were sent. `partials` are the names of the template partials
    that were rendered. `size` is the length of the response in bytes, and `response` Django's own response.
    `missing_targets` are the selectors of out-of-band swaps for which the page had no target.
    """

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    status: int
    partials: list[str]
    size: int
    response: HttpResponseBase = field(repr=False)
    missing_targets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """The response after all redirects, its content, and the URL that it came from."""

    response: HttpResponseBase
    content: bytes
    url: str

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """The text as requests of a page read it: always UTF-8."""
        return self.content.decode("utf-8", "replace")

    @property
    def declared_text(self) -> str:
        """The text as a window reads it: in the encoding that the response declares."""
        return self.content.decode(self.response.charset, "replace")

    def header(self, name: str) -> str | None:
        value = self.response.headers.get(name)
        return None if value is None else str(value)


class Network:
    """Sends requests through Django's test client, so that cookies, sessions and `client.force_login()` work."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.host = str(client.defaults.get("SERVER_NAME", "testserver"))
        self.origin = f"http://{self.host}"
        self.exchanges: list[Exchange] = []
        self._scripts: dict[str, str] = {}

    def is_same_origin(self, url: str) -> bool:
        return url.startswith(self.origin + "/") or url == self.origin

    def is_local_link(self, link: str, base: str) -> bool:
        """Return whether a link on a page with this base URL stays on the site."""
        try:
            return self.is_same_origin(join(link, base))
        except AssertionError:
            return False

    def send(self, request: Request, referrer: str) -> Answer:
        """
        Send a request, and follow redirects with the method that a browser uses.

        Raises `AssertionError` for the URL of another host, and for too many redirects.
        """
        for _ in range(MOST_REDIRECTS):
            if not self.is_same_origin(request.url):
                raise AssertionError(f"The page asked {request.url}, which is not the site under test ({self.origin}).")
            response, content = self._ask(request, referrer)
            location = response.headers.get("Location")
            if response.status_code not in REDIRECTS or location is None:
                return Answer(response, content, request.url)
            request = redirected(request, response.status_code, join(str(location), request.url))
        raise AssertionError(f"{request.url} redirects more than {MOST_REDIRECTS} times.")

    def script(self, path: str) -> str:
        """Return the source of one of the site's scripts, or "" if the site does not serve it."""
        if path not in self._scripts:
            response: Any = self.client.get(path)
            found = response.status_code == HTTPStatus.OK and not response.streaming
            self._scripts[path] = response.content.decode("utf-8", "replace") if found else ""
        return self._scripts[path]

    def _ask(self, request: Request, referrer: str) -> tuple[HttpResponseBase, bytes]:
        parts = urlsplit(request.url)
        url = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {**request.headers, **({"Referer": referrer.partition("#")[0]} if referrer else {})}
        if request.method not in ("GET", "HEAD"):
            headers["Origin"] = self.origin
        response: Any = self.client.generic(
            request.method, url, request.body, content_type=request.content_type or FORM, headers=headers
        )
        content = b"" if response.streaming else response.content
        if response.streaming:
            content = b"".join(response.streaming_content)
            response.streaming_content = [content]
        self.exchanges.append(
            Exchange(
                method=request.method,
                url=url,
                headers=request.headers,
                body=request.body,
                status=response.status_code,
                partials=[
                    template.name.rpartition("#")[2]
                    for template in getattr(response, "templates", None) or []
                    if not isinstance(template, Template)
                ],
                size=len(content),
                response=response,
            )
        )
        return response, content


def redirected(request: Request, status: int, url: str) -> Request:
    """Return the request that follows a redirect, as "HTTP-redirect fetch" in the Fetch standard says."""
    to_get = (status in (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND) and request.method == "POST") or (
        status == HTTPStatus.SEE_OTHER and request.method not in ("GET", "HEAD")
    )
    headers = {name: value for name, value in request.headers.items() if not (to_get and name == "Content-Type")}
    if to_get:
        return Request("GET", url, headers)
    return Request(request.method, url, headers, request.body, request.content_type)


def as_text(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with each file as JavaScript writes it as text."""
    return [(name, value if isinstance(value, str) else "[object File]") for name, value in entries]


def encode_multipart(entries: Sequence[Entry]) -> bytes:
    """Return the entries as a multipart body of a browser, with the names and types of files."""
    pieces = []
    for name, value in entries:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{escaped(with_crlf(name))}"'
        if isinstance(value, str):
            pieces.append(f"{head}\r\n\r\n{with_crlf(value)}\r\n".encode())
        else:
            kind = getattr(value, "content_type", None) or "application/octet-stream"
            head += f'; filename="{escaped(file_name_of(value))}"\r\nContent-Type: {kind}\r\n\r\n'
            pieces.append(head.encode() + bytes_of(value) + b"\r\n")
    return b"".join(pieces) + f"--{BOUNDARY}--\r\n".encode()


def with_crlf(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


def body_encoder(enctype: str) -> tuple[Callable[[Sequence[Entry]], bytes], str]:
    """Return the function that encodes a form's body for its `enctype`, and the content type to send."""
    if enctype == MULTIPART:
        return encode_multipart, MULTIPART_WITH_BOUNDARY
    return lambda entries: urlencode_as_form(entries).encode(), FORM


def escaped(text: str) -> str:
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def bytes_of(file: Any) -> bytes:
    if hasattr(file, "seek"):
        file.seek(0)
    content = file.read()
    return content.encode() if isinstance(content, str) else content
