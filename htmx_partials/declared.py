"""
What the views that use this library declare, and which pages they render.

No view is run: `sources.py` reads their source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from inspect import getattr_static, unwrap
from itertools import chain
from types import FunctionType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.list import MultipleObjectMixin

from .actions import Action, Actions, actions_of
from .guards import layers
from .references import UNKNOWN, is_of_project, strings_in
from .responses import name_of
from .selection import Partials
from .sources import Rendering, Sources
from .views import PartialResponseMixin


class DeclaredPage(NamedTuple):
    """A page of a view: its template, or several of which the first that exists is used, and what can be asked for."""

    template: str | tuple[str, ...]
    using: str | None
    partials: Partials
    context: Mapping[str, Any]


class ViewURL(NamedTuple):
    """A URL of the site: its route, its name for `{% url %}`, and its view."""

    route: str
    name: str
    callback: Callable[..., Any]


class DeclaredView:
    """
    A view that uses this library.

    `urls` are its URLs, and `caller_urls` those of views that call it. `pages` are the pages
    that it renders, as far as they are known; `is_known` says whether all are. `declared` is
    what it declares for all of them. `actions` are its actions by name, and `action_partials`
    what these declare.
    """

    def __init__(self, view: Any, sources: Sources) -> None:
        self.sources = sources
        self.view = view
        self.view_class: Any = getattr(view, "view_class", None)
        self.options: dict[str, Any] = getattr(view, "view_initkwargs", {})
        self.urls: list[ViewURL] = []
        self.caller_urls: list[ViewURL] = []

    @property
    def name(self) -> str:
        return name_of(self.view_class or unwrap(self.view))

    @property
    def routes(self) -> list[str]:
        return sorted({url.route for url in self.urls or self.caller_urls})

    @cached_property
    def functions(self) -> list[FunctionType]:
        """The functions that make up the view: itself, or the methods of its class that the project wrote."""
        if self.view_class is None:
            function = unwrap(self.view)
            return [function] if isinstance(function, FunctionType) else []
        return methods_of(self.view_class)

    @cached_property
    def reachable_functions(self) -> list[FunctionType]:
        """These functions, those of its actions, and the project's functions that they refer to."""
        actions = [unwrap(each.function) for each in self.actions.values()]
        own = [*self.functions, *(each for each in actions if isinstance(each, FunctionType))]
        return [*dict.fromkeys([*own, *self.sources.reached_from(own)])]

    @cached_property
    def declared(self) -> Partials:
        if uses_mixin(self.view_class):
            return combined(None, *map(self.class_values, ("names", "targets", "oob")))
        return attached_partials(self.view) or Partials()

    def class_values(self, name: str) -> list[Any]:
        """Return the value of `partial_<name>`, and the values that an overridden `get_partial_<name>()` may return."""
        value = self.options.get(f"partial_{name}", getattr(self.view_class, f"partial_{name}"))
        function = getattr(self.view_class, f"get_partial_{name}")
        if function is getattr(PartialResponseMixin, f"get_partial_{name}"):
            return [value]
        return [value, *self.sources.returned(function, self.view_class)]

    @cached_property
    def actions(self) -> Actions:
        if uses_mixin(self.view_class):
            return actions_of(self.view_class)
        return getattr(declaring_layer(self.view), "actions", {})

    @cached_property
    def action_partials(self) -> list[Partials]:
        return [each for action in self.actions.values() for each in self.partials_of_action(action)]

    def partials_of_action(self, action: Action) -> Iterator[Partials]:
        yield combined(None, [action.partial], [], [action.oob])
        function = unwrap(action.function)
        if isinstance(function, FunctionType):
            for names, oob in self.sources.rerenders(function):
                yield combined(None, names, [], oob)

    @property
    def rendered_to_strings(self) -> list[tuple[str, str]]:
        """The partials that the view and its actions render to strings, each with its template."""
        found = [each for function in self.reachable_functions for each in self.sources.rendered_to_strings(function)]
        return [
            (template, name)
            for templates, names in found
            for template in templates
            for name in names
            if is_name(template) and is_name(name)
        ]

    @property
    def is_known(self) -> bool:
        """Whether all of its templates are known."""
        templates = [name for each in self.all_renderings for name in each.templates]
        return bool(self.pages) and UNKNOWN not in templates

    @cached_property
    def pages(self) -> list[DeclaredPage]:
        """The pages that the view is known to render."""
        pages: list[DeclaredPage] = []
        for each in self.all_renderings:
            partials = combined(self.declared, each.partial, each.targets, each.oob)
            context = strings_of(each.contexts)
            pages += [DeclaredPage(name, each.using, partials, context) for name in template_names(each.templates)]
        return pages

    @cached_property
    def all_renderings(self) -> list[Rendering]:
        """The renderings that the view declares, and those in its source and in that of its actions."""
        renderings = self.renderings
        template = getattr(declaring_layer(self.view), "template", None)
        if template is not None:
            contexts = [value for each in self.functions for value in self.sources.returned(each)]
            renderings = [Rendering([template], None, contexts, [], [], []), *renderings]
        elif self.view_class is not None:
            renderings = [*self.renderings_of_generic_view(), *renderings]
        if self.view_class is None:
            functions = [unwrap(each.function) for each in self.actions.values()]
            of_actions = [self.sources.renderings(each) for each in functions if isinstance(each, FunctionType)]
            renderings = [*renderings, *chain.from_iterable(of_actions)]
        # A finished response is a fragment made by hand if something else may be the page.
        return [each for each in renderings if not each.is_finished] or renderings

    @cached_property
    def renderings(self) -> list[Rendering]:
        """The calls that render a template in the view, or else in the functions whose result it returns."""
        level, seen = self.functions, set(self.functions)
        while level:
            found = [each for function in level for each in self.sources.renderings(function, self.view_class)]
            if found:
                return found
            called = [each for function in level for each in self.sources.called_in_return(function)]
            level = [each for each in dict.fromkeys(called) if each not in seen]
            seen.update(level)
        return []

    def renderings_of_generic_view(self) -> list[Rendering]:
        """Return what a generic view of Django renders, or what its own `get_template_names()` returns literally."""
        view_class = self.view_class
        method = getattr(view_class, "get_template_names", None)
        if method is None:
            return []
        context = [self.options.get("extra_context", getattr(view_class, "extra_context", None)) or {}]
        using = self.options.get("template_engine", getattr(view_class, "template_engine", None))
        if not method.__module__.startswith("django."):
            return [Rendering(self.sources.returned(method, view_class), using, context, [], [], [])]
        # Without calling __init__(), which may do anything.
        view = view_class.__new__(view_class)
        vars(view).update(self.options, object=None, object_list=queryset_of(view))
        try:
            return [Rendering([tuple(view.get_template_names())], using, context, [], [], [])]
        except Exception:  # noqa: BLE001 - the template depends on the request
            return []

    @cached_property
    def context_names(self) -> set[str]:
        """The names that the view may put into the context: among others, all strings in its code."""
        names = {name for function in self.reachable_functions for name in strings_in(function)}
        names.update(*(each.context for each in self.pages))
        if self.view_class is not None:
            names.update(*(strings_in(each) for each in all_methods_of(self.view_class)))
            names.add(str(getattr(self.view_class, "context_object_name", "")))
            for model in self.models:
                names |= {model._meta.model_name, f"{model._meta.model_name}_list"}
        return names

    @property
    def models(self) -> set[Any]:
        """The models of the view, and those that it refers to."""
        queryset = self.options.get("queryset", getattr(self.view_class, "queryset", None))
        found = [self.options.get("model"), getattr(self.view_class, "model", None), getattr(queryset, "model", None)]
        found += [value for function in self.functions for value in self.sources.referred_to(function)]
        return {each for each in found if isinstance(each, type) and issubclass(each, Model)}

    @property
    def is_context_known(self) -> bool:
        """Whether all names that the view puts into the context are known."""
        if self.view_class is not None and issubclass(self.view_class, (SingleObjectMixin, MultipleObjectMixin)):
            return bool(self.models)
        return not any(UNKNOWN in each.context for each in self.pages)


