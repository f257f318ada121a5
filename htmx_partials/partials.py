"""
What a partial is in this Django.

Django has partials of its own since version 6.0. In Django 5.2 they are those of
django-template-partials. What stands here is the same for both; nothing else in this
package knows the version.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import django
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template, TemplateSyntaxError
from django.template.loaders.base import Loader
from django.template.loaders.cached import Loader as CachedLoader

if TYPE_CHECKING or django.VERSION >= (6, 0):
    from django.template.base import PartialTemplate
    from django.template.defaulttags import PartialDefNode, PartialNode

    # What Django's test client records where it renders one.
    RecordedPartial = PartialTemplate

    def cached_loader(loader: Loader) -> CachedLoader | None:
        """The loader, if it compiles each template once."""
        return loader if isinstance(loader, CachedLoader) else None

    def with_cached_loader(loaders: Sequence[Any]) -> list[Any]:
        """The same template loaders, as `OPTIONS` has them, but they compile each template once."""
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

    class RecordedPartial(PartialTemplate):
        def _render(self, context: Context) -> Any:
            # The test client of Django 5.2 replaces this one alone, that of Django 6 the one of partials, too.
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
    "shown_partial",
    "with_cached_loader",
]


def shown_partial(node: PartialNode) -> PartialTemplate | None:
    """What `{% partial %}` shows, `None` for a name that there is not: rendering it says so."""
    try:
        partial: PartialTemplate = node.partial_mapping[node.partial_name]
    except (KeyError, TemplateSyntaxError):
        return None
    return partial
