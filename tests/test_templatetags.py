"""`{% lazy_partial %}`."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template import TemplateSyntaxError, engines
from django.template.response import TemplateResponse
from django.test import RequestFactory, override_settings
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxDetails

from htmx_partials import PartialResponseMixin, partial_response, render

from .templates_for_tests import in_memory

LOADING = "{% load htmx_partials %}"
STATS = "{% partialdef stats %}<b id='stats'>{{ stats }}</b>{% endpartialdef %}"
NOT_INHERITED = [
    "confirm",
    "config",
    "disabled-elt",
    "encoding",
    "headers",
    "include",
    "indicator",
    "params",
    "prompt",
    "push-url",
    "replace-url",
    "select",
    "select-oob",
    "sync",
    "vals",
    "vars",
]


@pytest.fixture(autouse=True)
def templates() -> Iterator[None]:
    with override_settings(TEMPLATES=[in_memory({})]):
        yield


def ask(url: str = "/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def show(
    template: str, context: dict[str, Any] | None = None, *, request: HttpRequest | None = None, **others: str
) -> str:
    """Return the page of a view that declares `stats`."""
    pages = {"page.html": f"{LOADING}{template}{STATS}"} | others

    @partial_response("stats", "more-stats")
    def view(request: HttpRequest) -> Any:
        return render(request, "page.html", context)

    with override_settings(TEMPLATES=[in_memory(pages)]):
        html: str = view(request or ask()).render().content.decode()
    return html


def attributes(html: str, css: str = "#stats") -> dict[str, Any]:
    element = BeautifulSoup(html, "html.parser").select_one(css)
    assert element is not None
    return dict(element.attrs)


NOTHING_AROUND = (
    {f"hx-{each}": "" for each in NOT_INHERITED}
    | {f"data-hx-{each}": "unset" for each in NOT_INHERITED}
    | {"hx-disable:inherited": "", "hx-disinherit": "*"}
)


def element(name: str = "div", url: str = "/", trigger: str = "load") -> tuple[str, dict[str, str]]:
    asks = {"id": "stats", "hx-get": url, "hx-trigger": trigger, "hx-target": "this", "hx-swap": "outerHTML"}
    return name, asks | NOTHING_AROUND


def waiting(trigger: str, **others: str) -> dict[str, str]:
    """Return the attributes of the empty element that sends the requests for another one."""
    asks = {"hx-get": "/", "hx-trigger": trigger, "hx-target": "#stats", "hx-swap": "innerHTML"}
    around = {name: value for name, value in NOTHING_AROUND.items() if "indicator" not in name}
    return asks | around | {"hx-indicator": "#stats"} | others


def seen(html: str) -> tuple[str, dict[str, Any]]:
    found = BeautifulSoup(html, "html.parser").find(id="stats")
    assert found is not None
    return found.name, dict(found.attrs)


def test_the_body_stands_in_an_element_that_fetches_the_partial() -> None:
    html = show("{% lazy_partial stats %}<i>Loading…</i>{% endlazy_partial %}")
    assert seen(html) == element()
    assert re.fullmatch("<div [^>]*><i>Loading…</i></div>", html)


def test_any_trigger_may_be_named() -> None:
    assert seen(show("{% lazy_partial stats trigger='revealed' %}{% endlazy_partial %}")) == element(trigger="revealed")
    html = show("{% lazy_partial stats trigger=\"keyup[key=='a'] from:body\" %}{% endlazy_partial %}")
    assert seen(html) == element(trigger="keyup[key=='a'] from:body")


def test_any_element_may_be_named() -> None:
    html = show("<table>{% lazy_partial stats tag='tbody' %}<tr></tr>{% endlazy_partial %}</table>")
    assert seen(html) == element("tbody")
    assert "<tr></tr></tbody></table>" in html
    assert seen(show("{% lazy_partial stats tag='x-stats' %}{% endlazy_partial %}")) == element("x-stats")


def kept(options: str) -> list[Any]:
    html = show(f"{{% lazy_partial stats keep {options} %}}<i>…</i>{{% endlazy_partial %}}")
    top = BeautifulSoup(html, "html.parser").find_all(recursive=False)
    return [(each.name, dict(each.attrs), each.decode_contents()) for each in top]


def test_what_is_kept_takes_the_partial_inside_and_another_element_waits_for_it() -> None:
    assert kept("trigger='load, changed from:body'") == [
        ("div", waiting("load, changed from:body", hidden=""), ""),
        ("div", {"id": "stats"}, "<i>…</i>"),
    ]


def test_the_element_that_waits_has_the_same_name() -> None:
    assert kept("tag='tbody'") == [
        ("tbody", waiting("load", hidden=""), ""),
        ("tbody", {"id": "stats"}, "<i>…</i>"),
    ]


@pytest.mark.parametrize("trigger", ["revealed", "intersect once", "changed from:body, revealed"])
def test_what_waits_for_being_seen_has_a_place(trigger: str) -> None:
    assert kept(f"trigger='{trigger}'")[0] == ("div", waiting(trigger), "")


@pytest.mark.parametrize(
    ("trigger", "awaited"),
    [
        ("load", "load"),
        ("every 2s", "every 2s"),
        ("load delay:1s, every 2s [a(1, b[2])]", "load delay:1s, every 2s [a(1, b[2])]"),
        ("click", "click from:#stats"),
        ("click once , load", "click once from:#stats, load"),
        ("click[a(1, b[2])] once, loaded", "click[a(1, b[2])] once from:#stats, loaded from:#stats"),
        ("click from:closest form, x target:p", "click from:closest form, x target:p from:#stats"),
    ],
)
def test_events_of_what_is_kept_are_awaited_there(trigger: str, awaited: str) -> None:
    assert kept(f'trigger="{trigger}"')[0] == ("div", waiting(awaited, hidden=""), "")


def test_an_id_of_what_is_kept_is_escaped_for_the_selector() -> None:
    @partial_response("stats:all")
    def view(request: HttpRequest) -> Any:
        return render(request, "page.html")

    with override_settings(
        TEMPLATES=[in_memory({"page.html": LOADING + "{% lazy_partial stats:all keep %}{% endlazy_partial %}"})]
    ):
        html = view(ask()).render().content.decode()
    assert attributes(html, "[hx-get]")["hx-target"] == "#stats\\:all"
    assert attributes(html, "[id]") == {"id": "stats:all"}


def test_options_come_in_any_order() -> None:
    html = show("{% lazy_partial stats tag='p' trigger='click' %}…{% endlazy_partial %}")
    assert html == show("{% lazy_partial stats trigger='click' tag='p' %}…{% endlazy_partial %}")
    html = show("{% lazy_partial stats keep tag='p' trigger='click' %}…{% endlazy_partial %}")
    assert html == show("{% lazy_partial stats trigger='click' tag='p' keep %}…{% endlazy_partial %}")


def test_options_may_be_variables() -> None:
    html = show("{% lazy_partial stats tag=tag trigger=on|lower %}…{% endlazy_partial %}", {"tag": "p", "on": "CLICK"})
    assert seen(html) == element("p", trigger="click")


def test_options_are_escaped() -> None:
    html = show("{% lazy_partial stats trigger=on %}…{% endlazy_partial %}", {"on": "\"><script>'&"})
    assert seen(html) == element(trigger="\"><script>'&")
    assert "<script>" not in html


def test_the_body_is_a_template_in_the_context_around() -> None:
    html = show(
        "{% with a='<' %}{% lazy_partial stats %}{{ a }}{% endlazy_partial %}{% endwith %}"
        "{% autoescape off %}{% lazy_partial more-stats %}{{ b }}{% endlazy_partial %}{% endautoescape %}",
        {"b": "<b>"},
    )
    assert [each.decode_contents() for each in BeautifulSoup(html, "html.parser").find_all("div")] == [
        "&lt;",
        "<b></b>",
    ]


def test_the_name_may_be_quoted() -> None:
    assert seen(show("{% lazy_partial 'stats' %}…{% endlazy_partial %}")) == element()


def test_the_id_is_the_name_without_its_template() -> None:
    @partial_response("stats", "other.html#more")
    def view(request: HttpRequest) -> Any:
        return render(request, "page.html")

    pages = {
        "page.html": LOADING + "{% lazy_partial other.html#more %}{% endlazy_partial %}",
        "other.html": "{% partialdef more %}more{% endpartialdef %}",
    }
    with override_settings(TEMPLATES=[in_memory(pages)]):
        html = view(ask()).render().content.decode()
        assert attributes(html, "#more")["hx-get"] == "/"
        assert view(ask(HX_Request="true", HX_Target="more")).render().content == b"more"


@pytest.mark.parametrize(
    ("asked", "url"),
    [
        ("/a/?q=x&page=2&q=y", "/a/?q=x&q=y&page=2"),
        ("/a/?q=a%20b%26c&_partial=stats", "/a/?q=a+b%26c"),
        ("/a/?_partial=stats", "/a/"),
        ("/a/?q=%22%3E", "/a/?q=%22%3E"),
        ("/gr%C3%B6%C3%9Fe%20%3F/", "/gr%C3%B6%C3%9Fe%20%3F/"),
        ("/%2Fexample.com/", "/%2Fexample.com/"),
    ],
)
def test_it_asks_the_address_of_the_page(asked: str, url: str) -> None:
    html = show("{% lazy_partial stats %}…{% endlazy_partial %}", request=ask(asked))
    assert seen(html) == element(url=url)


def test_it_never_asks_another_host() -> None:
    request = ask()
    request.path = "//example.com/"
    assert seen(show("{% lazy_partial stats %}…{% endlazy_partial %}", request=request)) == element(
        url="/%2Fexample.com/"
    )


def test_it_gets_the_partial() -> None:
    html = show(
        "{% lazy_partial stats %}…{% endlazy_partial %}",
        {"stats": 3},
        request=ask(HX_Request="true", HX_Target="stats"),
    )
    assert html == "<b id='stats'>3</b>"


def test_the_page_does_none_of_its_work() -> None:
    def stats() -> int:
        raise AssertionError("not for the page")

    assert seen(show("{% lazy_partial stats %}…{% endlazy_partial %}", {"stats": stats})) == element()


def test_there_may_be_several() -> None:
    html = show(
        "{% lazy_partial stats %}1{% endlazy_partial %}{% lazy_partial more-stats keep %}2{% endlazy_partial %}"
    )
    assert attributes(html)["hx-swap"] == "outerHTML"
    assert attributes(html, "[hx-target='#more-stats']")["hx-swap"] == "innerHTML"


def test_one_may_stand_in_another_and_in_a_partial() -> None:
    html = show(
        "{% partialdef more-stats inline %}<p>{% lazy_partial stats %}a{% endlazy_partial %}</p>{% endpartialdef %}",
        request=ask(HX_Request="true", HX_Target="more-stats"),
    )
    assert seen(html) == element()
    assert html.startswith("<p><div id=")


def test_it_may_stand_in_inherited_templates() -> None:
    base = LOADING + "{% block a %}{% lazy_partial stats %}base{% endlazy_partial %}{% endblock %}" + STATS
    pages = {
        "base.html": base,
        "page.html": "{% extends 'base.html' %}{% block a %}<p>{{ block.super }}</p>{% endblock %}",
    }

    @partial_response("stats")
    def view(request: HttpRequest) -> Any:
        return render(request, "page.html", {"stats": 3})

    with override_settings(TEMPLATES=[in_memory(pages)]):
        assert seen(view(ask()).render().content.decode()) == element()
        assert view(ask(HX_Request="true", HX_Target="stats")).render().content == b"<b id='stats'>3</b>"


def test_the_mixin_and_render_and_targets_declare_it_too() -> None:
    class Page(PartialResponseMixin, TemplateView):
        template_name = "page.html"
        partial_names = "stats"

    def rendered(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html", partial="stats")

    @partial_response(targets={"x": "stats"})
    def targeted(request: HttpRequest) -> TemplateResponse:
        return render(request, "page.html")

    views: list[Any] = [Page.as_view(), rendered, targeted]
    with override_settings(
        TEMPLATES=[in_memory({"page.html": LOADING + "{% lazy_partial stats %}{% endlazy_partial %}"})]
    ):
        for view in views:
            assert seen(view(ask()).render().content.decode()) == element()


def test_the_settings_declare_it_for_every_view() -> None:
    template = LOADING + "{% lazy_partial stats %}{% endlazy_partial %}"
    with override_settings(HTMX_PARTIALS_TARGETS={"stats": "stats"}):
        assert seen(engines["django"].from_string(template).render({}, ask())) == element()


# -- Wrong use


@pytest.mark.parametrize("options", ["", "trigger='load'"])
def test_a_name_that_is_missing_is_a_syntax_error(options: str) -> None:
    with pytest.raises(TemplateSyntaxError) as error:
        engines["django"].from_string(f"{LOADING}{{% lazy_partial {options} %}}{{% endlazy_partial %}}")
    assert str(error.value) == "'lazy_partial' needs the name of a partial: {% lazy_partial stats %}."


@pytest.mark.parametrize(
    ("options", "wrong"),
    [("swap='x'", "swap"), ("more", "more"), ("keep keep", "keep"), ("keep=1", "keep"), ("tag='p' more", "more")],
)
def test_an_option_that_is_none_is_a_syntax_error(options: str, wrong: str) -> None:
    with pytest.raises(TemplateSyntaxError) as error:
        engines["django"].from_string(f"{LOADING}{{% lazy_partial stats {options} %}}{{% endlazy_partial %}}")
    assert str(error.value) == (
        f"'lazy_partial' does not understand {wrong!r}. After the name of the partial it takes trigger=…, tag=… and "
        f"keep."
    )


def test_an_end_that_is_missing_is_a_syntax_error() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"Unclosed tag on line 1: 'lazy_partial'.*endlazy_partial"):
        engines["django"].from_string(LOADING + "{% lazy_partial stats %}")


@pytest.mark.parametrize("tag", ["'a b'", "''", "'p onclick=x'", "'<p>'", "missing", "3"])
def test_an_element_that_is_none_is_a_syntax_error(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="is not the name of an element"):
        show(f"{{% lazy_partial stats tag={tag} %}}{{% endlazy_partial %}}")


def test_a_partial_that_the_view_does_not_declare_is_an_error() -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        show("{% lazy_partial other %}{% endlazy_partial %}", request=ask("/a/?b"))
    assert str(error.value) == (
        "{% lazy_partial other %} asks for a partial that the view of /a/ does not declare. Add 'other' to its names: "
        "partial_response('other'), or partial_names of PartialResponseMixin."
    )


def test_a_view_that_declares_nothing_is_an_error() -> None:
    template = engines["django"].from_string(LOADING + "{% lazy_partial stats %}{% endlazy_partial %}")
    with pytest.raises(ImproperlyConfigured, match="that the view of / does not declare"):
        template.render({}, ask())


def test_a_context_without_the_request_is_an_error() -> None:
    template = engines["django"].from_string(LOADING + "{% lazy_partial stats %}{% endlazy_partial %}")
    with pytest.raises(ImproperlyConfigured) as error:
        template.render({})
    assert str(error.value) == (
        "{% lazy_partial stats %} needs the request in the context. Add "
        "'django.template.context_processors.request' to the context processors, and render the page with a request."
    )


def test_an_action_that_answers_with_another_partial_takes_nothing_from_what_the_view_declares() -> None:
    pages = {
        "page.html": f"{LOADING}{{% partialdef edit inline %}}{{{{ form }}}}{{% endpartialdef %}}"
        f"{{% lazy_partial stats %}}…{{% endlazy_partial %}}{STATS}"
    }

    @partial_response("edit", "stats")
    def view(request: HttpRequest) -> Any:
        return render(request, "page.html")

    @view.action(partial="edit")
    def edit(request: HttpRequest) -> dict[str, Any]:
        return {"form": "Wrong."}

    request = RequestFactory().post("/", {"_action": "edit"})
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    with override_settings(TEMPLATES=[in_memory(pages)]):
        response: Any = view(request)
        page = BeautifulSoup(response.render().content, "html.parser")
    assert page.get_text() == "Wrong.…"
