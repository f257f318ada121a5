"""Companions of the whole site, on pages whose templates put tests around them."""

import re
from typing import Any

import pytest
from django.template.response import TemplateResponse
from django.test import Client

from htmx_partials import partial_response

from .templates_for_tests import serve

HTMX_PARTIALS = "htmx_partials.middleware.HtmxPartialsMiddleware"
NAV = '<nav id="nav">secret</nav>'
INLINE = f"{{% partialdef nav inline %}}{NAV}{{% endpartialdef %}}"
APART = f"{{% partialdef nav %}}{NAV}{{% endpartialdef %}}{{% partial nav %}}"
BLOCK = f"{{% block nav %}}{NAV}{{% endblock %}}"

AROUND = {
    "if": "{% if staff %}{{ block.super }}{% endif %}",
    "if not": "{% if guest %}{% else %}{{ block.super }}{% endif %}",
    "a block tag": "{% simple_guard staff %}{{ block.super }}{% endsimple_guard %}",
    "a tag that hides its nodes": "{% hiding %}{% if staff %}{{ block.super }}{% endif %}{% endhiding %}",
    "a tag with as": "{% firstof staff '' as can %}{% if can %}{{ block.super }}{% endif %}",
    "a block by another name": "{% if staff %}{% with it=block %}{{ it.super }}{% endwith %}{% endif %}",
    "a filter": "{% if staff %}{{ block.super|safe }}{% endif %}",
}


def decorated() -> Any:
    return partial_response("rows")(view_of_page)


def undecorated() -> Any:
    return view_of_page


def view_of_page(request: Any) -> TemplateResponse:
    staff = "staff" in request.GET
    return TemplateResponse(request, "page.html", {"staff": staff, "guest": not staff})


@pytest.mark.parametrize("make_view", [decorated, undecorated])
@pytest.mark.parametrize("it", [INLINE, APART, BLOCK], ids=["inline", "not inline", "block"])
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize("who", ["staff", "guest"])
def test_a_companion_of_the_site_goes_along_where_the_page_shows_it(
    settings: Any, make_view: Any, it: str, around: str, who: str
):
    rows = "{% block rows %}{% partialdef rows inline %}<p>rows</p>{% endpartialdef %}{% endblock %}"
    templates = {
        "base.html": f"<header>{{% block header %}}{it}{{% endblock %}}</header>{{% block content %}}{{% endblock %}}",
        "page.html": "{% extends 'base.html' %}{% block header %}" + around + "{% endblock %}"
        "{% block content %}" + rows.replace("block rows", "block main") + "{% endblock %}",
    }
    serve(
        settings,
        make_view(),
        templates,
        behind=[HTMX_PARTIALS],
        builtins=["tests.templates_for_tests", "tests.families.tags"],
    )
    settings.HTMX_PARTIALS_OOB = ["base.html#nav"]
    settings.HTMX_PARTIALS_TARGETS = {"rows": "rows"}
    page = Client().get(f"/?{who}").text
    fragment = Client().get(f"/?{who}", headers={"HX-Request": "true", "HX-Target": "rows"}).text
    assert ("secret" in page) == (who == "staff")
    companion = re.sub(r' hx-swap-oob="true"', "", fragment).removeprefix("<p>rows</p>")
    assert (companion, fragment[:11]) == (NAV if who == "staff" else "", "<p>rows</p>")
