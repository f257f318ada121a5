"""Which views use the library, what they declare, and which pages they render."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ImproperlyConfigured
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView, TemplateView, View

from contacts.models import Contact
from htmx_partials import PartialResponseMixin, action, partial_response, render
from htmx_partials.analysis import find_views
from htmx_partials.declared import DeclaredView
from htmx_partials.references import UNKNOWN

from .sites import Site


def found(settings: Any, **views: Any) -> list[DeclaredView]:
    settings.ROOT_URLCONF = Site({}, views)
    return find_views()


def templates_of(view: DeclaredView) -> list[Any]:
    return [each.template for each in view.pages]


def test_a_view_that_does_not_use_the_library_is_not_found(settings):
    assert found(settings, plain=plain, undeclared=undeclared, generic=TemplateView.as_view()) == []


def plain(request):
    return render


def undeclared(request):
    return render(request, "page.html")


def without_wraps(view: Any) -> Any:
    def decorated(request):
        return view(request)

    return decorated


@partial_response("p")
def decorated_view(request):
    return render(request, "page.html")


def test_a_view_within_a_decorator_without_wraps_is_found(settings):
    (view,) = found(settings, view=without_wraps(decorated_view))

    assert view.name == "tests.checks.test_analysis.decorated_view"
    assert view.routes == ["/view/"]


class Unguarded(PartialResponseMixin, TemplateView):
    template_name = "page.html"
    partial_names = "p"

    @method_decorator(login_required)
    def post(self, request):
        pass

    @action
    def save(self, request):
        pass


def calling_unguarded(request):
    return Unguarded.as_view()(request)


def test_a_class_that_is_refused_stops_nothing(settings):
    with pytest.raises(ImproperlyConfigured):
        Unguarded.as_view()

    assert found(settings, view=calling_unguarded) == []


class Callable:
    __name__ = "called"

    def __call__(self, request):
        pass


def test_an_action_may_be_an_object(settings):
    view = partial_response("p")(lambda request: None)
    view.action("save", partial="q", check_guards=False)(Callable())

    (declared,) = found(settings, view=view)

    assert [each.names for each in declared.action_partials] == [("q",)]


class Wrong(PartialResponseMixin, TemplateView):
    template_name = "page.html"
    partial_names = "#no-name"


def test_what_the_library_refuses_is_left_to_it(settings):
    (view,) = found(settings, view=Wrong.as_view())

    assert view.declared.names == ()


class Computing(PartialResponseMixin, DetailView):  # type: ignore[type-arg]
    partial_names = "p"


class Listing(PartialResponseMixin, ListView):  # type: ignore[type-arg]
    model = Contact
    template_name = "page.html"
    partial_names = "p"


class Bare(PartialResponseMixin, View):
    partial_names = "p"


def test_a_generic_view_without_a_model_has_no_template_that_is_known(settings):
    for view_class in (Computing, Bare):
        (view,) = found(settings, view=view_class.as_view())

        assert view.pages == []
        assert not view.is_known
    assert not DeclaredView(Computing.as_view(), view.sources).is_context_known


def test_a_list_of_a_model_has_djangos_name_for_its_template_behind_its_own(settings):
    (view,) = found(settings, view=Listing.as_view())

    assert templates_of(view) == [("page.html", "contacts/contact_list.html")]
    assert view.is_context_known


def passing_on(request):
    return one_more(request)


def one_more(request):
    return back(request)


def back(request):
    return passing_on(request)


def test_helpers_that_call_each_other_end(settings):
    (view,) = found(settings, view=partial_response("p")(passing_on))

    assert view.pages == []


@partial_response("p", template="page.html")
def returning_more(request):
    if request.GET:
        return {"a": 1, **request.more}
    return None


def test_a_context_of_which_not_all_is_said_is_not_known(settings):
    (view,) = found(settings, view=returning_more)

    assert view.pages[0].context == {"a": 1, UNKNOWN: UNKNOWN}
    assert not view.is_context_known


class Odd(PartialResponseMixin, TemplateView):
    template_name = "page.html"
    partial_names = "p"

    def get_partial_targets(self):
        return {"row": "row"} if self.request.GET else self.kwargs["targets"]

    def get_partial_oob(self):
        return ["count"]


def test_what_methods_return_is_declared_as_far_as_it_is_known(settings):
    (view,) = found(settings, view=Odd.as_view())

    assert view.declared.targets == {"row": "row"}
    assert view.declared.oob == {"count": None}


def test_a_view_of_an_installed_package_supplies_what_its_code_names(settings, monkeypatch):
    monkeypatch.setattr("htmx_partials.references.is_outside_project", lambda filename: True)

    (view,) = found(settings, view=returning_more)

    assert "a" in view.context_names
