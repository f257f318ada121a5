"""Methods of a class as actions, with Django's generic views for forms."""

from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import CreateView, DeleteView, DetailView, FormView, ListView, TemplateView, UpdateView, View

from htmx_partials import PartialResponseMixin, action

from .acting import BOOSTED, FRAGMENT, FRAGMENTS, HTMX, ORDINARY, OTHERS, answer, see_other, send, whole

MIDDLEWARE = [HTMX, "htmx_partials.middleware.HtmxPartialsMiddleware"]

FORM = (
    "<!doctype html><h1>{{ object.name }}</h1>"
    '{% partialdef form inline %}<form id="form">{{ form.name.value|default_if_none:"" }}'
    "{{ form.name.errors.as_text }}</form>{% endpartialdef %}"
)

LIST = (
    '<!doctype html>{% partialdef list inline %}<ul id="list">{% for each in object_list %}<li>{{ each.name }}</li>'
    "{% endfor %}</ul>{% endpartialdef %}{{ note }}"
)


def in_list(*names: str) -> str:
    return f'<ul id="list">{"".join(f"<li>{name}</li>" for name in names)}</ul>'


# -- Generic views --------------------------------------------------------------------


class NameForm(forms.Form):
    name = forms.CharField()


class Asking(PartialResponseMixin, FormView):  # type: ignore[type-arg]
    template_name = "todos.html"
    partial_names = "form"
    form_class = NameForm
    success_url = "/done/"


class Creating(PartialResponseMixin, CreateView):  # type: ignore[type-arg]
    template_name = "todos.html"
    partial_names = "form"
    model = Group
    fields = ["name"]  # noqa: RUF012
    success_url = "/done/"


class Updating(PartialResponseMixin, UpdateView):  # type: ignore[type-arg]
    template_name = "todos.html"
    model = Group
    fields = ["name"]  # noqa: RUF012
    success_url = "/done/{id}/"

    def get_partial_names(self) -> list[str]:
        return ["form"] if self.object.pk else []


class Deleting(PartialResponseMixin, DeleteView):  # type: ignore[type-arg]
    template_name = "todos.html"
    partial_names = "form"
    model = Group
    form_class = NameForm
    success_url = "/done/"


@pytest.fixture
def group(db: None) -> Group:
    return Group.objects.create(name="a")


EDITING = [Asking, Creating, Updating, Deleting]
ERROR = '<form id="form">* This field is required.</form>'


def editing(page: Any, group: Group, data: dict[str, str], headers: dict[str, str], **settings: Any) -> Any:
    url = f"/{group.pk}/"
    return send(page.as_view(), "post", url, data, headers, route="<int:pk>/", template=FORM, **settings)


@pytest.mark.parametrize("page", EDITING)
@pytest.mark.parametrize("headers", FRAGMENTS)
def test_an_invalid_form_comes_back_as_its_fragment(page, group, headers):
    assert whole(editing(page, group, {"name": ""}, headers)) == answer(ERROR)
    assert Group.objects.count() == 1


@pytest.mark.parametrize("page", [Creating, Updating])
def test_it_has_what_was_typed(page, group):
    Group.objects.create(name="taken")
    assert whole(editing(page, group, {"name": "taken"}, FRAGMENT)) == answer(
        '<form id="form">taken* Group with this Name already exists.</form>'
    )


@pytest.mark.parametrize("page", EDITING)
@pytest.mark.parametrize("headers", OTHERS)
def test_an_invalid_form_comes_back_in_its_page(page, group, headers):
    response = editing(page, group, {"name": ""}, headers)
    title = group.name if page in (Updating, Deleting) else ""
    assert whole(response) == answer(f"<!doctype html><h1>{title}</h1>{ERROR}")


@pytest.mark.parametrize(("page", "url"), [(Asking, "/done/"), (Creating, "/done/"), (Deleting, "/done/")])
@pytest.mark.parametrize("headers", [*FRAGMENTS, *OTHERS])
def test_a_valid_form_redirects(page, group, url, headers):
    assert whole(editing(page, group, {"name": "b"}, headers)) == answer("", 302, Location=url)
    names = {Asking: ["a"], Creating: ["a", "b"], Deleting: []}[page]
    assert list(Group.objects.order_by("name").values_list("name", flat=True)) == names


