"""
Find the views of the project that use this library.

The URLconf and the sources of its views are read; no view is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from inspect import unwrap
from types import FunctionType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver, get_resolver

from .declared import DeclaredView, ViewURL, attached_partials, declaring_layer, methods_of, uses_mixin
from .guards import layers
from .references import closure_values, is_of_project, names_in
from .shortcuts import render
from .sources import Sources


def find_views() -> list[DeclaredView]:
    """Return the views that use this library, under any decorators, and those that only other views call."""
    sources = Sources()
    found: dict[Any, DeclaredView] = {}

    def add(view: Any) -> DeclaredView:
        view = declaring_layer(view)
        key = view_key(view)
        if key not in found:
            found[key] = DeclaredView(view, sources)
        return found[key]

    called_views: list[tuple[Any, ViewURL]] = []
    for url in urls_in(get_resolver()):
        view = without_arguments(url.callback)
        if uses_library(view, sources):
            add(view).urls.append(url)
        called_views += [(each, url) for each in views_called_by(view, sources)]
    for view, url in called_views:
        add(view).caller_urls.append(url)
    return [*found.values()]


def urls_in(resolver: Any, route: str = "/", namespaces: tuple[str, ...] = ()) -> Iterator[ViewURL]:
    """The URLs of the site, in the order of the URLconf."""
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from urls_in(pattern, path, inner)
        else:
            yield ViewURL(path, ":".join((*namespaces, pattern.name or "")), pattern.callback)


def without_arguments(view: Any) -> Any:
    while isinstance(view, partial):
        view = view.func
    return view


def view_key(view: Any) -> Any:
    """Return a key that is the same for one view at several URLs."""
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return id(view)
    return view_class, repr(sorted(getattr(view, "view_initkwargs", {}).items())), id(attached_partials(view))


def uses_library(view: Any, sources: Sources) -> bool:
    if declares(view):
        return True
    view_class = getattr(view, "view_class", None)
    functions = methods_of(view_class) if view_class else [unwrap(view)]
    return any(
        each.partial or each.targets or each.oob
        for function in functions
        if is_of_project(function) and any(each is render for each in sources.referred_to(function))
        for each in sources.renderings(function, view_class)
    )


def declares(view: Any) -> bool:
    return uses_mixin(getattr(view, "view_class", None)) or attached_partials(view) is not None


def views_called_by(view: Any, sources: Sources) -> list[Any]:
    """Return the views with partials that a view refers to, directly or through the functions that it calls."""
    view_class = getattr(view, "view_class", None)
    starts = (
        methods_of(view_class)
        if view_class
        else [each for layer in layers(view) for each in (layer, *closure_values(layer))]
    )
    found = []
    for function in sources.reached_from(starts):
        for value in sources.referred_to(function):
            if uses_mixin(value) and "as_view" in names_in(function):
                with suppress(ImproperlyConfigured):  # calling the view raises it
                    found.append(value.as_view())
            elif isinstance(value, FunctionType) and declares(value):
                found.append(value)
    return found