def methods_of(view_class: type) -> list[FunctionType]:
    return [each for each in all_methods_of(view_class) if is_of_project(each)]


def all_methods_of(view_class: type) -> list[FunctionType]:
    """Return the methods of a class, as they are written, without their decorators."""
    names = dict.fromkeys(name for base in view_class.__mro__ for name in vars(base))
    values = [getattr_static(view_class, name) for name in names]
    functions = [each.fget if isinstance(each, property) else each for each in values]
    return [unwrap(each) for each in functions if isinstance(each, FunctionType)]


def queryset_of(view: Any) -> Any:
    queryset = getattr(view, "queryset", None)
    model = getattr(view, "model", None)
    return queryset if queryset is not None else getattr(model, "_default_manager", None)


def template_names(values: Iterable[Any]) -> list[str | tuple[str, ...]]:
    """Return the names of templates among these values, each once."""
    names = [tuple(each) if isinstance(each, (list, tuple)) else each for each in values]
    return [
        *dict.fromkeys(
            each for each in names if is_name(each) or (isinstance(each, tuple) and each and all(map(is_name, each)))
        )
    ]


def is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def strings_of(contexts: list[Any]) -> dict[Any, Any]:
    """Return the known items of these contexts, with the key `UNKNOWN` if there may be others."""
    found: dict[Any, Any] = {}
    for context in contexts:
        if context is not None:
            found = {**(context if isinstance(context, Mapping) else {UNKNOWN: UNKNOWN}), **found}
    return found