@pytest.mark.parametrize("headers", [*FRAGMENTS, *OTHERS])
def test_a_valid_form_of_an_object_redirects(group, headers):
    assert whole(editing(Updating, group, {"name": "b"}, headers)) == answer("", 302, Location=f"/done/{group.pk}/")
    assert Group.objects.get().name == "b"


@pytest.mark.parametrize("headers", FRAGMENTS)
def test_with_the_middleware_the_client_redirects(group, headers):
    response = editing(Creating, group, {"name": "b"}, headers, MIDDLEWARE=MIDDLEWARE)
    assert (response.status_code, response["HX-Redirect"], response.content) == (200, "/done/", b"")


# -- With actions ---------------------------------------------------------------------


class Managing(PartialResponseMixin, CreateView):  # type: ignore[type-arg]
    """A generic view with its own form, and with actions."""

    template_name = "todos.html"
    partial_names = ("list", "form")
    model = Group
    fields = ["name"]  # noqa: RUF012
    success_url = "/done/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"object_list": Group.objects.order_by("name")}

    @action(form=NameForm)
    def add(self, request: HttpRequest, form: NameForm) -> None:
        Group.objects.create(name=form.cleaned_data["name"])

    @action(methods=["DELETE"])
    def clear(self, request: HttpRequest) -> None:
        Group.objects.all().delete()


BOTH = LIST + FORM


def test_an_action_of_such_a_class_shows_the_state_after_it(db):
    assert whole(send(Managing.as_view(), "post", "/todos/", {"_action": "add", "name": "b"}, template=BOTH)) == answer(
        in_list("b")
    )
    assert whole(send(Managing.as_view(), "delete", "/todos/?_action=clear", template=BOTH)) == answer(in_list())


def test_the_invalid_form_of_an_action_goes_before_that_of_the_class(db):
    data = {"_action": "add", "name": "", "_partial": "form"}
    assert whole(send(Managing.as_view(), "post", "/todos/", data, template=BOTH)) == answer(ERROR)


def test_its_own_form_goes_on_working(db, caplog):
    data = {"name": "b"}
    response = send(Managing.as_view(), "post", "/todos/", data, template=BOTH)
    assert whole(response) == answer("", 302, Location="/done/")
    assert Group.objects.get().name == "b"
    assert [record.name for record in caplog.records] == ["htmx_partials"]


class Listing(PartialResponseMixin, ListView):  # type: ignore[type-arg]
    template_name = "todos.html"
    partial_names = "list"
    queryset = Group.objects.order_by("name")

    @action
    def add(self, request: HttpRequest, **kwargs: Any) -> None:
        Group.objects.create(name="x")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        *((each, answer(in_list("x"))) for each in FRAGMENTS),
        *((each, see_other("/todos/")) for each in OTHERS),
    ],
)
def test_a_view_that_handles_no_post_has_actions_for_it(db, headers, expected):
    assert whole(send(Listing.as_view(), "post", "/todos/", {"_action": "add"}, headers, template=LIST)) == expected


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_without_a_name_it_handles_none_as_ever(db, method):
    response = send(Listing.as_view(), method, "/todos/", template=LIST)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert Group.objects.count() == 0


