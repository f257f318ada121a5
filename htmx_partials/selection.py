"""Which of a view's partials answers a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.http import HttpRequest
from django.utils.regex_helper import _lazy_re_compile

from .etags import hide_other_kinds
from .oob import Companion
from .requests import (
    PARAMETER,
    asks_for_fragment,
    asks_for_full,
    hide_partial_parameter,
    is_boosted,
    missing_htmx_error,
    partial_parameter,
    target_id,
)
from .resolution import BLOCK
from .state import state_of

type Targets = Mapping[str, str | None]
type Swap = str | Mapping[str, str | None] | None
type OutOfBand = Iterable[str] | Mapping[str, Swap]

SWAP = _lazy_re_compile(r"[A-Za-z]+:\S.*", re.DOTALL)

# What a pattern in `targets=` may end with.
ANY, INTEGER = "*", "<int>"


class SelectedPartial(NamedTuple):
    """
    The fragment that a request asks for.

    `name` is a name that the view declares. `suffix` is the text that `*` or `<int>` in
    `targets=` matched, else `""`: for `targets={"row-<int>": "row"}` and the target `row-5`
    it is `"5"`.
    """

    name: str
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """
    What answers a request: a partial that the view declares, or the page if `partial` is `None`.

    `of_site` is a partial that the settings declare for every page. It goes first, if the
    page has it. With `is_companions_alone` there is neither page nor fragment.
    """

    partial: SelectedPartial | None = None
    of_site: SelectedPartial | None = None
    is_companions_alone: bool = False


PAGE = Selection()
COMPANIONS_ALONE = Selection(is_companions_alone=True)


class Partials:
    """
    What a view declares: the partials that can be asked for, and their companions.

    `names` are names of partials or blocks, the first is the default. `targets` maps ids
    of elements, or the beginning of ids with a `*` or `<int>`, to names, or to `None` for the
    page. `oob` names companions, or maps them to swaps: `"style:selector"`, `None` for the
    element with the id of the companion's root, or `{"swap": …, "on": "boosted"}` for
    companions of boosted requests only.

    Raises `ImproperlyConfigured` for what is not the name of a partial or an id.
    """

    def __init__(
        self,
        names: str | Iterable[str] = (),
        targets: Targets | None = None,
        oob: OutOfBand = (),
        *,
        companions_alone: bool = False,
        site_wide: bool = True,
    ) -> None:
        self.names = (names,) if isinstance(names, str) else tuple(names)
        self.targets = targets or {}
        oob = (oob,) if isinstance(oob, str) else oob
        self.oob: dict[str, Swap] = dict(oob) if isinstance(oob, Mapping) else dict.fromkeys(oob)
        self.companions_alone = companions_alone
        self.site_wide = site_wide
        reachable = [*self.names, *filter(None, self.targets.values())]
        for name in (*reachable, *self.oob):
            if not isinstance(name, str) or not name or name.startswith("#"):
                raise ImproperlyConfigured(
                    f"{name!r} is not the name of a partial. Name a partial or a block of the view's template, as in "
                    f"'results', or one of another template, as in 'other.html#results'."
                )
        for target in self.targets:
            if not target or target.startswith("#") or set("*<>") & set(beginning_of(target)):
                raise ImproperlyConfigured(
                    f"targets={{{target!r}: …}} does not name an element. Give an id, without '#', or the beginning of "
                    f"ids with a '*' at the end, or with '<int>' for digits."
                )
        self.companions = [companion(name, swap) for name, swap in self.oob.items()]
        self.by_name = {name: selection(name) for name in reachable}
        self.by_id = {normalized_id(name): self.by_name[name] for name in reversed(reachable)}
        self.by_id |= {name: self.by_id[normalized_id(name)] for name in reachable if name == bare_name(name)}
        self.default = self.by_name[self.names[0]] if self.names else PAGE
        self.only = self.by_name[reachable[0]] if len(self.by_name) == 1 else None

    def for_target(self, target: str) -> Selection | None:
        """Return what is declared for the element with this id, or `None`."""
        if target in self.targets:
            name = self.targets[target]
            return PAGE if name is None else self.by_name[name]
        if selected := self.by_id.get(target) or self.by_id.get(normalized_id(target)):
            return selected
        if best := self.pattern_for(target):
            return selection(self.targets[best], target[len(beginning_of(best)) :])
        return None

    def pattern_for(self, target: str) -> str | None:
        """The entry of `targets=` that stands for this id and others, the longest where several do."""
        matching = [each for each in self.targets if matches(each, target)]
        return max(matching, key=lambda each: (len(beginning_of(each)), each.endswith(INTEGER)), default=None)


NOTHING_DECLARED = Partials()


def companion(name: str, swap: Swap) -> Companion:
    """Return the `Companion` for one item of `oob=`."""
    options = swap if isinstance(swap, Mapping) else {"swap": swap}
    if not options.keys() <= {"swap", "on"} or options.get("on", "boosted") != "boosted":
        raise ImproperlyConfigured(
            f"oob={{{name!r}: {swap!r}}} is not understood. Give 'swap', and 'on': 'boosted' for what goes with "
            f"answers to boosted requests alone."
        )
    style = options.get("swap")
    if style is not None and not SWAP.fullmatch(style):
        raise ImproperlyConfigured(
            f"oob={{{name!r}: {style!r}}} is no swap. Give a style and a selector, as in 'beforeend:#toasts', "
            f"or None to replace the element that has the id of the partial's root."
        )
    return Companion(name, style, is_required=True, is_for_navigation="on" in options)


def beginning_of(pattern: str) -> str:
    """Return the beginning of the ids that a key of `targets=` stands for."""
    return pattern.removesuffix(INTEGER) if pattern.endswith(INTEGER) else pattern.removesuffix(ANY)


def matches(pattern: str, target: str) -> bool:
    """Return whether a key of `targets=` that is a pattern matches this id."""
    beginning = beginning_of(pattern)
    if beginning == pattern or not target.startswith(beginning):
        return False
    end = target[len(beginning) :]
    return pattern.endswith(ANY) or (end.isascii() and end.isdigit())


def selection(name: str | None, suffix: str = "") -> Selection:
    return PAGE if name is None else Selection(SelectedPartial(name, suffix))


def normalized_id(name: str) -> str:
    """Return an id, or the name of a partial as an id, with `-` and `_` taken as the same."""
    return bare_name(name).replace("-", "_")


def bare_name(name: str) -> str:
    """Return a name without its template and without `block:`."""
    return name.rpartition("#")[2].removeprefix(BLOCK)


@cache
def site_wide() -> Partials:
    """Return what the settings declare for every page."""
    return Partials(
        targets=getattr(settings, "HTMX_PARTIALS_TARGETS", None),
        oob=getattr(settings, "HTMX_PARTIALS_OOB", ()),
    )


@cache
def companions_of_site() -> list[Companion]:
    """Return the site-wide companions. Only those that name their template are required: a page may lack the others."""
    return [each._replace(is_required="#" in each.name) for each in site_wide().companions]


def forget_settings(*, setting: str, **kwargs: Any) -> None:
    if setting.startswith("HTMX_PARTIALS_"):
        site_wide.cache_clear()
        companions_of_site.cache_clear()


setting_changed.connect(forget_settings)


def prepare_request(request: HttpRequest, declared: Callable[[], Partials]) -> None:
    """
    Note on the request what the view declares, and hide this library's own parameter from the view.

    So links that `{% querystring %}` writes in a fragment do not carry `_partial`.
    """
    if not hasattr(request, "META"):
        raise missing_htmx_error(request)
    state = state_of(request)
    state.declared = declared
    query: str = request.META.get("QUERY_STRING", "")
    if request.method != "GET" or PARAMETER in query or "%" in query:  # few requests
        hide_partial_parameter(request)
    if not state.is_of_site:
        hide_other_kinds(request)


def view_partials(request: HttpRequest) -> Partials | None:
    """Return the handling view's `Partials`, or `None`."""
    declared = state_of(request).declared
    return None if declared is None else declared()


