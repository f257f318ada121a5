"""`@partial_response` on views, sync and async."""

import asyncio
import inspect
from typing import Any

import pytest
from asgiref.sync import iscoroutinefunction
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import AsyncClient, Client, RequestFactory
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from htmx_partials import partial_response, render, selected_partial
from htmx_partials.requests import VARY

from .templates_for_tests import BOOSTED, HTMX, serve

TEMPLATES = {
    "page.html": "<h1>{% partialdef p inline %}<p>{{ word }}</p>{% endpartialdef %}"
    "{% partialdef q inline %}<q>{{ word }}</q>{% endpartialdef %}"
}
PAGE, P, Q = b"<h1><p>word</p><q>word</q>", b"<p>word</p>", b"<q>word</q>"


def answers(client: Any, *kinds: dict[str, str]) -> list[bytes]:
    async def ask() -> list[bytes]:
        return [(await client.get("/", headers=headers)).content for headers in kinds]

    if isinstance(client, AsyncClient):
        return asyncio.run(ask())
    return [client.get("/", headers=headers).content for headers in kinds]


BOTH = pytest.mark.parametrize("client", [Client(), AsyncClient()], ids=["wsgi", "asgi"])


@BOTH
def test_a_sync_view(settings, client):
    @partial_response("p")
    def view(request):
        return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, view, TEMPLATES)

    assert answers(client, {}, HTMX, BOOSTED) == [PAGE, P, PAGE]


@BOTH
def test_an_async_view(settings, client):
    @partial_response("p")
    async def view(request):
        await asyncio.sleep(0)
        return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, view, TEMPLATES)

    assert iscoroutinefunction(view)
    assert answers(client, {}, HTMX, BOOSTED) == [PAGE, P, PAGE]


@BOTH
def test_an_async_view_that_returns_a_finished_response(settings, client):
    @partial_response("p")
    async def view(request):
        return HttpResponse("by hand")

    serve(settings, view, TEMPLATES)

    assert answers(client, {}, HTMX) == [b"by hand"] * 2


def test_a_sync_view_is_not_marked_async():
    assert not iscoroutinefunction(partial_response("p")(lambda request: HttpResponse()))


def test_a_view_gets_its_arguments():
    @partial_response("p")
    def view(request, pk, *, slug):
        return HttpResponse(f"{pk} {slug}")

    request: Any = RequestFactory().get("/")
    request.htmx = True

    assert view(request, 1, slug="a").content == b"1 a"


def test_a_decorated_view_has_the_name_and_the_attributes_of_the_view():
    @partial_response("p")
    @csrf_exempt
    def view(request):
        """What it says."""

    decorated: Any = view
    assert (decorated.__name__, decorated.__doc__, decorated.__module__) == ("view", "What it says.", __name__)
    assert decorated.csrf_exempt
    assert inspect.unwrap(decorated).__code__.co_name == "view"


def test_the_first_name_is_the_default_and_others_are_reached_by_their_target(settings, client):
    @partial_response("p", "q")
    def view(request):
        return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, view, TEMPLATES)

    assert answers(client, HTMX, HTMX | {"HX-Target": "q"}, HTMX | {"HX-Target": "else"}) == [P, Q, P]


def test_nothing_that_is_not_declared_can_be_reached(settings, client):
    @partial_response("p")
    def view(request):
        return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, view, TEMPLATES)

    assert client.get("/?_partial=q", headers=HTMX | {"HX-Target": "q"}).content == P


def test_a_view_without_any_name_answers_with_its_page(settings, client):
    @partial_response()
    def view(request):
        return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, view, TEMPLATES)

    response = client.get("/", headers=HTMX)
    assert (response.content, response["Vary"]) == (PAGE, VARY)


def test_a_name_of_another_template(settings, client):
    @partial_response("other.html#p")
    def view(request):
        return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, view, TEMPLATES | {"other.html": "{% partialdef p %}other {{ word }}{% endpartialdef %}"})

    assert answers(client, HTMX) == [b"other word"]


def test_the_whole_of_another_template(settings, client):
    @partial_response("other.html#")
    def view(request):
        return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, view, TEMPLATES | {"other.html": "<i>{{ word }}</i>"})

    assert answers(client, {}, HTMX) == [PAGE, b"<i>word</i>"]


# -- What the view sees -----------------------------------------------------------------------


def test_the_view_is_told_what_is_asked_for(settings, client):
    seen = []

    @partial_response("p", "q", targets={"row-*": "q"})
    def view(request):
        seen.append(selected_partial(request))
        return HttpResponse()

    serve(settings, view, {})
    answers(client, {}, HTMX, HTMX | {"HX-Target": "row-5"}, BOOSTED)

    assert seen == [None, ("p", ""), ("q", "5"), None]


def test_outside_of_such_a_view_nothing_is_asked_for():
    assert selected_partial(RequestFactory().get("/")) is None


def test_querystring_in_a_fragment_does_not_carry_our_parameter_on(settings, client):
    @partial_response("p")
    def view(request):
        return TemplateResponse(request, "page.html")

    serve(settings, view, {"page.html": "{% partialdef p inline %}{% querystring page=2 %}{% endpartialdef %}"})

    assert client.get("/?q=a&_partial=p", headers=HTMX).content == b"?q=a&amp;page=2"


