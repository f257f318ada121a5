"""Assertions about answers: which partials they are, and whether fragments match the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from typing import Any

from bs4.element import Comment, NavigableString, PageElement, Tag
from django.template import Template
from django.template.response import SimpleTemplateResponse
from django.test import Client

from .. import render_partial_to_string
from ..debug import explain
from ..selection import current_partials, normalized_id
from .parsing import (
    Element,
    children,
    descendants,
    get_attribute,
    inside,
    parse_document,
    parse_fragment,
    serialize,
    serialize_contents,
    set_attribute,
)
from .selectors import by_id, describe

TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
EXACT = re.compile(r"[^*<]*\Z")
SHOWN = 800


def assert_partial(response: Any, partial: str, oob: Iterable[str] = ()) -> None:
    """
    Assert that a response is this partial with these companions, and not the page.

    `response` is one of Django's test client. `partial` and `oob` are names of partials or blocks. Companions that
    rendered to nothing are not sent, and need not be named.

    Raises `AssertionError` with what was rendered instead, and why.
    """
    if problem := partial_problem(response, partial, [own_name(name) for name in oob]):
        request = getattr(response, "asgi_request", None) or response.wsgi_request
        raise AssertionError(f"{problem}\n{explain(request, response)}")


def partial_problem(response: Any, partial: str, oob: list[str]) -> str | None:
    """Return what is wrong with the response, `None` if it is this partial with these companions."""
    rendered = rendered_templates(response)
    markup = response.content.decode(response.charset)
    if isinstance(rendered[0], Template):
        return f"Not the partial {partial!r} but the page {rendered[0].name!r} was rendered: {shortened(markup)}"
    names = [own_name(template.name) for template in rendered if not isinstance(template, Template)]
    if names[0] != own_name(partial):
        return f"Not the partial {partial!r} but {names[0]!r} was rendered: {shortened(markup)}"
    if missing := [name for name in oob if name not in names]:
        return f"Out of band, {missing} did not come along: {shortened(markup)}"
    pieces = [describe(piece) for piece in out_of_band(parse_fragment(markup))]
    if len(pieces) > len(oob):
        return f"Out of band, {oob} were expected, and these came: {pieces}"
    return None


def assert_partials_match_page(client: Client, url: str, *, exclude: Iterable[str] = ()) -> None:
    """
    Assert that each fragment which the view at `url` declares is what the page shows in its place.

    Each fragment is requested as htmx requests it: by its name, and by each of the view's targets. For a pattern, the
    first element of the page with such an id is the target. The view's companions are rendered with the page's
    context. The place of a fragment is the element with the id of its root, or its target. A fragment that the page
    does not show, the form of a dialog say, is requested but not compared. `exclude` names partials to leave out.

    CSRF tokens, nonces, tokens of live elements, comments and messages may differ. Site-wide companions and `<title>`
    are not compared.

    Raises `AssertionError` with the difference. It is also raised if a fragment is empty where the page shows
    something, if it is not known which place a fragment has, and if the view declares no partials.
    """
    client.get(url)
    page: Any = client.get(url)
    declared = current_partials(page.wsgi_request)
    if declared is None or not (declared.names or declared.targets or declared.oob):
        raise AssertionError(f"The view at {url} declares no partials.")
    document = parse_document(page.content.decode(page.charset))
    neutralize(document)
    excluded = {own_name(name) for name in exclude}
    for target, name in targets_of(declared, document):
        if own_name(name) not in excluded:
            response = client.get(url, headers={"HX-Request": "true", "HX-Target": target})
            if response.status_code != page.status_code:
                raise AssertionError(f"The partial {name!r} of {url} was answered with status {response.status_code}.")
            assert_shown(response.content.decode(response.charset), name, target, url, document)
    if declared.oob and not isinstance(page, SimpleTemplateResponse):
        raise AssertionError(f"The page at {url} is no TemplateResponse, so that its companions cannot be rendered.")
    for name in declared.oob:
        if own_name(name) not in excluded:
            markup = render_partial_to_string(page.template_name, name, page.context_data, page.wsgi_request)
            assert_shown(markup, name, normalized_id(name), url, document)


def assert_shown(html: str, name: str, target: str, url: str, document: Tag) -> None:
    """Assert that the page contains the partial's HTML, if it shows this partial at all."""
    fragment = parse_fragment(html)
    for piece in out_of_band(fragment):
        piece.extract()
    neutralize(fragment)
    markup = serialize_contents(fragment).strip()
    root = next(iter(children(fragment)), None)
    identifier = get_attribute(root, "id") if root is not None else None
    targeted = next((element for element in descendants(document) if has_id(element, target)), None)
    shown = by_id(document, identifier) if identifier else targeted
    if not markup:
        if targeted is not None and serialize_contents(targeted).strip():
            raise AssertionError(f"The partial {name!r} of {url} is empty, and the page shows: {serialize(targeted)}")
    elif markup not in serialize_contents(document):
        if shown is not None and (identifier or serialize_contents(shown).strip()):
            raise AssertionError(
                f"The partial {name!r} of {url} is not what the page shows.\n{difference(shown, fragment, root)}"
            )
        if shown is None and not identifier:
            raise AssertionError(
                f"Nothing says where the page at {url} shows the partial {name!r}: give its root an id, or if the page "
                f"does not show it, say exclude=[{name!r}]. The partial: {shortened(markup)}"
            )


