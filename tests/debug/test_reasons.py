"""Why a request is answered with the page, or with this fragment."""

from itertools import product
from typing import Any

import pytest
from django.test import RequestFactory
from django.test.utils import override_settings

from htmx_partials.debug.reasons import reason_for
from htmx_partials.requests import hide_partial_parameter
from htmx_partials.selection import Partials, Selection, select

VIEW = Partials(["rows", "edit-form"], {"row-<int>": "row", "row-*": "row", "search": "rows", "all": None}, ["count"])
ALONE = Partials(companions_alone=True)
ONLY_TARGETS = Partials(targets={"search": "rows"})
SITE = {"content": "content", "body": None}


def asked(target: str = "", query: str = "", *, htmx: bool = True, **headers: str) -> Any:
    given = {"HX-Request": "true"} | ({"HX-Target": target} if target else {}) if htmx else {}
    request: Any = RequestFactory().get(
        f"/?{query}", headers=given | {n.replace("_", "-"): v for n, v in headers.items()}
    )
    request.htmx = htmx
    hide_partial_parameter(request)
    return request


def chosen(request: Any, partials: Partials, *, has: bool = True) -> tuple[Selection, str]:
    with override_settings(HTMX_PARTIALS_TARGETS=SITE):
        selection = select(request, partials)
        return selection, reason_for(request, partials, selection, is_of_site=has and selection.of_site is not None)


@pytest.mark.parametrize(
    ("request_", "partials", "name", "reason"),
    [
        (asked(htmx=False), VIEW, None, "the request is not htmx's"),
        (
            asked(HX_History_Restore_Request="true"),
            VIEW,
            None,
            "`HX-History-Restore-Request`: the browser rebuilds the whole document",
        ),
        (
            asked(HX_Request_Type="full"),
            VIEW,
            None,
            "`HX-Request-Type: full`: the target is the body, or `hx-select` cuts the answer",
        ),
        (asked(query="_partial=edit-form", HX_Request_Type="full"), VIEW, "edit-form", "`_partial=edit-form` names it"),
        (
            asked(query="_partial=other", HX_Request_Type="full"),
            VIEW,
            None,
            "`HX-Request-Type: full`, and `_partial` names no partial of the view",
        ),
        (asked(query="_partial=edit-form"), VIEW, "edit-form", "`_partial=edit-form` names it"),
        (asked("rows"), VIEW, "rows", "`HX-Target` `#rows` names it"),
        (asked("edit_form"), VIEW, "edit-form", "`HX-Target` `#edit_form` names it"),
        (asked("row-5"), VIEW, "row", "`HX-Target` `#row-5` matches `row-<int>` in `targets=`"),
        (asked("row-x"), VIEW, "row", "`HX-Target` `#row-x` matches `row-*` in `targets=`"),
        (asked("search"), VIEW, "rows", "`HX-Target` `#search` is in `targets=`"),
        (asked("all"), VIEW, None, "`HX-Target` `#all` is in `targets=`"),
        (asked("body"), VIEW, None, "`HX-Target` `#body` is in `HTMX_PARTIALS_TARGETS`"),
        (
            asked("other"),
            VIEW,
            "rows",
            "it is the first that the view declares, and `HX-Target` `#other` is none of its targets",
        ),
        (asked(), VIEW, "rows", "it is the first that the view declares, and the request names no target"),
        (asked("search"), ONLY_TARGETS, "rows", "`HX-Target` `#search` is in `targets=`"),
        (asked(), ONLY_TARGETS, None, "the view declares `targets=` alone, and the request names no target"),
        (asked(), Partials(), None, "the view declares no partial, and the request names no target"),
        (asked(), ALONE, None, "the view answers with companions alone"),
        (asked(HX_Boosted="true"), VIEW, None, "`HX-Boosted` asks for a page, and the request names no target"),
        (
            asked("other", HX_Boosted="true"),
            VIEW,
            None,
            "`HX-Boosted` asks for a page, and `HX-Target` `#other` is none of its targets",
        ),
        (asked("rows", HX_Boosted="true"), VIEW, "rows", "`HX-Target` `#rows` names it"),
    ],
)
def test_reasons(request_: Any, partials: Partials, name: str | None, reason: str) -> None:
    selection, result = chosen(request_, partials)
    assert (selection.partial.name if selection.partial else None, result) == (name, reason)


def test_a_name_of_the_site() -> None:
    assert chosen(asked("content"), VIEW)[1] == "`HX-Target` `#content` is in `HTMX_PARTIALS_TARGETS`"


def test_a_name_of_the_site_that_the_page_does_not_have() -> None:
    assert chosen(asked("content"), VIEW, has=False)[1] == (
        "it is the first that the view declares, and this page does not have `content`, which `HX-Target` `#content` "
        "is for"
    )


def test_a_reason_that_names_the_partial_names_the_one_that_was_selected() -> None:
    names = ["", "rows", "edit-form", "row", "search", "all", "content", "body", "row-5", "other"]
    modes: list[dict[str, Any]] = [{}, {"HX_Boosted": "true"}, {"HX_Request_Type": "full"}]
    for target, parameter, mode in product(names, names, modes):
        request = asked(target, f"_partial={parameter}" if parameter else "", **mode)
        for partials in (VIEW, ONLY_TARGETS, Partials()):
            selection, result = chosen(request, partials)
            if result.startswith("`_partial="):
                assert selection.partial is not None
                assert selection.partial.name == parameter
            elif result.startswith("`HX-Target`") and result.endswith("names it"):
                assert selection.partial is not None
                assert selection.partial.name.replace("-", "_") == target.replace("-", "_")
            elif "first that the view declares" in result:
                assert selection.partial == partials.default.partial
            elif result.startswith(("`HX-Boosted`", "`HX-Request-Type", "the view declares")):
                assert selection.partial is None
