"""
`manage.py check`: find mistakes with partials before anybody asks for one.

See "System check framework" in Django's documentation.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, select_template
from django.utils.module_loading import import_string

from .analysis import find_views
from .declared import DeclaredPage, DeclaredView
from .elements import Elements, can_be_swapped, may_be_among, pattern, readable, roots_of
from .fragments import Fragment, location_of, tag_of
from .markup import HOLE
from .nodes import blocks_of, partials_of
from .oob import no_single_root_message, single_root_hint
from .pages import Page, package_of, tags_run_whole
from .rendering import page_of
from .resolution import no_fragment_message
from .selection import beginning_of, site_wide
from .targets import nested_swaps, requests_other_urls, targets_by_id
from .templates import all_templates

HTMX_MIDDLEWARE = "django_htmx.middleware.HtmxMiddleware"
PARTIALS_MIDDLEWARE = "htmx_partials.middleware.HtmxPartialsMiddleware"

# HtmxPartialsMiddleware must come after these and their subclasses.
MUST_COME_BEFORE = (
    "django.middleware.cache.CacheMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    HTMX_MIDDLEWARE,
)

# How many views a message names at most.
MAX_VIEWS = 10

NO_TEMPLATE_HINT = "Write the name of a template that there is, or add this one."


def check_partials(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Return what is wrong with the views that use this library, and with its settings."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    views = find_views()
    return [*check_middleware(is_used=bool(views)), *Check(views).messages()]


# -- Settings -------------------------------------------------------------------------


def check_middleware(*, is_used: bool) -> Iterator[checks.CheckMessage]:
    middleware = [(path, imported(path)) for path in settings.MIDDLEWARE]
    positions = [at for at, (_, each) in enumerate(middleware) if is_kind_of(each, PARTIALS_MIDDLEWARE)]
    if (is_used or positions) and not any(is_kind_of(each, HTMX_MIDDLEWARE) for _, each in middleware):
        yield checks.Error(
            f"{HTMX_MIDDLEWARE!r} is not in MIDDLEWARE, and the views that use htmx_partials need it.",
            hint=f"Add {HTMX_MIDDLEWARE!r} to MIDDLEWARE.",
            id="htmx_partials.E001",
        )
    for at in positions:
        for path, each in middleware[at + 1 :]:
            if any(is_kind_of(each, outside) for outside in MUST_COME_BEFORE):
                yield checks.Error(
                    f"{middleware[at][0]!r} stands before {path!r} in MIDDLEWARE, and must come after it.",
                    hint=f"Make {middleware[at][0]!r} the last of MIDDLEWARE.",
                    id="htmx_partials.E005",
                )


def imported(path: str) -> Any:
    try:
        return import_string(path)
    except ImportError:  # Django reports it
        return None


def is_kind_of(middleware: Any, path: str) -> bool:
    return isinstance(middleware, type) and issubclass(middleware, import_string(path))


# -- Views ----------------------------------------------------------------------------


class Check:
    """
    Checks views and their pages, each page once.

    A mistake in a page itself is reported once, with all views that render it.
    """

    def __init__(self, views: list[DeclaredView]) -> None:
        self.views = views
        self.pages: dict[Any, Page | str | None] = {}
        self.labels_by_message: dict[tuple[type[checks.Error | checks.Warning], str, str, str, str], list[str]] = {}

    def messages(self) -> list[checks.CheckMessage]:
        read = [(view, declared_page, self.page(declared_page)) for view in self.views for declared_page in view.pages]
        pages = [*dict.fromkeys(page for _, _, page in read if isinstance(page, Page))]
        # An id that is written as a whole by code would match all ids of other pages.
        self.ids = {each for page in pages for each in page.elements.ids if each.strip(HOLE)}
        for view, declared_page, page in read:
            if isinstance(page, Page):
                self.check_page(view, declared_page, page)
            elif page:
                self.error(view_label(view), "E004", page, NO_TEMPLATE_HINT)
        for view in self.views:
            for template, name in view.rendered_to_strings:
                self.check_named_with_template(view_label(view), f"{template}#{name}")
        self.check_site(pages)
        return [
            kind(message, hint=hint, obj=joined_labels([*dict.fromkeys(labels)]), id=f"htmx_partials.{number}")
            for (kind, number, message, hint, _), labels in self.labels_by_message.items()
        ]

    def error(self, label: str, number: str, message: str, hint: str) -> None:
        self.labels_by_message[checks.Error, number, message, hint, label] = [label]

    def warning(self, label: str, number: str, message: str, hint: str) -> None:
        of_page = number in ("W004", "W006")
        key = (checks.Warning, number, message, hint, "" if of_page else label)
        self.labels_by_message.setdefault(key, []).append(label)

    def page(self, declared_page: DeclaredPage) -> Page | str | None:
        """Return the page, a message that its template does not exist, or `None` if its templates cannot be read."""
        values = {
            name: each
            for name, each in declared_page.context.items()
            if isinstance(name, str) and isinstance(each, str)
        }
        key = (declared_page.template, declared_page.using, *sorted(values.items()))
        if key not in self.pages:
            self.pages[key] = read_page(declared_page.template, declared_page.using, values)
        return self.pages[key]

    # -- Of one page -----------------------------------------------------------------

    def check_page(self, view: DeclaredView, declared_page: DeclaredPage, page: Page) -> None:
        declared = [declared_page.partials, *view.action_partials]
        for name in dict.fromkeys(name for each in declared for name in (*each.by_name, *each.oob)):
            self.check_name(view, declared_page, page, name)
        for name, swap in dict.fromkeys((each.name, each.swap) for one in declared for each in one.companions):
            self.check_companion(view_label(view), page, name, swap)
        self.check_ids(view, declared_page, page)

    def check_name(self, view: DeclaredView, declared_page: DeclaredPage, page: Page, name: str) -> None:
        fragment = self.fragment(view_label(view), page, name)
        if not isinstance(fragment, Fragment):
            return
        if view.is_context_known:
            for variable in sorted(page.loop_variables(fragment) - view.context_names):
                self.warning(
                    view_label(view),
                    "W001",
                    f"{name!r} ({location_of(fragment)}) uses the variable {variable!r}, which only a loop around it "
                    f"sets. As a fragment it is rendered without that loop.",
                    loop_variable_hint(name, variable),
                )
        for tag in tags_run_whole(fragment):
            self.warning(
                view_label(view),
                "W002",
                f"{name!r} ({location_of(fragment)}) stands inside {tag_of(tag)} ({location_of(tag)}, of "
                f"{package_of(tag)!r}), which cannot be looked into: all that it holds is rendered for {name!r}.",
                f"Put {tag_of(tag)} inside of the partial, or the partial somewhere else.",
            )

    def fragment(self, label: str, page: Page, name: str) -> Any:
        """Return what a name stands for on a page. Reports an error and returns `None` if there is nothing."""
        try:
            fragment = page.fragment(name)
            owner = page if fragment else page.page_of_name(name)
        except TemplateDoesNotExist as error:
            self.error(label, "E004", no_template_message(error), NO_TEMPLATE_HINT)
            return None
        except Exception:  # noqa: BLE001 - Django reports a template that cannot be read
            return None
        if fragment is None and owner.is_known:
            message = no_fragment_message(page.template, name, page.context)
            self.error(label, "E002", message, no_fragment_hint(owner, name.rpartition("#")[2]))
        return fragment

    def check_companion(self, label: str, page: Page, name: str, swap: str | None) -> None:
        fragment = self.fragment(label, page, name)
        if not isinstance(fragment, Fragment):
            return
        html = page.html_of(fragment)
        html = page.page_of_name(name).html_of(fragment) if html is None else html
        if html is not None and not can_be_swapped(html, swap):
            self.error(label, "E003", no_single_root_message(name, str(location_of(fragment))), single_root_hint(name))

    def check_ids(self, view: DeclaredView, declared_page: DeclaredPage, page: Page) -> None:
        elements = page.elements
        if elements.knows_all:
            for target in declared_page.partials.targets:
                beginning = beginning_of(target)
                identifier = beginning if beginning == target else beginning + HOLE
                if not any(may_be_among(identifier, ids) for ids in (elements.ids, self.ids)):
                    self.warning(
                        view_label(view),
                        "W003",
                        f"targets= names {target!r}, and no element of {page.name} has such an "
                        f"id{did_you_mean(target, elements.ids)}.",
                        "Name the id of the element that is swapped, or give it this one.",
                    )
            elsewhere = self.ids if requests_other_urls(page.shown_elements, view) else set()
            for attribute, identifier, position in targets_by_id(page.shown_elements):
                is_there = any(may_be_among(identifier, ids) for ids in (elements.ids, elsewhere))
                if not is_there and not made_by_code(identifier, elements):
                    self.warning(
                        view_label(view),
                        "W004",
                        f"{attribute} ({page.written.location(position)}): no element of the page has such an "
                        f"id{did_you_mean(identifier, elements.ids)}.",
                        "Name the id of an element of the page, or give one this id.",
                    )
        for element in page.elements.all:
            if "data-live" in element.attributes and "id" not in element.attributes and element.is_known:
                self.warning(
                    view_label(view),
                    "W006",
                    f"The <{element.name}> with {{% live %}} ({page.written.location(element.position)}) has no id, so "
                    f"that nothing says which partial it is.",
                    "Give it the id of the partial that it shows, or of one in targets=.",
                )
        if "defaultSwap" in page.html:
            return
        for name, swap in nested_swaps(view, declared_page.partials, page.shown_elements):
            fragment = page.fragment(name)
            html = page.html_of(fragment) if isinstance(fragment, Fragment) else None
            if html and may_be_among(swap.identifier, roots_of(html)):
                self.warning(
                    view_label(view),
                    "W005",
                    f"The root of {name!r} ({location_of(fragment)}) has the id of the element that it is put into "
                    f"({page.written.location(swap.position)}): there would be two, one inside of the other.",
                    'Write hx-swap="outerHTML" there, or take the id from the root.',
                )

    # -- Of the whole site -----------------------------------------------------------

    def check_site(self, pages: list[Page]) -> None:
        """Check that the names in the settings exist: in the template that they name, or in at least one page."""
        for name in dict.fromkeys((*site_wide().by_name, *site_wide().oob)):
            setting = "HTMX_PARTIALS_OOB" if name in site_wide().oob else "HTMX_PARTIALS_TARGETS"
            if "#" in name:
                self.check_named_with_template(setting, name)
            elif pages:
                self.check_named_by_site(setting, name, pages)

    def check_named_with_template(self, label: str, name: str) -> None:
        template, _, bare = name.partition("#")
        page = read_page(template, None, {})
        if isinstance(page, str):
            self.error(label, "E004", page, NO_TEMPLATE_HINT)
        elif page and bare and self.fragment(label, page, bare):
            for each in site_wide().companions:
                if each.name == name:
                    self.check_companion(label, page, bare, each.swap)

    def check_named_by_site(self, setting: str, name: str, pages: list[Page]) -> None:
        found = [(page, fragment) for page in pages if (fragment := page.fragment_of_site(name))]
        swaps = [each.swap for each in site_wide().companions if each.name == name]
        if not found:
            names = {each for template in all_templates() for each in (*partials_of(template), *blocks_of(template))}
            if name not in names:
                self.error(
                    setting,
                    "E002",
                    f"No template has a partial or a block {name!r}{did_you_mean(name, names)}.",
                    "Name a partial or a block of the template that all pages extend.",
                )
            return
        written = [(fragment, page.html_of(fragment) or "") for page, fragment in found]
        # Nothing is known of a partial that is a single variable.
        known = [(fragment, html) for fragment, html in written if html.strip(f"{HOLE} \n")]
        if swaps and known and not any(can_be_swapped(html, swaps[0]) for _, html in known):
            location = str(location_of(known[0][0]))
            self.error(setting, "E003", no_single_root_message(name, location), single_root_hint(name))


def read_page(template: str | tuple[str, ...], using: str | None, values: dict[str, str]) -> Page | str | None:
    """Return a page, a message that its template does not exist, or `None` if its templates cannot be read."""
    try:
        if isinstance(template, str):
            return Page(page_of(get_template(template, using)), values)
        return Page(page_of(select_template([*template], using)), values)
    except TemplateDoesNotExist as error:
        return no_template_message(error)
    except Exception:  # noqa: BLE001 - Django reports a template that cannot be read
        return None


def no_template_message(error: TemplateDoesNotExist) -> str:
    names = str(error).split(", ")
    return f"The template {names[0]!r} does not exist." if len(names) == 1 else f"None of the templates {error} exists."


def no_fragment_hint(page: Page, name: str) -> str:
    closest = page.closest(name)
    add = f"add {{% partialdef {name} %}}…{{% endpartialdef %}} to {page.name}"
    return f"Write {closest[0]!r}, which is in {closest[1]}, or {add}." if closest else f"{add[0].upper()}{add[1:]}."


def loop_variable_hint(name: str, variable: str) -> str:
    if variable == "forloop":
        return f"Count in the view what {name!r} shows, as there is no loop around it on its own."
    return (
        f"Put {variable!r} into the context where the view answers with {name!r}; selected_partial(request).suffix "
        f"says which one is asked for."
    )


def joined_labels(views: list[str]) -> str:
    """Return the views that a message is about. A mistake in the base template concerns too many to name them all."""
    more = len(views) - MAX_VIEWS
    return ", ".join(views[:MAX_VIEWS]) + (f" and {more} more" if more > 0 else "")


def view_label(view: DeclaredView) -> str:
    """Return a view with its URLs."""
    return f"{view.name} ({', '.join(view.routes)})"


def did_you_mean(name: str, names: Iterable[str]) -> str:
    closest = difflib.get_close_matches(name, sorted(readable(each) for each in names), n=1)
    return f" (did you mean {closest[0]!r}?)" if closest else ""


def made_by_code(identifier: str, elements: Elements) -> bool:
    """Return whether a form may write an element with this id, or a script may create one."""
    return identifier.startswith("id_") or pattern(identifier).strip(HOLE) in elements.scripts
