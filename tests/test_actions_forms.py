"""The form of an action: the action runs only if it is valid, and otherwise the view shows it."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.shortcuts import aget_object_or_404, get_object_or_404
from django.template.response import TemplateResponse

from htmx_partials import render

from .acting import (
    BOOSTED,
    FRAGMENT,
    FRAGMENTS,
    KINDS,
    ORDINARY,
    OTHERS,
    acting,
    answer,
    make_view,
    see_other,
    send,
    whole,
)

TEMPLATE = (
    "<!doctype html>"
    '{% partialdef list inline %}<ul id="list">{% for each in groups %}<li>{{ each.name }}</li>{% endfor %}</ul>'
    "{% endpartialdef %}"
    '{% partialdef form inline %}<form id="form">{{ form.as_text }}</form>{% endpartialdef %}'
)


class AsText:
    """A form that shows itself in a few words."""

    def as_text(self: Any) -> str:
        rows = [f"{field.html_name}={field.value() or ''}" for field in self]
        errors = [f"{name}: {' '.join(each)}" for name, each in self.errors.items()]
        return "; ".join([*rows, *errors])


class TextForm(AsText, forms.Form):
    name = forms.CharField(max_length=10)


class FileForm(AsText, forms.Form):
    file = forms.FileField()


class GroupForm(AsText, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Group
        fields = ("name",)


TextFormSet: Any = forms.formset_factory(TextForm, extra=0)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def view(request: HttpRequest, **kwargs: Any) -> TemplateResponse:
    return render(request, "todos.html", {"groups": Group.objects.order_by("pk"), "form": GroupForm()})


def post(kind: str, action: Any, data: Any, headers: Any = FRAGMENT, url: str = "/todos/", **options: Any) -> Any:
    route = "<int:pk>/" if url != "/todos/" else "todos/"
    options = {"names": ("list", "form")} | options
    return send(make_view(kind, view, action, **options), "post", url, data, headers, template=TEMPLATE, route=route)


def saving(async_: bool) -> Callable[..., Any]:
    def add(request, form, **kwargs):
        form.save()

    async def add_async(request, form, **kwargs):
        await sync_to_async(form.save)()

    return add_async if async_ else add


def page(*groups: str, form: str) -> str:
    items = "".join(f"<li>{name}</li>" for name in groups)
    return f'<!doctype html><ul id="list">{items}</ul><form id="form">{form}</form>'


@pytest.mark.django_db
@pytest.mark.parametrize("async_", [False, True])
@pytest.mark.parametrize("headers", [*FRAGMENTS, *OTHERS])
def test_an_action_with_a_valid_form_runs(kind, async_, headers):
    response = post(kind, acting(saving(async_), "add", form=GroupForm), {"_action": "add", "name": "a"}, headers)
    assert whole(response) == (see_other("/todos/") if headers in OTHERS else answer('<ul id="list"><li>a</li></ul>'))
    assert list(Group.objects.values_list("name", flat=True)) == ["a"]


INVALID = "name=kept; name: Group with this Name already exists."


@pytest.mark.django_db
@pytest.mark.parametrize("async_", [False, True])
@pytest.mark.parametrize("headers", FRAGMENTS)
def test_an_invalid_form_comes_back_in_its_fragment_with_what_was_typed(kind, async_, headers):
    Group.objects.create(name="kept")
    action = acting(saving(async_), "add", form=GroupForm)
    data = {"_action": "add", "name": "kept", "_partial": "form"}
    assert whole(post(kind, action, data, headers)) == answer(f'<form id="form">{INVALID}</form>')
    assert Group.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("headers", OTHERS)
def test_an_invalid_form_comes_back_in_its_page_with_what_was_typed(kind, headers):
    Group.objects.create(name="kept")
    response = post(kind, acting(saving(False), "add", form=GroupForm), {"_action": "add", "name": "kept"}, headers)
    assert whole(response) == answer(page("kept", form=INVALID))
    assert Group.objects.count() == 1


@pytest.mark.django_db
def test_the_partial_of_an_action_is_the_answer_when_its_form_is_invalid_too(kind):
    action = acting(saving(False), "add", form=GroupForm, partial="form", oob=())
    response = post(kind, action, {"_action": "add"}, FRAGMENT | {"HX-Target": "list"}, oob=["list"])
    assert whole(response) == answer('<form id="form">name=; name: This field is required.</form>')


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{}, {"oob": ["form"]}])
def test_companions_of_the_view_and_the_action_go_along_with_a_valid_form_only(kind, options):
    action = acting(saving(False), "add", form=GroupForm, **options)
    oob = ["form"] if not options else []
    response = post(kind, action, {"_action": "add", "name": "b"}, oob=oob)
    assert whole(response) == answer('<ul id="list"><li>b</li></ul><form hx-swap-oob="true" id="form">name=</form>')
    response = post(kind, action, {"_action": "add"}, oob=oob)
    assert whole(response) == answer('<ul id="list"><li>b</li></ul>')


@pytest.mark.django_db
def test_a_form_that_is_no_model_form_gives_its_data(kind):
    def add(request, form):
        Group.objects.create(name=form.cleaned_data["name"])

    response = post(kind, acting(add, form=TextForm), {"_action": "add", "name": "b"})
    assert whole(response) == answer('<ul id="list"><li>b</li></ul>')


@pytest.mark.django_db
def test_a_form_does_not_see_our_parameters(kind):
    seen = []

    def add(request, form):
        seen.append(form.data.dict())

    post(kind, acting(add, form=TextForm), {"_action": "add", "_partial": "list", "name": "b"})
    assert seen == [{"name": "b"}]


@pytest.mark.django_db
def test_a_callable_binds_an_instance_by_the_arguments_of_the_view(kind):
    group = Group.objects.create(name="before")

    def bound(request, pk):
        return GroupForm(request.POST, instance=get_object_or_404(Group, pk=pk))

    action = acting(saving(False), "edit", form=bound)
    url = f"/{group.pk}/"
    assert whole(post(kind, action, {"_action": "edit", "name": "after"}, url=url)) == answer(
        '<ul id="list"><li>after</li></ul>'
    )
    data = {"_action": "edit", "name": "", "_partial": "form"}
    assert whole(post(kind, action, data, url=url)) == answer(
        '<form id="form">name=; name: This field is required.</form>'
    )
    assert post(kind, action, {"_action": "edit", "name": "x"}, url="/0/").status_code == 404


@pytest.mark.django_db
def test_a_callable_may_be_async(kind):
    group = Group.objects.create(name="before")

    async def bound(request, pk):
        return GroupForm(request.POST, instance=await aget_object_or_404(Group, pk=pk))

    response = post(
        kind, acting(saving(True), "edit", form=bound), {"_action": "edit", "name": "b"}, url=f"/{group.pk}/"
    )
    assert whole(response) == answer('<ul id="list"><li>b</li></ul>')


@pytest.mark.django_db
def test_a_callable_may_give_a_prefix(kind):
    action = acting(saving(False), "add", form=lambda request: GroupForm(request.POST, prefix="new"))
    assert whole(post(kind, action, {"_action": "add", "new-name": "c"})) == answer('<ul id="list"><li>c</li></ul>')
    response = post(kind, action, {"_action": "add", "name": "c", "_partial": "form"})
    assert whole(response) == answer('<form id="form">new-name=; name: This field is required.</form>')


@pytest.mark.django_db
def test_files_reach_the_form(kind):
    def load(request, form):
        Group.objects.create(name=form.cleaned_data["file"].read().decode())

    action = acting(load, form=FileForm)
    response = post(kind, action, {"_action": "load", "file": SimpleUploadedFile("a.txt", b"from a file")})
    assert whole(response) == answer('<ul id="list"><li>from a file</li></ul>')
    response = post(kind, action, {"_action": "load", "_partial": "form"})
    assert whole(response) == answer('<form id="form">file=; file: This field is required.</form>')


@pytest.mark.django_db
def test_a_formset_is_a_form(kind):
    def add(request, form):
        Group.objects.bulk_create(Group(name=each["name"]) for each in form.cleaned_data)

    data = {"_action": "add", "form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "form-0-name": "a", "form-1-name": "b"}
    response = post(kind, acting(add, form=TextFormSet), data)
    assert whole(response) == answer('<ul id="list"><li>a</li><li>b</li></ul>')
    response = post(kind, acting(add, form=TextFormSet), data | {"form-1-name": "too long a name"}, ORDINARY)
    assert response.status_code == 200
    assert [each.errors for each in response.context["form"]] == [
        {},
        {"name": ["Ensure this value has at most 10 characters (it has 15)."]},
    ]
    assert Group.objects.count() == 2


@pytest.mark.django_db
def test_the_form_of_a_delete_is_bound_to_the_query(kind):
    def remove(request, form):
        Group.objects.filter(name=form.cleaned_data["name"]).delete()

    Group.objects.create(name="a")
    whose = make_view(kind, view, acting(remove, form=TextForm, methods=["DELETE"]), names=("list",))
    assert whole(send(whose, "delete", "/todos/?_action=remove&name=a", template=TEMPLATE)) == answer(
        '<ul id="list"></ul>'
    )


@pytest.mark.django_db
def test_the_action_gets_the_arguments_of_the_view_and_then_the_form(kind):
    got = []

    def add(request, *args, **kwargs):
        got.append((args, {**kwargs, "form": type(kwargs["form"])}))

    post(kind, acting(add, form=TextForm), {"_action": "add", "name": "x"}, url="/7/")
    assert got == [((), {"pk": 7, "form": TextForm})]


@pytest.mark.django_db
def test_an_action_that_finds_an_error_itself_shows_the_form(kind):
    def add(request, form):
        form.add_error("name", "Not today.")
        return {"form": form}

    for headers, expected in (
        (FRAGMENT | {"HX-Target": "form"}, '<form id="form">name=x; name: Not today.</form>'),
        (ORDINARY, page(form="name=x; name: Not today.")),
        (BOOSTED, page(form="name=x; name: Not today.")),
    ):
        response = post(kind, acting(add, form=TextForm), {"_action": "add", "name": "x"}, headers)
        assert whole(response) == answer(expected)


@pytest.mark.parametrize(
    ("bound", "what"), [(lambda request: TextForm(), "TextForm"), (lambda request: None, "NoneType")]
)
def test_a_form_that_is_not_bound_is_an_error(kind, bound, what):
    with pytest.raises(ImproperlyConfigured) as error:
        post(kind, acting(saving(False), "add", form=bound), {"_action": "add", "name": "x"})
    assert str(error.value) == (
        f"The form= of the action 'add' returned {what!r} and no bound form. Make it with the data of the request, as "
        f"in TodoForm(request.POST, instance=todo)."
    )
