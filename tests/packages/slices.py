"""Compare a part of a page with the fragment."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from htmx_partials import render_partial_to_string

from ..templates_for_tests import in_memory

ANYBODY = AnonymousUser()


def page_and_fragment(
    templates: Mapping[str, str],
    name: str = "secret",
    context: Mapping[str, Any] | None = None,
    *,
    user: Any = ANYBODY,
    builtins: Sequence[str] = (),
    processors: Sequence[str] = ("django.template.context_processors.request",),
) -> tuple[str, str]:
    """
    Return the first element of the page with this id, and the fragment of this name.

    The partial, or the block, is exactly that element: `<p id="secret">`.
    """
    request = RequestFactory().get("/")
    request.user = user
    engine = in_memory(templates, builtins=list(builtins), processors=processors)
    [(_, loaders)] = engine["OPTIONS"]["loaders"]
    loaders.append("django.template.loaders.app_directories.Loader")  # what the packages bring
    with override_settings(TEMPLATES=[engine]):
        page = render_to_string("page.html", dict(context or {}), request)
        fragment = render_partial_to_string("page.html", name, dict(context or {}), request)
    found = re.search(rf'<p id="{name}"[^>]*>.*?</p>', page, re.DOTALL)
    return found[0] if found else "", fragment.strip()


HIDDEN = ("", "")


def shown(html: str) -> tuple[str, str]:
    """Assert that both have this text."""
    return html, html
