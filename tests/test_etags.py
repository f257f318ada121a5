"""Answers of different kinds never validate each other. For caches see tests/caches/."""

import re
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import AsyncClient, Client, RequestFactory
from django.utils.decorators import method_decorator
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.http import condition, conditional_page, etag
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxDetails

from htmx_partials import PartialResponseMixin, partial_response, render
from htmx_partials.etags import hide_other_kinds, kind_of, show_kind
from htmx_partials.state import state_of

from .templates_for_tests import BOOSTED, HTMX, serve

LIBRARY = "htmx_partials.middleware.HtmxPartialsMiddleware"
TEMPLATES = {"page.html": "<!doctype html><h1>page</h1>{% partialdef p inline %}<p>p</p>{% endpartialdef %}"}
PAGE, FRAGMENT = b"<!doctype html><h1>page</h1><p>p</p>", b"<p>p</p>"


def request_with(*, seen: Any = True, **headers: Any) -> Any:
    request: Any = RequestFactory().get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    request.htmx = HtmxDetails(request)
    if seen:
        state_of(request).is_of_site = True
    return request


def test_each_combination_of_the_headers_is_a_kind_of_its_own():
    asks: list[dict[str, str]] = [
        {},
        {"HX_Target": "rows"},
        {"HX_Target": "row"},
        {"HX_Boosted": "true"},
        {"HX_Boosted": "true", "HX_Target": "rows"},
        {"HX_History_Restore_Request": "true"},
        {"HX_Request_Type": "full"},
        {"HX_Request_Type": "partial"},
        {"HX_Target": "gr\xf6\xdfe\udc80"},
    ]
    kinds = [kind_of(request_with(HX_Request="true", **ask)) for ask in asks]
    assert len({*kinds}) == len(asks)
    assert all(re.fullmatch("-htmx-[0-9a-f]{12}", kind) for kind in kinds)


def test_the_kind_is_the_same_in_every_process():
    assert kind_of(request_with(HX_Request="true", HX_Target="rows")) == "-htmx-51895d156d51"


def test_a_page_has_a_kind_only_where_nothing_else_sees_what_htmx_gets():
    assert kind_of(request_with()) == ""
    assert kind_of(request_with(seen=False)) == "-htmx-page"


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ('"a{kind}"', '"a"'),
        ('W/"a{kind}"', 'W/"a"'),
        ('"a"', '"a{kind}"'),
        ('"a-htmx-0123456789ab"', '"a-htmx-0123456789ab{kind}"'),
        ('"a{kind}", W/"b", "c, d{kind}"', '"a", W/"b{kind}", "c, d"'),
        ("*", "*"),
        ("", ""),
        ('"', '"'),
    ],
)
def test_the_view_sees_its_own_tags_of_the_kind_that_is_asked_for(told, seen):
    request = request_with(HX_Request="true")
    kind = kind_of(request)
    request.META["HTTP_IF_NONE_MATCH"] = told.format(kind=kind)

    hide_other_kinds(request)
    assert request.META["HTTP_IF_NONE_MATCH"] == seen.format(kind=kind)

    hide_other_kinds(request)  # as in a second run, which shares META
    assert request.META["HTTP_IF_NONE_MATCH"] == seen.format(kind=kind)

    show_kind(request, HttpResponse())
    assert request.META["HTTP_IF_NONE_MATCH"] == told.format(kind=kind)


def test_an_object_is_what_it_was_whichever_kind_of_answer_told_its_tag():
    request = request_with(HX_Request="true", If_Match='"a-htmx-0123456789ab", "b-htmx-page", "c"')
    hide_other_kinds(request)
    assert request.META["HTTP_IF_MATCH"] == '"a", "b", "c"'


@pytest.mark.parametrize(
    ("tag", "shown"), [('"a"', '"a{kind}"'), ('"a{kind}"', '"a{kind}"'), ('W/"a"', 'W/"a{kind}"'), ("a", "a")]
)
def test_the_tag_of_an_answer_says_its_kind_once(tag, shown):
    request = request_with(HX_Request="true")
    kind = kind_of(request)
    response = HttpResponse(headers={"ETag": tag.format(kind=kind)})
    show_kind(request, response)
    assert response["ETag"] == shown.format(kind=kind)


def test_an_answer_without_a_tag_gets_none():
    response = HttpResponse()
    show_kind(request_with(HX_Request="true"), response)
    assert "ETag" not in response


# -- Whoever makes the tag, and wherever


def page(request: Any) -> TemplateResponse:
    return render(request, "page.html")


def unrendered(request: Any) -> TemplateResponse:
    return TemplateResponse(request, "page.html")


async def page_async(request: Any) -> TemplateResponse:
    return render(request, "page.html")


def by_hand(request: Any) -> HttpResponse:
    return HttpResponse(FRAGMENT if request.htmx else PAGE)


def tag_of(request: Any, **kwargs: Any) -> str:
    return "a"


class ByClass(PartialResponseMixin, TemplateView):
    template_name = "page.html"
    partial_names = "p"


@method_decorator(etag(tag_of), name="dispatch")
class TaggedByClass(ByClass):
    pass


