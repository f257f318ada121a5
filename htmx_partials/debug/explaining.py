"""Explain why a request was answered as it was: for the panel, the header, the log and failing tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template import Context
from django.template.context import make_context

from ..fragments import Fragment, Location, location_of
from ..nodes import AnyTemplate
from ..oob import root_of
from ..rendering import PartialsTemplate, page_of
from ..requests import is_boosted, is_htmx
from ..responses import is_of_rest_framework
from ..selection import NOTHING_DECLARED, PAGE, Partials, Selection, companions_of_site, view_partials
from ..state import state_of
from .reasons import reason_for
from .tags import Tag, TagPaths

type BindContext = Callable[[], AbstractContextManager[Context]]

# What companions may be wrapped in.
WRAPPED = re.compile(r"<(template|hx-partial)\b[^>]*>(.*)</\1>", re.DOTALL)


@dataclass
class Part:
    """
    A partial, a block or a page that was rendered.

    `tag_paths` are the tags around each of its places in the page, the outermost first.
    `size` is in bytes. A part that `is_empty` rendered to nothing but white space. A companion
    is swapped as `swap` says, or replaces the element with the id `root_id`.
    """

    name: str
    location: Location | None
    tag_paths: Sequence[Sequence[Tag]] = ()
    size: int = 0
    is_empty: bool = False
    swap: str | None = None
    root_id: str = ""

    @property
    def hidden_by(self) -> list[Tag]:
        """The tags that hid it: for each of its places, the first tag around it that does not show it."""
        hiding = [[tag for tag in tags_around if not tag.shows] for tags_around in self.tag_paths]
        return [tags[0] for tags in hiding] if self.is_empty and all(hiding) else []

    @property
    def why_empty(self) -> str:
        """A sentence that says what hid it."""
        hiding = " and ".join(map(str, self.hidden_by))
        return f"empty, hidden by {hiding}" if hiding else "empty"


@dataclass
class LeftOut:
    """A companion that was not sent, the reason, and the part that was rendered, if it was."""

    name: str
    why: str
    part: Part | None = None


@dataclass
class Explanation:
    """
    Why a request was answered as it was.

    `kind` is `"page"`, `"fragment"`, `"companions"` for companions alone, or `"other"` for a
    response that the view made itself. `reason` is a clause that says why. `partial` is the
    page or the fragment. `companions` were sent with it, and `left_out` were not. `action` is
    the name of the action that has run, and `is_second_run` says that the view has run after
    it. `size` is in bytes, and so is `page_size`, the size of the page when it was last sent.
    `queries` is the number of queries of the whole request. Django counts them only in
    `DEBUG`. `headers` are the headers of htmx.
    """

    method: str
    url: str
    view: str
    kind: str
    reason: str
    status: int | None = None
    partial: Part | None = None
    companions: list[Part] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    action: str | None = None
    is_second_run: bool = False
    size: int | None = None
    page_size: int | None = None
    queries: int | None = None
    milliseconds: float | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Everything in one line."""
        return "; ".join([f"{self.method} {self.url} → {self.summary}", *self.details])

    @property
    def summary(self) -> str:
        named = {"page": "the page", "companions": "companions alone", "other": "no partial"}
        summary = self.partial.name if self.kind == "fragment" and self.partial else named[self.kind]
        place = f" ({self.partial.location})" if self.partial and self.partial.location else ""
        return f"{summary}{place}, since {self.reason}"

    @property
    def details(self) -> Iterator[str]:
        if self.partial and self.partial.is_empty:
            yield self.partial.why_empty
        if self.action:
            yield f"after the action {self.action}{', in a second run' if self.is_second_run else ''}"
        if self.companions:
            yield f"with {', '.join(each.name for each in self.companions)}"
        if self.left_out:
            yield f"without {', '.join(f'{each.name} ({each.why})' for each in self.left_out)}"
        if self.size is not None:
            yield f"{self.size:,} bytes" + (f" of the page's {self.page_size:,}" if self.page_size else "")
        if self.queries is not None:
            yield f"{self.queries} {'query' if self.queries == 1 else 'queries'}"
        if self.milliseconds is not None:
            yield f"{self.milliseconds:.1f} ms"


