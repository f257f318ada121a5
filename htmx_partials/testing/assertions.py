"""Assertions about answers: which partials they are, and whether fragments are what the page shows."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bs4.element import Tag
from django.template import Template
from django.test import Client

from htmx_partials.selection import declared_for, id_of
from htmx_partials.testing.parsing import (
    Element,
    descendants,
    get_attribute,
    parse_document,
    parse_fragment,
    serialize_contents,
)
from htmx_partials.testing.selectors import by_id, describe, query_all

CSRF_INPUT = 'input[name="csrfmiddlewaretoken"]'
SHOWN = 800


def assert_partial(response: Any, partial: str, oob: Iterable[str] = ()) -> None:
    """Assert that a response is this partial alone, with these companions out of band, and is not the page.

    ``response`` is one of Django's test client, ``partial`` and ``oob`` are names of partials or blocks. Companions
    that rendered to nothing are not sent, and need not be named.
    """
    rendered = _rendered(response)
    markup = response.content.decode(response.charset)
    if isinstance(rendered[0], Template):
        raise AssertionError(
            f"Not the partial {partial!r} but the page {rendered[0].name!r} was rendered: {_short(markup)}"
        )
    names = [_name(template) for template in rendered if not isinstance(template, Template)]
    if names[0] != _own_name(partial):
        raise AssertionError(f"Not the partial {partial!r} but {names[0]!r} was rendered: {_short(markup)}")
    wanted = [_own_name(name) for name in oob]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise AssertionError(f"Out of band, {missing} did not come along: {_short(markup)}")
    pieces = [describe(piece) for piece in _out_of_band(parse_fragment(markup))]
    if len(pieces) > len(wanted):
        raise AssertionError(f"Out of band, {wanted} were expected, and these came: {pieces}")


def assert_partials_match_page(client: Client, url: str) -> None:
    """Assert that each fragment which the view at ``url`` declares is what the page shows in its place.

    It is asked for as htmx asks for it, by its name and by each of the view's targets; for a target with a ``*``, by
    the first element of the page with such an id. CSRF tokens and nonces may differ, and messages were shown before.

    Raises ``AssertionError`` with the fragment, and where the view declares none.
    """
    client.get(url)
    page = client.get(url)
    declared = declared_for(page.wsgi_request)
    if declared is None or not (declared.names or declared.targets):
        raise AssertionError(f"The view at {url} declares no partials.")
    document = parse_document(page.content.decode(page.charset))
    _neutralize(document)
    shown = serialize_contents(document)
    for target, name in _targets(declared, document):
        response = client.get(url, headers={"HX-Request": "true", "HX-Target": target})
        fragment = parse_fragment(response.content.decode(response.charset))
        for piece in _out_of_band(fragment):
            piece.extract()
        _neutralize(fragment)
        markup = serialize_contents(fragment).strip()
        if markup not in shown:
            there = by_id(document, target)
            raise AssertionError(
                f"The partial {name!r} of {url} is not what the page shows.\nThe partial: {_short(markup)}\n"
                f"The page: {_short(str(there) if there is not None else shown)}"
            )


def _rendered(response: Any) -> list[Any]:
    rendered = getattr(response, "templates", None)
    if not rendered:
        raise AssertionError("No template was rendered for this response: is it one of Django's test client?")
    return list(rendered)


def _name(template: Any) -> str:
    return _own_name(template.name)


def _own_name(name: str) -> str:
    return name.rpartition("#")[2]


def _out_of_band(fragment: Element) -> list[Element]:
    """Return the companions among the roots of a fragment, with the ``<template>`` around them where there is one."""
    return [
        root
        for root in fragment.contents
        if isinstance(root, Element)
        and (_is_marked(root) or (root.content is not None and any(map(_is_marked, descendants(root.content)))))
    ]


def _is_marked(element: Element) -> bool:
    return "hx-swap-oob" in element.attrs or "data-hx-swap-oob" in element.attrs or element.name == "hx-partial"


def _targets(declared: Any, document: Tag) -> Iterator[tuple[str, str]]:
    """Yield the ids by which the partials are asked for, and their names."""
    targets = {target: name for target, name in declared.targets.items() if name is not None}
    for name in declared.names:
        yield next((target for target in targets if targets[target] == name and target[-1] != "*"), id_of(name)), name
    for target, name in targets.items():
        if not target.endswith("*"):
            yield target, name
            continue
        for element in descendants(document):
            identifier = get_attribute(element, "id") or ""
            if identifier.startswith(target[:-1]):
                yield identifier, name
                break


def _neutralize(tree: Tag) -> None:
    """Take away what differs from one answer to the next."""
    for token in query_all(tree, CSRF_INPUT):
        token.attrs["value"] = ""
    for element in descendants(tree):
        element.attrs.pop("nonce", None)
        if element.content is not None:
            _neutralize(element.content)


def _short(markup: str) -> str:
    text = re.sub(r"\s+", " ", markup).strip()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