def combined(declared: Partials | None, names: list[Any], targets: list[Any], oob: list[Any]) -> Partials:
    """Return everything that may be declared: all of these values, or the defaults for `None`."""
    default = declared or Partials()
    try:
        return Partials(
            [name for value in or_default(names, default.names) for name in items_of(value)],
            {key: name for value in or_default(targets, default.targets) for key, name in pairs_of(value)},
            {key: swap for value in or_default(oob, default.oob) for key, swap in pairs_of(value)},
        )
    except (ImproperlyConfigured, AttributeError, TypeError):  # requesting the view raises it
        return default


def or_default(values: list[Any], default: Any) -> list[Any]:
    return [default if each is None else each for each in values or [None]]


def items_of(value: Any) -> list[str]:
    found = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple, set, dict)) else ()
    return [each for each in found if isinstance(each, str)]


def pairs_of(value: Any) -> list[tuple[str, Any]]:
    pairs = value.items() if isinstance(value, Mapping) else [(each, None) for each in items_of(value)]
    return [(key, each) for key, each in pairs if isinstance(key, str) and each is not UNKNOWN]


# -- What is attached to views -----------------------------------------------------------


def uses_mixin(view_class: Any) -> bool:
    return isinstance(view_class, type) and issubclass(view_class, PartialResponseMixin)


def attached_partials(view: Any) -> Partials | None:
    """Return what `partial_response()` has attached to a view, or to a method of its class."""
    candidates = [view, *(getattr(getattr(view, "view_class", None), name, None) for name in View.http_method_names)]
    attached = (getattr(each, "partials", None) for each in candidates)
    return next((each for each in attached if isinstance(each, Partials)), None)


def declaring_layer(view: Any) -> Any:
    """Return the innermost layer of a view with its declaration. Decorators copy it to the layers outside."""
    declaring = [each for each in layers(view) if isinstance(getattr(each, "partials", None), Partials)]
    declaring = [each for each in declaring if hasattr(each, "view_class") == hasattr(view, "view_class")]
    return declaring[-1] if declaring else view