VIEWS: dict[str, Any] = {
    "above": etag(tag_of)(partial_response("p")(page)),
    "above, async": etag(tag_of)(partial_response("p")(page_async)),
    "below": partial_response("p")(etag(tag_of)(page)),
    "below, unrendered": partial_response("p")(etag(tag_of)(unrendered)),
    "below, by hand": partial_response("p")(etag(tag_of)(by_hand)),
    "condition": condition(tag_of)(partial_response("p")(page)),
    "weak": etag(lambda request: 'W/"a"')(partial_response("p")(page)),
    "class": etag(tag_of)(ByClass.as_view()),
    "dispatch": TaggedByClass.as_view(),
    "conditional page": conditional_page(partial_response("p")(page)),
    "conditional page with a tag": conditional_page(etag(tag_of)(partial_response("p")(page))),
    "conditional page by hand": conditional_page(partial_response("p")(etag(tag_of)(by_hand))),
}
# Without the library's middleware, a decorator above the view answers before the library sees the request.
NEVER_VALIDATED = {"above", "above, async", "condition", "weak", "class", "conditional page with a tag"}


def ask(tag: str | None = None, **headers: str) -> Any:
    return Client().get("/", headers=headers | ({"If-None-Match": tag} if tag else {}))


@pytest.mark.parametrize("around", [(), ("django.middleware.http.ConditionalGetMiddleware",)])
@pytest.mark.parametrize("behind", [(), (LIBRARY,)])
@pytest.mark.parametrize("name", VIEWS)
def test_answers_validate_those_of_their_own_kind_alone(settings, name, behind, around):
    serve(settings, VIEWS[name], TEMPLATES, *around, behind=behind)
    asks = [{}, HTMX, HTMX | {"HX-Target": "other"}, BOOSTED]
    tags = [ask(**headers)["ETag"] for headers in asks]
    content = [ask(**headers).content for headers in asks]
    whole = FRAGMENT if "by hand" in name else PAGE
    assert content == [PAGE, FRAGMENT, FRAGMENT, whole]

    for index, headers in enumerate(asks):
        for other, tag in enumerate(tags):
            answer = ask(tag, **headers)
            if answer.status_code == 304:
                assert content[other] == content[index]
            else:
                assert answer.content == content[index]
        if behind or name not in NEVER_VALIDATED:
            own = ask(tags[index], **headers)
            assert (own.status_code, own["ETag"]) == (304, tags[index])
            assert "HX-Request" in own["Vary"]


@pytest.mark.parametrize("name", ["above, async", "above", "below"])
def test_so_they_do_where_the_server_is_async(settings, name):
    serve(settings, VIEWS[name], TEMPLATES, behind=[LIBRARY])
    get = async_to_sync(AsyncClient().get)
    page_tag = get("/")["ETag"]
    fragment = get("/", headers=HTMX | {"If-None-Match": page_tag})
    assert (fragment.status_code, fragment.content) == (200, FRAGMENT)
    assert get("/", headers=HTMX | {"If-None-Match": fragment["ETag"]}).status_code == 304
    assert get("/", headers={"If-None-Match": fragment["ETag"]}).content == PAGE
    assert get("/", headers={"If-None-Match": page_tag}).status_code == 304


def test_a_plain_page_keeps_the_tag_that_its_view_gave_it(settings):
    serve(settings, VIEWS["above"], TEMPLATES, behind=[LIBRARY])
    assert ask()["ETag"] == '"a"'


class Looking(MiddlewareMixin):
    def process_response(self, request: Any, response: Any) -> Any:
        response["X-Asked"] = request.META["HTTP_IF_NONE_MATCH"]
        return response


@pytest.mark.parametrize("behind", [(), (LIBRARY,)])
@pytest.mark.parametrize("name", ["above", "below", "dispatch"])
def test_what_others_see_of_the_request_is_what_came(settings, name, behind):
    serve(settings, VIEWS[name], TEMPLATES, f"{__name__}.Looking", behind=behind)
    assert ask('"x"', **HTMX)["X-Asked"] == '"x"'


def test_a_change_asks_for_the_tag_that_any_kind_of_answer_told(settings):
    changing = etag(tag_of)(partial_response("p")(lambda request: HttpResponse(status=204)))
    serve(settings, changing, TEMPLATES, behind=[LIBRARY])
    tag = ask(**HTMX)["ETag"]
    assert Client().put("/", headers=HTMX | {"If-Match": tag, "HX-Target": "form"}).status_code == 204
    assert Client().put("/", headers=HTMX | {"If-Match": '"b"'}).status_code == 412


def test_a_cached_answer_has_its_kind(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": __name__}}
    cache.clear()
    around = ["django.middleware.cache.UpdateCacheMiddleware", "django.middleware.cache.FetchFromCacheMiddleware"]
    serve(settings, VIEWS["above"], TEMPLATES, *around, behind=[LIBRARY])
    assert [ask(**HTMX)["ETag"] for _ in range(2)] == [ask(**HTMX)["ETag"]] * 2
    assert ask()["ETag"] == '"a"'
