"""
What a partial is in this version of Django.

Django has its own partials since version 6.0. In Django 5.2 they are those of
django-template-partials. This module gives both the same names; nothing else in this
package knows the version.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import django
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loaders.base import Loader
from django.template.loaders.cached import Loader as CachedLoader
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING or django.VERSION >= (6, 0):
    from django.middleware.csp import get_nonce
    from django.template.base import PartialTemplate
    from django.template.defaulttags import PartialDefNode, PartialNode

    # The class whose rendering Django's test client records.
    RecordedPartial = PartialTemplate

    def cached_loader(loader: Loader) -> CachedLoader | None:
        """Return the loader, if it compiles each template once."""
        return loader if isinstance(loader, CachedLoader) else None

    def with_cached_loader(loaders: Sequence[Any]) -> list[Any]:
        """Return the same template loaders, as `OPTIONS` has them, made to compile each template once."""
        return [("django.template.loaders.cached.Loader", loaders)]

else:  # pragma: no cover - `make matrix` tests it
    try:
        from template_partials.loader import Loader as PartialsLoader
        from template_partials.templatetags.partials import DefinePartialNode as PartialDefNode
        from template_partials.templatetags.partials import RenderPartialNode as PartialNode
        from template_partials.templatetags.partials import TemplateProxy as PartialTemplate
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            f"Django {django.get_version()} has no template partials of its own: install htmx-partials[django52], and "
            f'add "template_partials" to INSTALLED_APPS.'
        ) from error

    def get_nonce(request: HttpRequest) -> None:
        return None

    class RecordedPartial(PartialTemplate):
        def _render(self, context: Context) -> Any:
            # The test client of Django 5.2 records this method only, that of Django 6 the one of partials, too.
            return Template._render(self, context)

    def cached_loader(loader: Loader) -> CachedLoader | None:
        inner = loader.loaders if isinstance(loader, PartialsLoader) else [loader]
        return inner[0] if len(inner) == 1 and isinstance(inner[0], CachedLoader) else None

    def with_cached_loader(loaders: Sequence[Any]) -> list[Any]:
        return [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", loaders)])]


__all__ = [
    "PartialDefNode",
    "PartialNode",
    "PartialTemplate",
    "RecordedPartial",
    "cached_loader",
    "nonce_attribute",
    "shown_partial",
    "with_cached_loader",
]


def nonce_attribute(request: HttpRequest | None) -> SafeString:
    """Return the `nonce` attribute for a script of this page, with Django's nonce or that of django-csp, or nothing."""
    nonce: Any = get_nonce(request) if request else None
    # Django's is false until it is written.
    nonce = getattr(request, "csp_nonce", None) if nonce is None else nonce
    return SafeString("") if nonce is None else format_html(' nonce="{}"', nonce)


def shown_partial(node: PartialNode) -> PartialTemplate | None:
    """Return the partial that `{% partial %}` shows, or `None` for a name that does not exist."""
    try:
        partial: PartialTemplate = node.partial_mapping[node.partial_name]
    except (KeyError, TemplateSyntaxError):
        return None
    return partial