def explain(request: HttpRequest, response: HttpResponseBase | None = None) -> Explanation:
    """
    Explain why a request was answered as it was, or, without a response, why it will be.

    `request` is the one that the view got, or in a test `response.wsgi_request`. `response`
    is the rendered response of the view. Nothing is rendered again, except the tags around an
    empty part, to see which of them hid it.

    Returns an `Explanation`.
    """
    state = state_of(request)
    match = request.resolver_match
    explanation = Explanation(
        method=state.action_method or str(request.method),
        url=request.get_full_path(),
        view=match._func_path if match else "",
        kind="other",
        reason=own_answer_reason(response),
        status=getattr(response, "status_code", None),
        action=state.action.name if state.action else None,
        is_second_run=state.action_method is not None,
        queries=logged_queries() if settings.DEBUG else None,
        headers=htmx_headers(request),
    )
    content = content_of(response)
    explanation.size = None if content is None else len(content)
    selection = PAGE if is_ordinary_page(request, response) else state.selection
    if selection is not None:
        explain_template(explanation, request, response, selection, text_of(response, content))
    if state.added is not None:
        html = text_of(response, content) or ""
        explain_companions(explanation, state.added, html, partial(bound_context, state.added, request, None))
    return explanation


def is_ordinary_page(request: HttpRequest, response: Any) -> bool:
    """Return whether this is a page that htmx did not ask for. Nothing is selected then."""
    state = state_of(request)
    return renders_template(response) and (state.declared is not None or state.is_of_site) and not is_htmx(request)


def renders_template(response: Any) -> bool:
    if is_of_rest_framework(response):
        return hasattr(response.accepted_renderer, "resolve_template") and not response.exception
    return getattr(response, "template_name", None) is not None


def explain_template(
    explanation: Explanation,
    request: HttpRequest,
    response: HttpResponseBase | None,
    selection: Selection,
    html: str | None,
) -> None:
    state = state_of(request)
    partials = state.partials or view_partials(request) or NOTHING_DECLARED
    rendered = state.rendered
    explanation.kind = "fragment" if selection.partial else "companions" if selection.is_companions_alone else "page"
    explanation.reason = reason_for(request, partials, selection, is_of_site=False)
    if rendered is None:
        explanation.partial = page_part(response, explanation.size) if explanation.kind == "page" else None
        return
    explanation.kind = "companions" if rendered.main is None else "fragment" if rendered.is_fragment else "page"
    explanation.reason = reason_for(request, partials, selection, is_of_site=rendered.main_is_of_site)
    bind_context = partial(bound_context, rendered, request, response)
    if rendered.main is not None:
        name = (rendered.of_site if rendered.main_is_of_site else rendered.name) or location_of(rendered.main).template
        own_html = html[: rendered.size] if html else html
        explanation.partial = part_of(name, rendered.main, own_html, bind_context)
    if rendered.is_fragment:
        explain_companions(explanation, rendered, html or "", bind_context)
        explanation.left_out += left_out_before(request, partials, rendered, explanation.status)


def explain_companions(
    explanation: Explanation, rendered: PartialsTemplate, html: str, bind_context: BindContext
) -> None:
    """Add what happened to the companions. Those that were sent are at the end of `html`."""
    at = len(html) - sum(rendered.sent.values())
    for name, swap, _, _ in rendered.companions:
        length = rendered.sent.get(name)
        fragment = rendered.fragments.get(name)
        if length:
            part = part_of(name, fragment, html[at : at + length], bind_context)
            part.swap, part.root_id = swap, root_id(html[at : at + length])
            explanation.companions.append(part)
            at += length
        elif length == 0:
            explanation.left_out.append(LeftOut(name, "in the fragment already"))
        elif fragment is None:
            explanation.left_out.append(LeftOut(name, "not in this page"))
        elif name in rendered.rootless:
            explanation.left_out.append(LeftOut(name, "no single root element with an id"))
        else:
            part = part_of(name, fragment, "", bind_context)
            explanation.left_out.append(LeftOut(name, part.why_empty, part))


