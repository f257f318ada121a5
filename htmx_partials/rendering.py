"""A stand-in for a page's template that renders partials of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import ResponseHeaders
from django.template import Template, TemplateDoesNotExist
from django.template.backends.django import reraise
from django.template.context import Context, make_context
from django.template.loader import get_template, select_template
from django.utils.safestring import SafeString
from django_htmx.middleware import HtmxDetails

from .compat import PartialTemplate
from .families import FAMILIES, with_cached_templates
from .fragments import Fragment, keys_shown_by_template, location_of
from .nodes import AnyTemplate
from .oob import (
    PLACEHOLDER,
    SELECTS_NOTHING,
    Companion,
    is_blank,
    needs_template,
    no_single_root_message,
    out_of_band,
    single_root_hint,
)
from .resolution import find_fragment, no_fragment_message


def render_partial_to_string(
    template_name: str | Sequence[str],
    partial: str,
    context: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
    using: str | None = None,
) -> SafeString:
    """
    Render one partial of a template, for mail, tasks or server-sent events.

    `template_name` is the name of a template, or a list of names of which the first that
    exists is used. `partial` is the name of a partial or block of this template, of the
    templates that it extends, or of those that it includes. `context`, `request` and `using`
    are those of `django.template.loader.render_to_string()`.

    Returns the HTML that the page shows there, given the same context. Raises
    `TemplateDoesNotExist` if there is no such template or partial.

    See "Template partials" in Django's template language documentation.
    """
    if isinstance(template_name, str):
        template = get_template(template_name, using=using)
    else:
        template = select_template(template_name, using=using)
    return PartialsTemplate(template, partial).render(context, request)


# With an <hx-partial> beside it, htmx 4 takes an empty fragment for no fragment: it leaves its target, or deletes it if
# hx-swap is "delete".
LEAVES_TARGET = SafeString('<hx-partial hx-target="head" hx-swap="none"></hx-partial>')


class PartialsTemplate:
    """
    Stands where Django has a page's template, and renders fragments of it.

    `name` is the name of a partial or a block, or `None` for the page. `of_site` is a name
    of the whole site, which goes first where the page has it. `companions` are sent with a
    fragment, as out-of-band swaps for htmx 4 or htmx 2. With `is_companions_alone` there is
    no fragment; `preceding` is then the HTML that the companions are appended to, if there
    is any. `headers` are those of the response, which htmx 4 may need one more of.

    After rendering, `main` is what was rendered first, a fragment or the page, which
    `main_is_of_site` if it was found by that name, and `size` is the length of its HTML, if
    companions follow it. `fragments` are the companions that were found, `sent` has the
    length of each that was sent, 0 for one that the fragment shows, and `rootless` names
    those that the client could not have swapped.
    """

    is_fragment = False
    main: AnyTemplate | None = None
    main_is_of_site = False
    size: int | None = None
    rootless: tuple[str, ...] = ()

    def __init__(
        self,
        template: Any,
        name: str | None,
        companions: Sequence[Companion] = (),
        *,
        of_site: str | None = None,
        is_companions_alone: bool = False,
        htmx_4: bool = False,
        preceding: str | None = None,
        headers: ResponseHeaders | None = None,
    ) -> None:
        self.template = template
        self.name = name
        self.of_site = of_site
        self.is_companions_alone = is_companions_alone
        self.companions = companions
        self.htmx_4 = htmx_4
        self.preceding = preceding
        self.headers = ResponseHeaders({}) if headers is None else headers
        self.fragments: dict[str, AnyTemplate] = {}
        self.sent: dict[str, int] = {}

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        page = page_of(self.template)
        bound = make_context(context, request, autoescape=page.engine.autoescape)
        try:
            with bound.bind_template(page):
                bound.template_name = page.name
                main = self.main = self.find_main(page, bound)
                self.is_fragment = main is not page
                if not self.is_fragment or not self.companions:
                    return main.render(bound) if main else self.nothing()
                with bound.push():
                    html = main.render(bound) if main else self.nothing()
                self.size = len(html)
                preceding = html if main else self.preceding
                wrap = preceding is not None and not self.htmx_4 and needs_template(preceding)
                swaps = self.companions_of(main, page, bound, wrap=wrap)
                if self.htmx_4 and swaps and preceding is not None and is_blank(preceding):
                    self.headers["HX-Reselect"] = SELECTS_NOTHING
                    swaps = SafeString(PLACEHOLDER) + swaps
                return html + swaps
        except TemplateDoesNotExist as error:
            reraise(error, self.template.backend)

    def nothing(self) -> SafeString:
        """Return what is sent instead of a fragment where there are companions alone."""
        return LEAVES_TARGET if self.htmx_4 and self.preceding is None else SafeString()

    def find_main(self, page: AnyTemplate, context: Context) -> AnyTemplate | None:
        if self.is_companions_alone:
            return None
        if self.of_site and (fragment := find_fragment(page, self.of_site, context, root_first=True)):
            self.main_is_of_site = True
            return fragment
        if self.name is None:
            return page
        if fragment := find_fragment(page, self.name, context):
            return fragment
        raise no_fragment_error(page, self.name, context)

    def companions_of(self, main: AnyTemplate | None, page: AnyTemplate, context: Context, *, wrap: bool) -> SafeString:
        sent_fragments = [main]
        swaps = []
        for name, swap, is_required, _ in self.companions:
            fragment = find_fragment(page, name, context, root_first=not is_required)
            if fragment is None and is_required:
                raise no_fragment_error(page, name, context)
            if fragment is None:
                continue
            self.fragments[name] = fragment
            if any(contains_companion(each, fragment) for each in sent_fragments):
                self.sent[name] = 0
                continue
            with context.push():
                html = fragment.render(context)
            if not html or html.isspace():
                continue
            if markup := out_of_band(html, swap, htmx_4=self.htmx_4, wrap=wrap):
                swaps.append(markup)
                self.sent[name] = len(markup)
                sent_fragments.append(fragment)
            elif is_required:
                message = no_single_root_message(name, str(location_of(fragment)))
                raise ImproperlyConfigured(f"{message} {single_root_hint(name)}")
            else:
                self.rootless = (*self.rootless, name)
        return SafeString("".join(swaps))


class WholePage:
    """
    Replaces the template of a page that answers htmx, and renders all of it.

    In its templates `request.htmx` is false, as for anybody who asks for a page. So
    `{% extends request.htmx|yesno:"bare.html,base.html" %}` extends the base.
    """

    def __init__(self, template: Any, request: Any) -> None:
        self.template = template
        self.request = request

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        htmx = self.request.htmx
        self.request.htmx = HtmxOfPage(self.request) if isinstance(htmx, HtmxDetails) else False
        try:
            html: SafeString = self.template.render(context, request)
        finally:
            self.request.htmx = htmx
        return html


class HtmxOfPage(HtmxDetails):
    """The details of an htmx request for the page. They are false."""

    def __bool__(self) -> bool:
        return False


def no_fragment_error(page: AnyTemplate, name: str, context: Context) -> TemplateDoesNotExist:
    return TemplateDoesNotExist(no_fragment_message(page, name, context))


def contains_companion(fragment: AnyTemplate | None, companion: AnyTemplate) -> bool:
    """Return whether the companion is the fragment or a part of it, so that it would be sent twice."""
    if fragment is None or not isinstance(companion, Fragment):
        return fragment is companion
    if isinstance(fragment, Fragment):
        return fragment.contains(companion)
    return not keys_shown_by_template(fragment).isdisjoint(companion.keys)


def page_of(template: Any) -> AnyTemplate:
    """
    Return Django's compiled template, without the wrapper of its backend.

    Raises `ImproperlyConfigured` for the template of another engine.
    """
    page = getattr(template, "template", None)
    if not isinstance(page, (Template, PartialTemplate)):
        raise ImproperlyConfigured(
            f"{type(template).__module__} cannot render a partial. Render the page with Django's own template engine, "
            f"django.template.backends.django.DjangoTemplates."
        )
    return page if FAMILIES in vars(page) else with_cached_templates(page)
