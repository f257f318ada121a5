"""Say in sentences why `selection.py` selects the page or a fragment."""

from __future__ import annotations

from django.http import HttpRequest

from ..requests import (
    asks_for_full,
    is_boosted,
    is_htmx,
    names_partial,
    partial_parameter,
    target_id,
)
from ..selection import Partials, Selection, normalized_id, site_wide
from ..state import state_of


def reason_for(request: HttpRequest, partials: Partials, selection: Selection, *, is_of_site: bool) -> str:
    """
    Return why `select()` selects this for a request.

    It was selected from `partials`. `is_of_site` says whether the page has what the settings
    name for the target.
    """
    if not is_htmx(request):
        return "the request is not htmx's"
    if request.META.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
        return "`HX-History-Restore-Request`: the browser rebuilds the whole document"
    if asks_for_full(request) and not names_partial(request):
        return "`HX-Request-Type: full`: the target is the body, or `hx-select` cuts the answer"
    action = state_of(request).action
    if selection.is_companions_alone:
        answerer = f"the action `{action.name}`" if action and action.partial is not None else "the view"
        return f"{answerer} answers with companions alone"
    if selection.partial and list(partial_parameter(request)) == [selection.partial.name] and not is_boosted(request):
        return f"`_partial={selection.partial.name}` names it"
    if asks_for_full(request):
        return "`HX-Request-Type: full`, and `_partial` names no partial of the view"
    target = target_id(request)
    if by_target := reason_by_target(target, partials, selection, is_of_site=is_of_site):
        return by_target
    without_target = reason_without_target(target, partials, selection)
    if is_boosted(request) and not selection.partial:
        return f"`HX-Boosted` asks for a page, and {without_target}"
    if action and action.partial and selection.partial:
        return f"the action `{action.name}` answers with it"
    if selection.partial:
        return f"it is the first that the view declares, and {without_target}"
    if partials.targets:
        return f"the view declares `targets=` alone, and {without_target}"
    return f"the view declares no partial, and {without_target}"


def reason_by_target(target: str, partials: Partials, selection: Selection, *, is_of_site: bool) -> str | None:
    """Return how the target led to the selection, `None` if it did not."""
    if not target:
        return None
    if not is_of_site and partials.for_target(target) is not None:
        return matched(target, partials, "targets=")
    leads_to_page = partials.site_wide and selection.of_site is None and site_wide().for_target(target) is not None
    return matched(target, site_wide(), "HTMX_PARTIALS_TARGETS") if is_of_site or leads_to_page else None


def matched(target: str, partials: Partials, setting: str) -> str:
    if target in partials.targets:
        return f"`HX-Target` `#{target}` is in `{setting}`"
    if target in partials.by_id or normalized_id(target) in partials.by_id:
        return f"`HX-Target` `#{target}` names it"
    return f"`HX-Target` `#{target}` matches `{partials.pattern_for(target)}` in `{setting}`"


def reason_without_target(target: str, partials: Partials, selection: Selection) -> str:
    if not target:
        return "the request names no target"
    if selection.of_site:
        return f"this page does not have `{selection.of_site.name}`, which `HX-Target` `#{target}` is for"
    return f"`HX-Target` `#{target}` is none of its targets"
