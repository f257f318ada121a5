"""`PartialResponseMixin` on class-based views."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import iscoroutinefunction
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.forms import CharField, Form
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.test import AsyncClient, Client, RequestFactory
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView, FormView, ListView, RedirectView, TemplateView

from htmx_partials import PartialResponseMixin, render
from htmx_partials.requests import VARY

from .templates_for_tests import BOOSTED, HTMX, serve

TEMPLATES = {
    "page.html": "<h1>{% partialdef p inline %}<p>{{ word }}</p>{% endpartialdef %}"
    "{% partialdef q inline %}<q>{{ word }}</q>{% endpartialdef %}"
}
PAGE, P, Q = b"<h1><p>word</p><q>word</q>", b"<p>word</p>", b"<q>word</q>"


class Page(PartialResponseMixin, TemplateView):
    template_name = "page.html"
    partial_names = ("p", "q")
    extra_context = {"word": "word"}  # noqa: RUF012


def answers(client: Any, *kinds: dict[str, str]) -> list[bytes]:
    async def ask() -> list[bytes]:
        return [(await client.get("/", headers=headers)).content for headers in kinds]

    if isinstance(client, AsyncClient):
        return asyncio.run(ask())
    return [client.get("/", headers=headers).content for headers in kinds]


BOTH = pytest.mark.parametrize("client", [Client(), AsyncClient()], ids=["wsgi", "asgi"])


@BOTH
def test_a_generic_view(settings, client):
    serve(settings, Page.as_view(), TEMPLATES)

    assert answers(client, {}, HTMX, HTMX | {"HX-Target": "q"}, BOOSTED) == [PAGE, P, Q, PAGE]


def test_one_name_may_be_a_string(settings, client):
    serve(settings, Page.as_view(partial_names="q"), TEMPLATES)

    assert answers(client, {}, HTMX) == [PAGE, Q]


def test_targets_are_those_of_the_decorator(settings, client):
    serve(settings, Page.as_view(partial_targets={"row-*": "q", "all": None}), TEMPLATES)

    kinds = [HTMX | {"HX-Target": target} for target in ("row-5", "all", "else")]

    assert answers(client, *kinds) == [Q, PAGE, P]


def test_without_names_it_is_an_ordinary_view_but_for_vary(settings, client):
    serve(settings, Page.as_view(partial_names=()), TEMPLATES)

    response = client.get("/", headers=HTMX)

    assert (response.content, response["Vary"]) == (PAGE, VARY)


@BOTH
def test_async_handlers(settings, client):
    class Async(PartialResponseMixin, View):
        partial_names = "p"

        async def get(self, request):
            await asyncio.sleep(0)
            return TemplateResponse(request, "page.html", {"word": "word"})

    view = Async.as_view()
    serve(settings, view, TEMPLATES)

    assert iscoroutinefunction(view)
    assert answers(client, {}, HTMX) == [PAGE, P]


@BOTH
def test_a_method_that_is_not_allowed_of_an_async_view(settings, client):
    class Async(PartialResponseMixin, View):
        async def post(self, request):
            raise AssertionError("not called")

    serve(settings, Async.as_view(), TEMPLATES)

    response = client.get("/") if isinstance(client, Client) else asyncio.run(client.get("/"))
    assert (response.status_code, response["Vary"]) == (405, VARY)


@BOTH
def test_a_guard_that_answers_an_async_view_without_async(settings, client):
    class Guard:
        def dispatch(self, request):
            return HttpResponse("guarded")

    class Async(Guard, PartialResponseMixin, View):
        async def get(self, request):
            raise AssertionError("not called")

    serve(settings, Async.as_view(), TEMPLATES)

    assert answers(client, HTMX) == [b"guarded"]


def test_as_view_keeps_what_django_notes_on_it():
    view: Any = Page.as_view(partial_names="q")

    assert (view.view_class, view.view_initkwargs, view.__module__) == (Page, {"partial_names": "q"}, __name__)
    assert not iscoroutinefunction(view)


def test_a_decorator_of_dispatch_is_seen_on_the_view():
    class Exempt(Page):
        @csrf_exempt
        def dispatch(self, *args, **kwargs):
            return super().dispatch(*args, **kwargs)

    assert Exempt.as_view().csrf_exempt  # type: ignore[attr-defined]


def test_unknown_arguments_of_as_view_are_djangos_to_complain_about():
    with pytest.raises(TypeError, match=r"^Page\(\) received an invalid keyword 'nonsense'\."):
        Page.as_view(nonsense=1)


# -- The methods ---------------------------------------------------------------------------------------


def test_names_may_depend_on_the_request(settings, client):
    class ByRole(Page):
        def get_partial_names(self):
            return "q" if "staff" in self.request.GET else "p"

    serve(settings, ByRole.as_view(), TEMPLATES)

    assert [client.get(f"/{query}", headers=HTMX).content for query in ("", "?staff")] == [P, Q]


def test_names_may_depend_on_what_the_handler_found(settings, client):
    class ByObject(Page):
        def get(self, request):
            self.kind = "q"
            return super().get(request)

        def get_partial_names(self):
            return [self.kind]

    serve(settings, ByObject.as_view(), TEMPLATES)

    assert answers(client, HTMX) == [Q]


def test_targets_may_depend_on_the_request(settings, client):
    class ByRequest(Page):
        def get_partial_targets(self):
            return {self.request.GET["id"]: "q"}

    serve(settings, ByRequest.as_view(), TEMPLATES)

    assert client.get("/?id=here", headers=HTMX | {"HX-Target": "here"}).content == Q


@pytest.mark.parametrize(
    ("headers", "selected"),
    [({}, None), (HTMX, ("p", "")), (HTMX | {"HX-Target": "row-5"}, ("q", "5")), (BOOSTED, None)],
)
def test_the_view_is_told_what_is_asked_for(settings, client, headers, selected):
    seen = []

    class Told(Page):
        partial_targets = {"row-*": "q"}  # noqa: RUF012

        def get(self, request):
            seen.append(self.selected_partial)
            return super().get(request)

    serve(settings, Told.as_view(), TEMPLATES)
    client.get("/", headers=headers)

    assert seen == [selected]


def test_setup_is_enough_to_be_told_what_is_asked_for():
    request = RequestFactory().get("/", headers=HTMX)
    request.htmx = True  # type: ignore[attr-defined]
    view = Page()
    view.setup(request)

    assert view.selected_partial == ("p", "")


def test_a_name_that_is_none_is_a_mistake(settings, client):
    serve(settings, Page.as_view(partial_names=["p", ""]), TEMPLATES)

    with pytest.raises(ImproperlyConfigured) as error:
        client.get("/", headers=HTMX)

    assert str(error.value) == (
        "'' is not the name of a partial. Name a partial or a block of the view's template, as in 'results', or one of "
        "another template, as in 'other.html#results'."
    )


# -- Other bases -----------------------------------------------------------------------------------------


def test_a_guard_before_it_holds_and_its_answer_varies(settings, client):
    class Guarded(LoginRequiredMixin, Page):
        pass

    serve(settings, Guarded.as_view(), TEMPLATES, behind=["tests.test_decorators.anonymous"])

    response = client.get("/", headers=HTMX)

    assert (response.status_code, response["Location"], response["Vary"]) == (302, "/accounts/login/?next=/", VARY)


def test_a_guard_behind_it_holds_and_its_answer_varies(settings, client):
    class Guarded(PartialResponseMixin, LoginRequiredMixin, TemplateView):
        template_name = "page.html"
        partial_names = "p"

    serve(settings, Guarded.as_view(), TEMPLATES, behind=["tests.test_decorators.anonymous"])

    response = client.get("/", headers=HTMX)

    assert (response.status_code, response["Location"], response["Vary"]) == (302, "/accounts/login/?next=/", VARY)


def test_a_redirect_view(settings, client):
    class Redirect(PartialResponseMixin, RedirectView):
        url = "/elsewhere/"

    serve(settings, Redirect.as_view(), TEMPLATES)

    response = client.get("/", headers=HTMX)

    assert (response.status_code, response["Location"], response["Vary"]) == (302, "/elsewhere/", VARY)


@pytest.mark.parametrize("method", ["head", "options"])
def test_other_methods(settings, client, method):
    serve(settings, Page.as_view(), TEMPLATES)

    response = getattr(client, method)("/", headers=HTMX)

    assert (response.status_code, response.content, response["Vary"]) == (200, b"", VARY)


def test_a_form_that_is_invalid_is_a_fragment(settings, client):
    class Named(Form):
        name = CharField()

    class Edit(PartialResponseMixin, FormView):  # type: ignore[type-arg]
        template_name = "form.html"
        form_class = Named
        partial_names = "form"
        success_url = "/done/"

    source = "<h1>{% partialdef form inline %}<form>{{ form.name.errors.as_text }}</form>{% endpartialdef %}"
    serve(settings, Edit.as_view(), {"form.html": source})

    invalid, valid = client.post("/", headers=HTMX), client.post("/", {"name": "Ada"}, headers=HTMX)

    assert invalid.content == b"<form>* This field is required.</form>"
    assert (type(valid), valid["Location"]) == (HttpResponseRedirect, "/done/")


def test_a_list_view_with_its_default_template(settings, client):
    class Users(PartialResponseMixin, ListView):  # type: ignore[type-arg]
        queryset = User.objects.none()
        partial_names = "rows"

        def get_queryset(self):
            return [User(username="ada")]

        def get_template_names(self):
            return ["gone.html", "auth/user_list.html"]

    rows = "{% for each in object_list %}{{ each.username }}{% endfor %}"
    source = "<h1>{% partialdef rows inline %}" + rows + "{% endpartialdef %}"
    serve(settings, Users.as_view(), {"auth/user_list.html": source})

    assert answers(client, {}, HTMX) == [b"<h1>ada", b"ada"]


def test_names_of_a_detail_view_may_depend_on_its_object(settings, client):
    class Detail(PartialResponseMixin, DetailView):  # type: ignore[type-arg]
        model = User
        template_name = "page.html"

        def get_object(self, queryset=None):
            return User(username="q")

        def get_partial_names(self):
            return self.object.username

    serve(settings, Detail.as_view(extra_context={"word": "word"}), TEMPLATES)

    assert answers(client, HTMX) == [Q]


def test_a_handler_may_use_render(settings, client):
    class Rendering(PartialResponseMixin, View):
        partial_names = "p"

        def get(self, request):
            return render(request, "page.html", {"word": "word"})

    serve(settings, Rendering.as_view(), TEMPLATES)

    assert answers(client, {}, HTMX) == [PAGE, P]


def test_a_finished_page_is_no_answer_to_a_request_for_a_fragment(settings, client):
    class Finished(Page):
        def get(self, request):
            return HttpResponse("<!doctype html>")

    serve(settings, Finished.as_view(), TEMPLATES)

    with pytest.raises(ImproperlyConfigured) as error:
        client.get("/", headers=HTMX)

    assert str(error.value) == (
        f"{__name__}.{Finished.__qualname__} answered a request for the fragment 'p' with a whole page. Return "
        f"htmx_partials.render(…) or a TemplateResponse, of which a fragment can still be rendered, instead of "
        f"django.shortcuts.render(…)."
    )