def test_the_path_that_caches_go_by_is_not_touched(settings, client):
    @partial_response("p")
    def view(request):
        return HttpResponse(request.get_full_path() + " " + request.META["QUERY_STRING"])

    serve(settings, view, {})

    assert client.get("/?q=a&_partial=p").content == b"/?q=a&_partial=p q=a&_partial=p"


# -- Dicts ---------------------------------------------------------------------------------------


def test_a_dict_is_the_context_of_the_declared_template(settings, client):
    @partial_response("p", template="page.html")
    def view(request):
        return {"word": "word"}

    serve(settings, view, TEMPLATES)

    assert answers(client, {}, HTMX) == [PAGE, P]


def test_a_dict_of_an_async_view(settings):
    @partial_response("p", template="page.html")
    async def view(request):
        return {"word": "word"}

    serve(settings, view, TEMPLATES)

    assert answers(AsyncClient(), {}, HTMX) == [PAGE, P]


def test_an_empty_dict(settings, client):
    serve(settings, partial_response("p", template="page.html")(lambda request: {}), TEMPLATES)

    assert answers(client, HTMX) == [b"<p></p>"]


def test_the_declared_template_may_be_a_list(settings, client):
    @partial_response("p", template=["gone.html", "page.html"])
    def view(request):
        return {"word": "word"}

    serve(settings, view, TEMPLATES)

    assert answers(client, {}, HTMX) == [PAGE, P]


def test_a_response_goes_before_the_declared_template(settings, client):
    @partial_response("p", template="gone.html")
    def view(request):
        return render(request, "page.html", {"word": "word"})

    serve(settings, view, TEMPLATES)

    assert answers(client, {}, HTMX) == [PAGE, P]


def test_a_dict_without_a_declared_template_is_a_mistake(settings, client):
    @partial_response("p")
    def view(request):
        return {"word": "word"}

    serve(settings, view, TEMPLATES)

    with pytest.raises(ImproperlyConfigured) as error:
        client.get("/")

    assert str(error.value) == (
        f"{__name__}.{inspect.unwrap(view).__qualname__} returned a dict, and nothing says which template it is for. "
        f"Add template='….html' to partial_response(), or return htmx_partials.render(…)."
    )


# -- Other decorators ------------------------------------------------------------------------------


def test_a_decorator_above_may_answer_instead(settings, client):
    @require_GET
    @partial_response("p")
    def view(request):
        raise AssertionError("not called")

    serve(settings, view, TEMPLATES)

    assert client.post("/", headers=HTMX).status_code == 405


@pytest.mark.parametrize("above", [True, False])
def test_a_permission_test_holds_above_and_below(settings, client, above):
    def view(request):
        raise AssertionError("not called")

    one, two = login_required, partial_response("p")
    serve(settings, one(two(view)) if above else two(one(view)), TEMPLATES, behind=[f"{__name__}.anonymous"])

    response = client.get("/", headers=HTMX)

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/")


def anonymous(get_response: Any) -> Any:
    def middleware(request):
        request.user = AnonymousUser()
        return get_response(request)

    return middleware


# -- Classes -----------------------------------------------------------------------------------------


def test_method_decorator_on_dispatch(settings, client):
    @method_decorator(partial_response("p"), name="dispatch")
    class Page(View):
        def get(self, request):
            return TemplateResponse(request, "page.html", {"word": selected_partial(request) and "word"})

    serve(settings, Page.as_view(), TEMPLATES)

    assert answers(client, HTMX, BOOSTED) == [P, b"<h1><p>None</p><q>None</q>"]


@BOTH
def test_method_decorator_on_dispatch_where_the_handler_is_async(settings, client):
    @method_decorator(partial_response("p"), name="dispatch")
    class Page(View):
        async def get(self, request):
            return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, Page.as_view(), TEMPLATES)

    assert answers(client, {}, HTMX) == [PAGE, P]


@BOTH
def test_around_as_view_where_the_handler_is_async(settings, client):
    class Page(View):
        async def get(self, request):
            return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, partial_response("p")(Page.as_view()), TEMPLATES)

    assert answers(client, {}, HTMX) == [PAGE, P]


def test_on_a_method_it_says_what_to_use_instead(settings, client):
    class Page(View):
        @partial_response("p")
        def get(self, request):
            raise AssertionError("not called")

    serve(settings, Page.as_view(), TEMPLATES)

    with pytest.raises(TypeError) as error:
        client.get("/", headers=HTMX)

    assert str(error.value) == (
        "partial_response() expected a request as the view's first argument, not 'Page'. On a method of a class-based "
        "view use PartialResponseMixin, or @method_decorator(partial_response(…), name='dispatch') on the class."
    )


def test_a_method_decorated_by_method_decorator(settings, client):
    class Page(View):
        @method_decorator(partial_response("p"))
        def get(self, request):
            return TemplateResponse(request, "page.html", {"word": "word"})

    serve(settings, Page.as_view(), TEMPLATES)

    assert answers(client, {}, HTMX) == [PAGE, P]


# -- Mistakes ------------------------------------------------------------------------------------------


def test_without_parentheses_it_says_how_to_write_it():
    with pytest.raises(ImproperlyConfigured) as error:
        partial_response(lambda request: None)  # type: ignore[arg-type]

    assert str(error.value) == (
        "partial_response takes the names of partials: write @partial_response('results') above the view."
    )
