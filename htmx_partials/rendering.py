"""A template look-alike that renders partials of a page's template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template import Template, TemplateDoesNotExist
from django.template.backends.django import reraise
from django.template.base import PartialTemplate
from django.template.context import Context, make_context
from django.template.loader import get_template, select_template
from django.utils.safestring import SafeString

from .fragments import Fragment, shown_by_template
from .nodes import AnyTemplate
from .oob import Companion, needs_templates, out_of_band
from .resolution import find_fragment, no_fragment_message, with_cached_templates


def render_partial_to_string(
    template_name: str | Sequence[str],
    partial: str,
    context: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
    using: str | None = None,
) -> SafeString:
    """
    Render one partial of a template, for mail, tasks or server-sent events.

    `template_name` is a template's name or a list of names, of which the first that
    exists is taken; `partial` the name of a partial or block of it, of the templates
    that it extends, or of those that it includes; `context`, `request` and `using`
    are those of `django.template.loader.render_to_string()`.

    Returns the HTML that the page shows there, given the same context. Raises
    `TemplateDoesNotExist` where there is no such template or partial.

    See "Template partials" in Django's template language documentation.
    """
    if isinstance(template_name, str):
        template = get_template(template_name, using=using)
    else:
        template = select_template(template_name, using=using)
    return PartialsTemplate(template, [partial]).render(context, request)


class PartialsTemplate:
    """
    Stands where Django has a page's template, and renders fragments of it.

    `names` is what may be rendered: the first that the page has, or the last; `None`
    is the page itself. With a fragment go its `companions`, as out-of-band swaps for
    htmx 4 or htmx 2. Without any name they are all there is, to be sent `behind` what
    has been rendered elsewhere, if anything has. `sent` names those that were.
    """

    def __init__(
        self,
        template: Any,
        names: Sequence[str | None],
        companions: Sequence[Companion] = (),
        *,
        htmx_4: bool = False,
        behind: str | None = None,
    ) -> None:
        self.template = template
        self.names = names
        self.companions = companions
        self.htmx_4 = htmx_4
        self.behind = behind
        self.is_fragment = False
        self.sent: list[str] = []

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        page = page_of(self.template)
        bound = make_context(context, request, autoescape=page.engine.autoescape)
        try:
            with bound.bind_template(page):
                bound.template_name = page.name
                main = self.main(page, bound)
                self.is_fragment = main is not page
                if not self.is_fragment or not self.companions:
                    return main.render(bound) if main else SafeString()
                with bound.push():
                    html = main.render(bound) if main else SafeString()
                behind = html if main else self.behind
                apart = behind is not None and needs_templates(behind, htmx_4=self.htmx_4)
                return html + self.companions_of(main, page, bound, apart=apart)
        except TemplateDoesNotExist as error:
            reraise(error, self.template.backend)

    def main(self, page: AnyTemplate, context: Context) -> AnyTemplate | None:
        if not self.names:
            return None
        for name in self.names:
            if name is None:
                return page
            if fragment := find_fragment(page, name, context):
                return fragment
        raise TemplateDoesNotExist(no_fragment_message(page, str(name), context))

    def companions_of(
        self, main: AnyTemplate | None, page: AnyTemplate, context: Context, *, apart: bool
    ) -> SafeString:
        there = [main]
        swaps = []
        for name, swap, is_required in self.companions:
            fragment = find_fragment(page, name, context)
            if fragment is None and is_required:
                raise TemplateDoesNotExist(no_fragment_message(page, name, context))
            if fragment is None:
                continue
            if any(holds(each, fragment) for each in there):
                self.sent.append(name)
                continue
            with context.push():
                html = fragment.render(context)
            if html and not html.isspace():
                swaps.append(out_of_band(html, name, swap, htmx_4=self.htmx_4, apart=apart))
                self.sent.append(name)
                there.append(fragment)
        return SafeString("".join(swaps))


def holds(fragment: AnyTemplate | None, companion: AnyTemplate) -> bool:
    """Would the companion be sent twice, as it is the fragment or stands inside?"""
    if fragment is None or not isinstance(companion, Fragment):
        return fragment is companion
    if isinstance(fragment, Fragment):
        return fragment.holds(companion)
    return not shown_by_template(fragment).isdisjoint(companion.places)


def page_of(template: Any) -> AnyTemplate:
    """Django's compiled template, out of what its backend wraps around it."""
    page = getattr(template, "template", None)
    if not isinstance(page, (Template, PartialTemplate)):
        raise ImproperlyConfigured(
            f"{type(template).__module__} cannot render a partial. Render the page with Django's own template engine, "
            f"django.template.backends.django.DjangoTemplates."
        )
    return with_cached_templates(page)