def difference(shown: Element, fragment: Element, root: Element | None) -> str:
    """Return a unified diff of what the page shows and what the partial is, a line for each tag and each text."""
    replaced = root is not None and get_attribute(root, "id") == get_attribute(shown, "id")
    before = lines_of([shown] if replaced else inside(shown).contents)
    return "\n".join(unified_diff(before, lines_of(fragment.contents), "the page", "the partial", lineterm=""))


def lines_of(nodes: Iterable[PageElement], indent: str = "") -> list[str]:
    lines = []
    for node in nodes:
        if isinstance(node, Tag):
            lines += [indent + describe(node), *lines_of(inside(node).contents, indent + "  ")]
        elif text := " ".join(str(node).split()):
            lines.append(indent + text)
    return lines


def rendered_templates(response: Any) -> list[Any]:
    rendered = getattr(response, "templates", None)
    if not rendered:
        raise AssertionError("No template was rendered for this response: is it one of Django's test client?")
    return list(rendered)


def own_name(name: str) -> str:
    return name.rpartition("#")[2]


def out_of_band(fragment: Element) -> list[Element]:
    """Return the companions among the roots of a fragment, or the `<template>` elements around them."""
    titles = [root for root in children(fragment) if root.name == "title"]
    marked = [
        root
        for root in children(fragment)
        if is_marked(root) or (root.content is not None and any(map(is_marked, descendants(root.content))))
    ]
    return marked + (titles if len(children(fragment)) > len(titles) else [])


def is_marked(element: Element) -> bool:
    return "hx-swap-oob" in element.attrs or "data-hx-swap-oob" in element.attrs or element.name == "hx-partial"


def targets_of(declared: Any, document: Tag) -> Iterator[tuple[str, str]]:
    """The ids by which the partials are requested, with the names of the partials."""
    exact = {target: name for target, name in declared.targets.items() if name is not None and EXACT.match(target)}
    for name in declared.names:
        yield next((target for target, named in exact.items() if named == name), normalized_id(name)), name
    yield from exact.items()
    seen = set()
    for element in descendants(document):
        identifier = get_attribute(element, "id") or ""
        selection = declared.for_target(identifier)
        selected = selection.partial if selection else None
        if selected is not None and selected.suffix and selected.name not in seen:
            seen.add(selected.name)
            yield identifier, selected.name


def has_id(element: Element, target: str) -> bool:
    identifier = get_attribute(element, "id")
    return identifier is not None and normalized_id(identifier) == normalized_id(target)


def neutralize(tree: Tag) -> None:
    """Remove what differs from one answer to the next."""
    for node in list[Any](tree.descendants):
        if isinstance(node, Comment):
            node.extract()
        elif isinstance(node, NavigableString):
            if "csrf" in node.lower():
                node.replace_with(type(node)(TOKEN.sub("", node)))
        else:
            for name in ("nonce", "data-live"):
                node.attrs.pop(name, None)
            if "csrf" in describe(node).lower():
                for name in node.attrs:
                    set_attribute(node, name, TOKEN.sub("", get_attribute(node, name) or ""))
            if node.content is not None:
                neutralize(node.content)


def shortened(markup: str) -> str:
    text = re.sub(r"\s+", " ", markup).strip()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