def left_out_before(
    request: HttpRequest, partials: Partials, rendered: PartialsTemplate, status: int | None
) -> Iterator[LeftOut]:
    """The companions of the view and of the site that were not looked up at all."""
    considered = {each.name for each in rendered.companions}
    declared = view_partials(request) or partials
    for name in declared.oob:
        if name not in partials.oob and name not in considered:
            yield LeftOut(name, "not asked for by the action or `render()`")
    for companion in [*partials.companions, *companions_of_site()]:
        if companion.name in considered:
            continue
        if companion.is_for_navigation and not is_boosted(request):
            yield LeftOut(companion.name, "for boosted requests alone")
        else:
            yield LeftOut(companion.name, f"not swapped by htmx with status {status}")


# -- What was rendered, and with what -------------------------------------------------------


def part_of(name: str, fragment: AnyTemplate, html: str | None, bind_context: BindContext) -> Part:
    part = Part(
        name, location_of(fragment), size=len((html or "").encode()), is_empty=html is not None and not html.strip()
    )
    if isinstance(fragment, Fragment):
        tag_paths = TagPaths(fragment)
        if part.is_empty:
            with bind_context() as context:
                tag_paths.find_hidden(context)
        part.tag_paths = tag_paths.all
    return part


def root_id(markup: str) -> str:
    """Return the id of the root element of a companion, inside what it is wrapped in for the client."""
    wrapped = WRAPPED.fullmatch(markup)
    root = root_of(wrapped[2] if wrapped else markup)
    return root.attributes.get("id", "") if root else ""


def page_template(response: Any) -> AnyTemplate | None:
    """Return the compiled template of a response's page, `None` if it is not known any more."""
    if getattr(response, "template_name", None) is None or is_of_rest_framework(response):
        return None
    return page_of(type(response).resolve_template(response, response.template_name))


def page_part(response: Any, size: int | None) -> Part | None:
    """Return the page that a response has rendered, `None` if its template is not known any more."""
    template = page_template(response)
    if template is None:
        return None
    return Part(location_of(template).template, location_of(template), size=size or 0)


@contextmanager
def bound_context(rendered: PartialsTemplate, request: HttpRequest, response: Any) -> Iterator[Context]:
    """Return a context like the one that a page was rendered with."""
    page = page_of(rendered.template)
    own_request = getattr(response, "_request", None) or request
    context = make_context(context_of(response), own_request, autoescape=page.engine.autoescape)
    with context.bind_template(page):
        context.template_name = page.name
        yield context


def context_of(response: Any) -> dict[str, Any] | None:
    if is_of_rest_framework(response):
        context: dict[str, Any] = response.accepted_renderer.get_template_context(
            response.data, response.renderer_context
        )
        return context
    return dict(getattr(response, "context_data", None) or {})


def own_answer_reason(response: HttpResponseBase | None) -> str:
    if response is None:
        return "nothing has been returned yet that renders a template"
    for header in ("HX-Redirect", "HX-Location", "Location"):
        if header in response:
            return f"the answer sends the client to `{response[header]}`"
    return f"the view has answered itself, with status {response.status_code}"


def logged_queries() -> int:
    return sum(len(each.queries_log) for each in connections.all(initialized_only=True))


def content_of(response: Any) -> bytes | None:
    """Return all of a response, `None` if it is streaming or not rendered yet."""
    if response is None or response.streaming or not getattr(response, "is_rendered", True):
        return None
    content: bytes = response.content
    return content


def text_of(response: Any, content: bytes | None) -> str | None:
    return None if content is None else content.decode(response.charset, "replace")


def htmx_headers(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name.lower().startswith("hx-")}