def current_partials(request: HttpRequest) -> Partials | None:
    """Return the handling view's `Partials`, changed by the action that has run, or `None`."""
    partials = view_partials(request)
    return None if partials is None else apply_action(request, partials)


def apply_action(request: HttpRequest, partials: Partials) -> Partials:
    """Return these partials, changed by the action that this request has run, if any."""
    action = state_of(request).action
    return partials if action is None else action.partials_for(request, partials)


def selected_partial(request: HttpRequest) -> SelectedPartial | None:
    """
    Return the fragment that this request asks for, or `None` for the page.

    A view that uses this library can call it to load only what the fragment shows. In other
    views it returns `None`.
    """
    partials = current_partials(request)
    if partials is None:
        return None
    selected = select(request, partials)
    return selected.of_site or selected.partial


def select(request: HttpRequest, partials: Partials) -> Selection:
    """
    Return what answers this request, of what the view and the settings declare.

    Whether the page has the partial that the settings name is known only when its template is.
    """
    if not asks_for_fragment(request):
        return PAGE
    boosted = is_boosted(request)
    if partials.companions_alone and not boosted:
        return COMPANIONS_ALONE
    selected = PAGE if asks_for_full(request) else select_by_target(request, partials, boosted)
    # `_partial` is read only if it could change the selection.
    if partials.by_name and selected is not partials.only and not boosted:
        values = partial_parameter(request)
        if len(values) == 1 and values[0] in partials.by_name:
            return partials.by_name[values[0]]
    return selected


def select_by_target(request: HttpRequest, partials: Partials, boosted: bool) -> Selection:
    default = PAGE if boosted else partials.default
    target = target_id(request)
    if not target:
        return default
    if selected := partials.for_target(target):
        return selected
    if partials.site_wide and (selected := site_wide().for_target(target)):
        return selected if selected is PAGE else replace(default, of_site=selected.partial)
    return default