class Showing(PartialResponseMixin, DetailView):  # type: ignore[type-arg]
    """Its partials depend on the object, which only the handler has."""

    template_name = "todos.html"
    model = Group

    def get_partial_names(self) -> list[str]:
        return ["name"] if self.object.name else []

    def get_partial_targets(self) -> dict[str, str | None]:
        return {f"group-{self.object.pk}": "name"}

    def get_partial_oob(self) -> list[str]:
        return ["count"] if self.object.name == "renamed" else []

    @action
    def rename(self, request: HttpRequest, pk: int) -> None:
        Group.objects.filter(pk=pk).update(name="renamed")

    @action
    def leave(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("/elsewhere/")


DETAIL = (
    "<!doctype html>{% partialdef name inline %}<b>{{ object.name }}</b>{% endpartialdef %}"
    '{% partialdef count inline %}<i id="count">1</i>{% endpartialdef %}'
)


def showing(group: Group, name: str, headers: dict[str, str]) -> Any:
    url = f"/{group.pk}/"
    return send(Showing.as_view(), "post", url, {"_action": name}, headers, route="<int:pk>/", template=DETAIL)


def test_partials_that_depend_on_the_object_are_asked_for_after_the_handler(group):
    changed = '<b>renamed</b><i hx-swap-oob="true" id="count">1</i>'
    assert whole(showing(group, "rename", FRAGMENT)) == answer(changed)
    boosted = BOOSTED | {"HX-Target": f"group-{group.pk}"}
    assert whole(showing(group, "rename", boosted)) == answer(changed)
    assert whole(showing(group, "rename", BOOSTED | {"HX-Target": "main"})) == see_other(f"/{group.pk}/")
    assert whole(showing(group, "rename", ORDINARY)) == see_other(f"/{group.pk}/")


@pytest.mark.parametrize("headers", [FRAGMENT, ORDINARY, BOOSTED])
def test_they_are_not_asked_for_where_no_handler_has_been(group, headers):
    assert whole(showing(group, "leave", headers)) == answer("", 302, Location="/elsewhere/")
    assert showing(group, "unknown", headers).status_code == 400


# -- Which methods are actions --------------------------------------------------------


class Plain(PartialResponseMixin, TemplateView):
    template_name = "todos.html"
    partial_names = "list"
    acted: Any = []  # noqa: RUF012

    @action
    def act(self, request: HttpRequest) -> None:
        self.acted.append(type(self).__name__)

    @action
    def respond(self, request: HttpRequest) -> None:
        self.acted.append("respond")

    @action("second")
    @action("first")
    def both(self, request: HttpRequest) -> None:
        self.acted.append("both")

    again = both

    def plain(self, request: HttpRequest) -> None:
        raise AssertionError

    @staticmethod
    def static(request: HttpRequest) -> None:
        raise AssertionError


@pytest.fixture(autouse=True)
def fresh() -> None:
    Plain.acted.clear()


def status_of(page: Any, name: str) -> int:
    return int(send(page.as_view(), "post", "/todos/", {"_action": name}, template=LIST).status_code)


@pytest.mark.parametrize(
    "name",
    ["plain", "static", "both", "again", "get", "post", "dispatch", "setup", "acted", "template_name"],
)
def test_a_method_that_is_not_marked_is_no_action(name):
    assert status_of(Plain, name) == 400
    assert Plain.acted == []


@pytest.mark.parametrize(
    ("name", "acted"), [("act", "Plain"), ("respond", "respond"), ("first", "both"), ("second", "both")]
)
def test_a_marked_method_may_have_any_name_or_two(name, acted):
    assert status_of(Plain, name) == 200
    assert Plain.acted == [acted]


class Heir(Plain):
    def respond(self, request: HttpRequest) -> None:
        raise AssertionError


class Overriding(Plain):
    @action
    def act(self, request: HttpRequest) -> None:
        self.acted.append("first of all")
        super().act(request)


def test_actions_are_inherited():
    assert status_of(Heir, "act") == 200
    assert Plain.acted == ["Heir"]


def test_an_action_that_is_overridden_without_a_mark_is_none():
    assert status_of(Heir, "respond") == 400


def test_an_action_may_be_overridden_by_one():
    assert status_of(Overriding, "act") == 200
    assert Plain.acted == ["first of all", "Overriding"]


class Double(PartialResponseMixin, TemplateView):
    @action("add")
    def one(self, request: HttpRequest) -> None:
        raise AssertionError

    @action("add")
    def other(self, request: HttpRequest) -> None:
        raise AssertionError


def test_two_actions_of_one_name_are_an_error():
    with pytest.raises(ImproperlyConfigured) as error:
        status_of(Double, "add")
    assert str(error.value) == "tests.test_actions_classes.Double has two actions named 'add'."


def test_the_mark_returns_the_method():
    def method(self: Any, request: HttpRequest) -> None:
        pass

    assert action(method) is action("second")(method) is action(methods=["DELETE"])(method) is method


def test_a_class_without_the_mixin_has_no_actions():
    class Other(TemplateView):
        template_name = "todos.html"
        add = Managing.add

    assert send(Other.as_view(), "post", "/todos/", {"_action": "add"}).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_handler_that_returns_nothing_is_the_error_that_it_always_is(method):
    class Silent(PartialResponseMixin, View):
        def get(self, request: HttpRequest) -> Any:
            pass

        @action
        def act(self, request: HttpRequest) -> None:
            pass

    with pytest.raises(ValueError, match=r"didn't return an HttpResponse object\. It returned None instead"):
        send(Silent.as_view(), method, "/todos/", {"_action": "act"})
