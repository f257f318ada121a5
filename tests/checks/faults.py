"""
A project with mistakes. A view `wrong_…` has the mistake in its name, its twin `sound_…` has none.

`TEMPLATES` are the templates. The templates of twins differ only in the mistake.
"""

from __future__ import annotations

from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render as django_render
from django.template.response import TemplateResponse
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, FormView, ListView, TemplateView, View

from contacts.models import Contact
from htmx_partials import PartialResponseMixin, Rerender, action, partial_response, render

ROWS = "{% load other_tags %}{% partialdef rows inline %}<ul id='list'></ul>{% endpartialdef %}"
ROWS += "{% partialdef edit %}<form></form>{% endpartialdef %}"

TEMPLATES = {
    "rows.html": ROWS,
    "base.html": "<nav>{% block nav %}{% endblock %}</nav>{% block main %}{% endblock %}" + ROWS,
    "child.html": "{% extends 'base.html' %}{% block main %}<p></p>{% endblock %}",
    "including.html": "<main>{% include 'rows.html' %}{% include 'missing.html' %}</main>",
    "variable.html": "{% extends layout %}",
    "broken.html": "{% if %}",
    "unknown.html": "{% include widget %}",
    "orphan.html": "{% extends 'no-such-base.html' %}",
    "contacts/contact_list.html": ROWS,
    "contacts/contact_detail.html": ROWS,
}


def twins(name: str, wrong: str, sound: str) -> None:
    """Return two templates of one kind."""
    TEMPLATES[f"wrong_{name}.html"] = wrong
    TEMPLATES[f"sound_{name}.html"] = sound


def passing(view: Any) -> Any:
    @wraps(view)
    def decorated(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return decorated


# -- E002: a name that is not there -----------------------------------------------------


@partial_response("rwos", template="rows.html")
def wrong_e002_default(request):
    return {}


@partial_response("rows", template="rows.html")
def sound_e002_default(request):
    return {}


@partial_response("rows", "eddit")
def wrong_e002_second(request):
    return render(request, "rows.html")


@partial_response("rows", "edit")
def sound_e002_second(request):
    return render(request, "rows.html")


@partial_response(targets={"list": "rwos"})
def wrong_e002_targets(request):
    return TemplateResponse(request, "rows.html", {})


@partial_response(targets={"list": "rows", "list-of-all": None, "list-*": "edit"})
def sound_e002_targets(request):
    return TemplateResponse(request, "sound_targets.html", {})


TEMPLATES["sound_targets.html"] = ROWS + "<p id='list-of-all'></p>"


@partial_response("edit", oob=["rwos"])
def wrong_e002_oob(request):
    return render(request, "rows.html")


@partial_response("edit", oob=["rows"])
def sound_e002_oob(request):
    return render(request, "rows.html")


@partial_response("edit", oob={"rwos": "beforeend:#list"})
def wrong_e002_oob_mapping(request):
    return render(request, "rows.html")


@partial_response("edit", oob={"rows": {"swap": "beforeend:#list", "on": "boosted"}})
def sound_e002_oob_mapping(request):
    return render(request, "rows.html")


@partial_response("rows")
def wrong_e002_action(request):
    return render(request, "rows.html")


@wrong_e002_action.action(partial="eddit")
def add(request):
    pass


@partial_response("rows")
def sound_e002_action(request):
    return render(request, "rows.html")


@sound_e002_action.action(partial="edit")
def add_rows(request):
    pass


@partial_response("edit")
def wrong_e002_action_oob(request):
    return render(request, "rows.html")


@wrong_e002_action_oob.action(oob=["rwos"])
def add_with_companion(request):
    pass


@partial_response("edit")
def sound_e002_action_oob(request):
    return render(request, "rows.html")


@sound_e002_action_oob.action(oob=["rows"])
def add_with_rows(request):
    pass


@partial_response("rows")
def wrong_e002_rerender(request):
    return render(request, "rows.html")


@wrong_e002_rerender.action
def rerender(request):
    return Rerender(partial="eddit")


@partial_response("rows")
def sound_e002_rerender(request):
    return render(request, "rows.html")


@sound_e002_rerender.action
def rerender_rows(request):
    return Rerender(partial="edit", oob=["rows"])


@partial_response("edit")
def wrong_e002_rerender_oob(request):
    return render(request, "rows.html")


@wrong_e002_rerender_oob.action
def rerender_with_companion(request):
    return Rerender(oob=["rwos"])


@partial_response("edit")
def sound_e002_rerender_oob(request):
    return render(request, "rows.html")


@sound_e002_rerender_oob.action
def rerender_with_rows(request):
    return Rerender(oob=["rows"])


def wrong_e002_render(request):
    return render(request, "rows.html", {}, partial="rwos")


def sound_e002_render(request):
    return render(request, "rows.html", {}, partial="rows")


@partial_response("anything")
def wrong_e002_render_over_decorator(request):
    return render(request, "rows.html", {}, partial=["edit", "rwos"] if request.user.is_staff else "edit")


@partial_response("anything")
def sound_e002_render_over_decorator(request):
    return render(request, "rows.html", {}, partial=["edit", "rows"] if request.user.is_staff else "edit")


class Mixed(PartialResponseMixin, TemplateView):
    template_name = "rows.html"
    partial_names = "rwos"


class SoundMixed(Mixed):
    partial_names = "rows"


wrong_e002_mixin = Mixed.as_view()
sound_e002_mixin = SoundMixed.as_view()
wrong_e002_initkwargs = SoundMixed.as_view(partial_names="rwos")
sound_e002_initkwargs = Mixed.as_view(partial_names="rows")


class Targeted(PartialResponseMixin, TemplateView):
    template_name = "rows.html"
    partial_targets = {"list": "rwos"}  # noqa: RUF012


class SoundTargeted(Targeted):
    partial_targets = {"list": "rows"}  # noqa: RUF012


wrong_e002_mixin_targets = Targeted.as_view()
sound_e002_mixin_targets = SoundTargeted.as_view()


class Choosing(PartialResponseMixin, TemplateView):
    template_name = "rows.html"
    partial_names = ("rows",)

    def get_partial_names(self):
        return ["rows", "eddit"] if self.request.user.is_staff else self.partial_names


class SoundChoosing(Choosing):
    def get_partial_names(self):
        return [*self.partial_names, "edit"] if self.request.user.is_staff else super().get_partial_names()


wrong_e002_getter = Choosing.as_view()
sound_e002_getter = SoundChoosing.as_view()


class Acting(PartialResponseMixin, TemplateView):
    template_name = "rows.html"
    partial_names = "rows"

    @action(partial="eddit")
    def save(self, request):
        pass


class SoundActing(PartialResponseMixin, TemplateView):
    template_name = "rows.html"
    partial_names = "rows"

    @action(partial="edit")
    def save(self, request):
        pass


wrong_e002_method_action = Acting.as_view()
sound_e002_method_action = SoundActing.as_view()


@method_decorator(partial_response("rwos"), name="dispatch")
class Dispatched(TemplateView):
    template_name = "rows.html"


@method_decorator(partial_response("rows"), name="dispatch")
class SoundDispatched(TemplateView):
    template_name = "rows.html"


wrong_e002_method_decorator = Dispatched.as_view()
sound_e002_method_decorator = SoundDispatched.as_view()


class Getting(View):
    @method_decorator(partial_response("rwos"))
    def get(self, request):
        return TemplateResponse(request, "rows.html")


class SoundGetting(View):
    @method_decorator(partial_response("rows"))
    def get(self, request):
        return TemplateResponse(request, "rows.html")


wrong_e002_decorated_get = Getting.as_view()
sound_e002_decorated_get = SoundGetting.as_view()
wrong_e002_decorated_as_view = partial_response("rwos")(TemplateView.as_view(template_name="rows.html"))
sound_e002_decorated_as_view = partial_response("rows")(TemplateView.as_view(template_name="rows.html"))


@login_required
@never_cache
@require_safe
@passing
@partial_response("rwos")
def wrong_e002_decorators(request):
    return render(request, "rows.html")


@login_required
@never_cache
@require_safe
@passing
@partial_response("rows")
def sound_e002_decorators(request):
    return render(request, "rows.html")


@partial_response("rwos")
def misspelt_inner(request):
    return render(request, "rows.html")


@partial_response("rows")
def inner(request):
    return render(request, "rows.html")


INNER = {"misspelt": misspelt_inner}


def wrong_e002_called(request):
    return passing(choose(request))(request)


def choose(request):
    return INNER["misspelt"]


def sound_e002_called(request):
    return inner(request)


class Called(PartialResponseMixin, TemplateView):
    template_name = "rows.html"
    partial_names = "rwos"


class SoundCalled(PartialResponseMixin, TemplateView):
    template_name = "rows.html"
    partial_names = "rows"


def wrong_e002_called_class(request):
    return Called.as_view()(request)


def sound_e002_called_class(request):
    return SoundCalled.as_view()(request)


@partial_response("rwos")
def with_argument(request, kind):
    return render(request, "rows.html")


@partial_response("rows")
def sound_with_argument(request, kind):
    return render(request, "rows.html")


wrong_e002_partial = partial(with_argument, kind="a")
sound_e002_partial = partial(sound_with_argument, kind="a")
wrong_e002_lambda = partial_response("rwos")(lambda request: render(request, "rows.html"))
sound_e002_lambda = partial_response("rows")(lambda request: render(request, "rows.html"))


@partial_response("rwos")
async def wrong_e002_async(request):
    return render(request, "rows.html")


@partial_response("rows")
async def sound_e002_async(request):
    return render(request, "rows.html")


@partial_response("rows", "edti", template="child.html")
def wrong_e002_inherited(request):
    return {}


@partial_response("rows", "edit", "main", "block:nav", template="child.html")
def sound_e002_inherited(request):
    return {}


@partial_response("rows", "edti", template="including.html")
def wrong_e002_included(request):
    return {}


@partial_response("rows", "edit", template="including.html")
def sound_e002_included(request):
    return {}


@partial_response("rows.html#rwos", template="child.html")
def wrong_e002_of_other(request):
    return {}


@partial_response("rows.html#rows", "rows.html#", template="child.html")
def sound_e002_of_other(request):
    return {}


@partial_response("block:rows", template="child.html")
def wrong_e002_block(request):
    return {}


@partial_response("block:main", template="child.html")
def sound_e002_block(request):
    return {}


twins("second_page", "{% partialdef rws inline %}{% endpartialdef %}", ROWS)


@partial_response("rows")
def wrong_e002_second_page(request):
    template = "rows.html"
    if request.GET:
        template = "wrong_second_page.html"
    return render(request, template)


@partial_response("rows")
def sound_e002_second_page(request):
    template = "rows.html"
    if request.GET:
        template = "sound_second_page.html"
    return render(request, template)


SECOND_ENGINE = {"second.html": ROWS}


@partial_response("rwos")
def wrong_e002_using(request):
    return render(request, "second.html", using="second")


@partial_response("rows")
def sound_e002_using(request):
    return render(request, "second.html", using="second")


@partial_response("rwos", template="second.html")
def wrong_e002_second_engine(request):
    return {}


@partial_response("rows", template=["no-such.html", "second.html"])
def sound_e002_second_engine(request):
    return {}


class Generic(PartialResponseMixin, ListView):  # type: ignore[type-arg]
    model = Contact
    partial_names = "rwos"


class SoundGeneric(PartialResponseMixin, ListView):  # type: ignore[type-arg]
    queryset = Contact.objects.all()
    partial_names = "rows"


wrong_e002_generic = Generic.as_view()
sound_e002_generic = SoundGeneric.as_view()


class Naming(PartialResponseMixin, DetailView):  # type: ignore[type-arg]
    model = Contact
    partial_names = "rwos"

    def get_template_names(self):
        return ["rows.html"]


class SoundNaming(PartialResponseMixin, DetailView):  # type: ignore[type-arg]
    model = Contact
    partial_names = "rows"

    def get_template_names(self):
        return ["rows.html"]


wrong_e002_template_names = Naming.as_view()
sound_e002_template_names = SoundNaming.as_view()


class Posting(PartialResponseMixin, View):
    page = "rows.html"
    partial_names = "rwos"

    def post(self, request):
        return django_render(request, self.page)


class SoundPosting(Posting):
    partial_names = "rows"


wrong_e002_rendered_by_method = Posting.as_view()
sound_e002_rendered_by_method = SoundPosting.as_view()


@partial_response("rwos")
def wrong_e002_variable_parent(request):
    return render(request, "variable.html", {"layout": "base.html"})


@partial_response("rows")
def sound_e002_variable_parent(request):
    return render(request, "variable.html", {"layout": "base.html"})


@partial_response("rwos")
def wrong_e002_variable_include(request):
    return render(request, "unknown.html", {"widget": "rows.html"})


@partial_response("rows")
def sound_e002_variable_include(request):
    return render(request, "unknown.html", {"widget": "rows.html"})


PAGES = {"list": "rows.html", "all": "child.html"}


@partial_response("rwos")
def wrong_e002_from_constant(request, kind="list"):
    return render(request, PAGES[kind])


@partial_response("rows")
def sound_e002_from_constant(request, kind="list"):
    return render(request, PAGES[kind])


def shown(request, **context):
    return render(request, "rows.html", context)


@partial_response("rwos")
def wrong_e002_helper(request):
    return shown(request, a=1)


@partial_response("rows")
def sound_e002_helper(request):
    return shown(request, a=1)


@partial_response("rows", template="rows.html")
def wrong_e002_rendered_by_action(request):
    return {}


@wrong_e002_rendered_by_action.action
def answer(request):
    return render(request, "rows.html", partial="eddit")


@partial_response("rows")
def sound_e002_rendered_by_action(request):
    return render(request, "rows.html")


@sound_e002_rendered_by_action.action
def sound_answer(request):
    return render(request, "rows.html", partial="edit")


@partial_response("rows")
def sound_hand_made(request):
    if request.GET:
        return django_render(request, "badge.html")
    return render(request, "rows.html")


# What cannot be known is not reported.


@partial_response("anything")
def sound_unknown_template(request):
    return render(request, request.GET["template"])


@partial_response("anything", oob=["other"])
def sound_unknown_parent(request):
    return render(request, "variable.html", {"layout": request.layout})


@partial_response("anything")
def sound_unknown_include(request):
    return render(request, "unknown.html", {"widget": request.widget})


@partial_response("anything", template="broken.html")
def sound_broken(request):
    return {}


@partial_response("anything", template="page.strings")
def sound_other_engine(request):
    return {}


# -- E003: an out-of-band partial without a single root that has an id ------------------

COUNT = "{% partialdef main inline %}<b></b>{% endpartialdef %}{% partialdef count inline %}COUNT{% endpartialdef %}"


def counts(name: str, wrong: str, sound: str) -> None:
    twins(f"e003_{name}", COUNT.replace("COUNT", wrong), COUNT.replace("COUNT", sound))


counts("two_roots", "<p id=a></p><p></p>", "<p id=a><b></b></p> <!-- and no more -->")
counts("no_id", "<p class='count'></p>", "<p class='count' id='count-{{ pk }}'></p>")
counts("no_element", "{{ count }} contacts", "{% load l10n %}{# how many #}<p id=c>{{ count }} contacts</p>")
counts("loop", "{% for a in b %}<p id='x'></p>{% endfor %}", "<div id=d>{% for a in b %}<p></p>{% endfor %}</div>")
counts(
    "other_branch",
    "{% if a %}<p id='e'></p>{% else %}<p>none</p>{% endif %}",
    "{% if a %}<p id='e'></p>{% else %}<p id='e' class='none'>none</p>{% endif %}",
)
counts(
    "conditions",
    "{% if a %}<p id=f>{% else %}<div>{% endif %}</p>",
    "{% if a %}<p id=f></p>{% endif %}{% if not a %}<p id=f>none</p>{% endif %}",
)
counts("attribute", "<p {% if a %}class='a'{% endif %}></p>", "<p {% if a %}class='a'{% endif %} {{ attributes }}></p>")
counts("component", "<p>{% card %}a{% endcard %}</p>", "{% card %}a{% endcard %}")
counts("variable", "{{ count }}{{ unit }}", "{{ form }}")
counts("table_row", "<tr id=g></tr><tr></tr>", "<tr id=g><td>{% if a %}<b></b>{% else %}<i></i>{% endif %}</td></tr>")


def page_with(template: str, **options: Any) -> Any:
    return partial_response(*options.pop("names", ["main"]), template=template, **options)(lambda request: {})


KINDS = ["two_roots", "no_id", "no_element", "loop", "other_branch", "conditions", "attribute", "component", "variable"]
KINDS += ["table_row"]
views: dict[str, Any] = {
    f"{which}_e003_{kind}": page_with(f"{which}_e003_{kind}.html", oob=["count"])
    for which in ("wrong", "sound")
    for kind in KINDS
}
views["wrong_e003_style"] = page_with("wrong_e003_two_roots.html", oob={"count": "outerHTML:#a"})
views["sound_e003_style"] = page_with("wrong_e003_two_roots.html", oob={"count": "beforeend:#a"})

TEMPLATES["wrong_e003_child.html"] = "{% extends 'wrong_e003_no_id.html' %}"
TEMPLATES["sound_e003_child.html"] = "{% extends 'sound_e003_no_id.html' %}"
views["wrong_e003_of_other"] = page_with("rows.html", names=["rows"], oob=["wrong_e003_child.html#count"])
views["sound_e003_of_other"] = page_with("rows.html", names=["rows"], oob=["sound_e003_child.html#count"])


# -- E004: a template that does not exist -----------------------------------------------

views["wrong_e004_declared"] = page_with("no-such.html")
views["sound_e004_declared"] = page_with("rows.html", names=["rows"])
views["wrong_e004_list"] = partial_response("rows", template=["no-such.html", "nor-this.html"])(lambda request: {})
views["sound_e004_list"] = partial_response("rows", template=["no-such.html", "rows.html"])(lambda request: {})
views["wrong_e004_of_other"] = page_with("rows.html", names=["rows", "no-such.html#rows"])
views["sound_e004_of_other"] = page_with("rows.html", names=["rows", "child.html#rows"])
views["wrong_e004_parent"] = page_with("orphan.html", names=["rows"])
views["sound_e004_parent"] = page_with("child.html", names=["rows"])


@partial_response("rows")
def wrong_e004_rendered(request):
    return render(request, "no-such.html")


@partial_response("rows")
def sound_e004_rendered(request):
    return render(request, template_name="rows.html")


class Missing(PartialResponseMixin, FormView):  # type: ignore[type-arg]
    template_name = "no-such.html"
    partial_names = "rows"


class SoundMissing(PartialResponseMixin, FormView):  # type: ignore[type-arg]
    template_name = "rows.html"
    partial_names = "rows"


wrong_e004_class = Missing.as_view()
sound_e004_class = SoundMissing.as_view()


# -- W001: a variable that only a loop sets ----------------------------------------------

LOOP = "{% for item in items %}{% partialdef row inline %}<p>ROW</p>{% endpartialdef %}{% endfor %}"


def loops(name: str, wrong: str, sound: str | None = None, **context: Any) -> None:
    """Return a partial in a loop. The sound twin differs in its template, or in the context of its view."""
    twins(f"w001_{name}", wrong, wrong if sound is None else sound)
    views[f"wrong_w001_{name}"] = page_with(f"wrong_w001_{name}.html", names=["row"])
    views[f"sound_w001_{name}"] = page_with(f"sound_w001_{name}.html", names=["row"])


loops("plain", LOOP.replace("ROW", "{{ item.name }}"), LOOP.replace("ROW", "{{ title }}"))
loops(
    "test_around",
    "{% for item in items %}{% if item %}{% partialdef row inline %}<p></p>{% endpartialdef %}{% endif %}{% endfor %}",
    "{% for item in items %}{% if ok %}{% partialdef row inline %}<p></p>{% endpartialdef %}{% endif %}{% endfor %}",
)
loops(
    "with_around",
    "{% for item in items %}{% with x=item.x %}{% partialdef row inline %}{{ x }}{% endpartialdef %}{% endwith %}"
    "{% endfor %}",
    "{% for item in items %}{% with x=title %}{% partialdef row inline %}{{ x }}{% endpartialdef %}{% endwith %}"
    "{% endfor %}",
)
loops(
    "forloop",
    LOOP.replace("ROW", "{{ forloop.counter }}"),
    LOOP.replace("ROW", "{% for x in y %}{{ forloop.last }}{% endfor %}"),
)
TEMPLATES["w001_item.html"] = "{{ item }}"
loops(
    "include",
    LOOP.replace("ROW", "{% include 'w001_item.html' %}"),
    LOOP.replace("ROW", "{% include 'w001_item.html' with item=title only %}"),
)
loops(
    "shown",
    "{% partialdef row %}{{ item }}{% endpartialdef %}{% for item in items %}{% partial row %}{% endfor %}",
    "{% partialdef row %}{{ item }}{% endpartialdef %}{% for each in items %}{% partial row %}{% endfor %}",
)
loops(
    "translated",
    "{% load i18n %}" + LOOP.replace("ROW", "{% translate item %}"),
    LOOP.replace("ROW", "{% if title %}a{% endif %}"),
)
loops(
    "block_translated",
    "{% load i18n %}" + LOOP.replace("ROW", "{% blocktranslate %}{{ item }}{% endblocktranslate %}"),
    "{% load i18n %}" + LOOP.replace("ROW", "{% blocktranslate with item=title %}{{ item }}{% endblocktranslate %}"),
)
loops(
    "also_read_by_page",
    LOOP.replace("ROW", "{{ item }}") + "{{ other }}",
    LOOP.replace("ROW", "{{ item }}") + "{% if item %}{{ item }}{% endif %}",
)
loops("own_loop", LOOP.replace("ROW", "{{ item }}"), LOOP.replace("ROW", "{% for item in all %}{{ item }}{% endfor %}"))
loops(
    "set_by_tag",
    LOOP.replace("ROW", "{{ item }}{% now 'Y' as year %}"),
    LOOP.replace("ROW", "{% now 'Y' as item %}{{ item }}"),
)
loops(
    "context_processor",
    LOOP.replace("item in", "other in").replace("ROW", "{{ other }}"),
    LOOP.replace("item in", "user in").replace("ROW", "{{ user }}"),
)
loops(
    "in_whole_tag",
    LOOP.replace("ROW", "{{ item }}"),
    LOOP.replace("ROW", "{% card %}{{ card }}{% endcard %}"),
)
twins("w001_supplied", LOOP.replace("ROW", "{{ item }}"), LOOP.replace("ROW", "{{ item }}"))


@partial_response("row")
def wrong_w001_supplied(request):
    return render(request, "wrong_w001_supplied.html", {"items": []})


@partial_response("row")
def sound_w001_supplied(request):
    context: dict[str, Any] = {"items": []}
    context |= {"item": 1}
    return render(request, "sound_w001_supplied.html", context)


@partial_response("row")
def sound_w001_supplied_by_helper(request):
    return render(request, "sound_w001_supplied.html", context_of(request))


def context_of(request):
    return dict(item=1, items=[])  # noqa: C408 - one of the ways to write a context


@partial_response("row")
def sound_w001_unknown_context(request):
    return render(request, "sound_w001_supplied.html", request.context())


@partial_response("row")
def sound_w001_supplied_by_action(request):
    return render(request, "sound_w001_supplied.html", {"items": []})


@sound_w001_supplied_by_action.action
def check(request):
    return {"item": 1}


class Looping(PartialResponseMixin, ListView):  # type: ignore[type-arg]
    model = Contact
    template_name = "wrong_w001_supplied.html"
    partial_names = "row"


class SoundLooping(PartialResponseMixin, DetailView):  # type: ignore[type-arg]
    model = Contact
    context_object_name = "item"
    template_name = "sound_w001_supplied.html"
    partial_names = "row"


wrong_w001_generic = Looping.as_view()
sound_w001_generic = SoundLooping.as_view()


# -- W002: a tag that cannot be looked into ----------------------------------------------

INSIDE = "{% partialdef p inline %}<p></p>{% endpartialdef %}"


def inside(name: str, before: str, after: str, sound: tuple[str, str] = ("", "")) -> None:
    twins(f"w002_{name}", before + INSIDE + after, sound[0] + INSIDE + sound[1])
    views[f"wrong_w002_{name}"] = page_with(f"wrong_w002_{name}.html", names=["p"])
    views[f"sound_w002_{name}"] = page_with(f"sound_w002_{name}.html", names=["p"])


inside("card", "{% card %}", "{% endcard %}", ("{% card %}{% endcard %}", ""))
inside("guard", "{% guard %}", "{% endguard %}", ("{% if staff %}", "{% endif %}"))
inside("filter", "{% filter truncatewords:3 %}", "{% endfilter %}", ("{% filter upper %}", "{% endfilter %}"))
inside("changed", "{% ifchanged %}", "{% endifchanged %}", ("{% spaceless %}", "{% endspaceless %}"))
TEMPLATES["w002_inner.html"] = INSIDE
twins(
    "w002_included",
    "{% card %}{% include 'w002_inner.html' %}{% endcard %}",
    "<div>{% include 'w002_inner.html' %}</div>",
)
views["wrong_w002_included"] = page_with("wrong_w002_included.html", names=["p"])
views["sound_w002_included"] = page_with("sound_w002_included.html", names=["p"])


# -- W003: an id of targets= that no element has ------------------------------------------


def targeted(name: str, html: str, wrong: str, sound: str) -> None:
    TEMPLATES[f"w003_{name}.html"] = html + "{% partialdef p %}<p></p>{% endpartialdef %}"
    views[f"wrong_w003_{name}"] = page_with(f"w003_{name}.html", names=[], targets={wrong: "p"})
    views[f"sound_w003_{name}"] = page_with(f"w003_{name}.html", names=[], targets={sound: "p"})


targeted("exact", "<p id='w3-exact'></p>", "w3-exakt", "w3-exact")
targeted("beginning", "<p id='w3row-{{ pk }}'></p>", "w3rwo-<int>", "w3row-<int>")
targeted("beginning_of_any", "<p id='w3rows-{{ pk }}'></p>", "w3rwos-*", "w3rows-*")
targeted("pattern", "<p id='w3-{{ pk }}-end'></p>", "w3-a-edn", "w3-a-end")
targeted("conditional", "<p {% if a %}id='w3-if'{% endif %}></p>", "w3-fi", "w3-if")
targeted("lazy", "{% load htmx_partials %}{% lazy_partial w3lazy %}{% endlazy_partial %}", "w3-lzy", "w3lazy")
targeted("in_script", "<textarea id='w3-area'></textarea><script id='w3-s'></script>", "w3-aera", "w3-area")
views["sound_w003_elsewhere"] = page_with("w003_exact.html", names=[], targets={"w3-if": "p"})
targeted("component", "<b id='w3-c'></b>", "w3-other", "w3-c")
TEMPLATES["w003_unknown.html"] = "{% card %}{% endcard %}{% partialdef p %}{% endpartialdef %}"
views["sound_w003_unknown"] = page_with("w003_unknown.html", names=[], targets={"w3-anything": "p"})


class WithTargets(PartialResponseMixin, TemplateView):
    template_name = "w003_exact.html"
    partial_targets = {"w3-exakt": "p"}  # noqa: RUF012


class SoundWithTargets(PartialResponseMixin, TemplateView):
    template_name = "w003_exact.html"
    partial_targets = {"w3-exact": "p"}  # noqa: RUF012


wrong_w003_mixin = WithTargets.as_view()
sound_w003_mixin = SoundWithTargets.as_view()


# -- W004: hx-target with an id that no element has ---------------------------------------


def targeting(name: str, wrong: str, sound: str, html: str = "") -> None:
    html += "{% partialdef p inline %}<p></p>{% endpartialdef %}"
    twins(f"w004_{name}", wrong + html, sound + html)
    views[f"wrong_w004_{name}"] = page_with(f"wrong_w004_{name}.html", names=["p"])
    views[f"sound_w004_{name}"] = page_with(f"sound_w004_{name}.html", names=["p"])


targeting("plain", "<a hx-target='#w4-lsit'></a>", "<a hx-target='#w4-list'></a>", "<p id=w4-list></p>")
targeting(
    "pattern",
    "<a hx-target='#w4-rwo-{{ pk }}'></a>",
    "<a hx-target='#w4-row-{{ pk }}'></a>",
    "<p id='w4-row-{{ id }}'>",
)
targeting("descendant", "<a hx-target='#w4-nvo .a'></a>", "<a hx-target='#w4-nav > .a'></a>", "<nav id='w4-nav'></nav>")
targeting("data", "<a data-hx-target='#w4-x'></a>", "<a data-hx-target='closest tr'></a>")
targeting(
    "inherited", "<div hx-target:inherited='#w4-y'><a></a></div>", "<div hx-target:inherited='#w4-z' id='w4-z'></div>"
)
targeting("code", "<a hx-target='#w4-{% if a %}a{% else %}b{% endif %}-x'></a>", "<a hx-target='{{ target }}'></a>")
targeting(
    "in_branch",
    "<div id='w4-{% if a %}q{% endif %}-n'></div><a hx-target='#w4-qq'></a>",
    "{% if a %}<p id='w4-p'>{% else %}<p id='w4-q'>{% endif %}</p><a hx-target='#w4-q'></a>",
)
targeting(
    "name_by_code",
    "<{{ a }} id='w4-r'></{{ a }}><a hx-target='#w4-s'></a>",
    "<{{ a }} id='w4-t'></{{ a }}><a hx-target='#w4-t'></a>",
)
targeting(
    "verbatim",
    "<a hx-target='#w4-vrb'></a>",
    "{% verbatim %}<a id='w4-vb'></a>{% endverbatim %}<a hx-target='#w4-vb'></a>",
)
targeting(
    "translated",
    "<a hx-target='#w4-trans'></a>",
    "{% load i18n %}{% blocktranslate %}<b id='w4-tr'>{{ x }}</b>{% endblocktranslate %}<a hx-target='#w4-tr'></a>",
)
targeting("script", "<a hx-target='#w4-made'></a>", "<script>make('w4-mode')</script><a hx-target='#w4-mode'></a>")
targeting("form", "<a hx-target='#w4-email'></a>", "{{ form }}<a hx-target='#id_email'></a>")
targeting("component", "<a hx-target='#w4-card'></a>", "{% card %}{% endcard %}<a hx-target='#w4-card'></a>")
targeting("safe", "{{ text }}<a hx-target='#w4-text'></a>", "{{ text|safe }}<a hx-target='#w4-text'></a>")
targeting("included", "{% include 'w004_inner.html' %}", "{% include 'w004_inner.html' %}<p id='w4-inner'></p>")
TEMPLATES["w004_inner.html"] = "<a hx-target='#w4-inner'></a>"
targeting(
    "of_other_page",
    "<a hx-get='?' hx-target='#w4-there'></a>",
    "<a hx-get='/elsewhere/' hx-target='#w4-there'></a>",
)
TEMPLATES["w004_there.html"] = "<p id='w4-there'></p>{% partialdef p %}{% endpartialdef %}"
views["sound_w004_there"] = page_with("w004_there.html", names=["p"])
TEMPLATES["w004_fetched.html"] = "{% partialdef p %}<a hx-target='#of-another-page'></a>{% endpartialdef %}"
views["sound_w004_fetched"] = page_with("w004_fetched.html", names=["p"])
TEMPLATES["badge.html"] = "<p id='w4-badge'></p>"
targeting("inclusion_tag", "{% badge %}<a hx-target='#w4-bagde'></a>", "{% badge %}<a hx-target='#w4-badge'></a>")


# -- W006: an element that follows topics, and no id --------------------------------------


def following(name: str, wrong: str, sound: str) -> None:
    load = "{% load htmx_live other_tags %}{% partialdef p inline %}"
    twins(f"w006_{name}", load + wrong + "{% endpartialdef %}", load + sound + "{% endpartialdef %}")
    views[f"wrong_w006_{name}"] = page_with(f"wrong_w006_{name}.html", names=["p"])
    views[f"sound_w006_{name}"] = page_with(f"sound_w006_{name}.html", names=["p"])


following("plain", "<ul {% live 'a' %}></ul>", "<ul id='w6' {% live 'a' %}></ul>")
following("swap", "<ul {% live a b swap='morph' %} class='w6'></ul>", "<ul {% live a b swap='morph' %} id='w6-b'></ul>")
following(
    "row",
    "{% for a in b %}<li data-id='{{ a.pk }}' {% live a %}>{{ a }}</li>{% endfor %}",
    "{% for a in b %}<li id='w6-{{ a.pk }}' {% live a %}>{{ a }}</li>{% endfor %}",
)
following(
    "branch",
    "<p {% if a %}{% live a %}{% endif %}></p>",
    "<p {% if a %}id='w6-c' {% live a %}{% endif %}></p>",
)
following("code", "<p {% live a %} class='{{ b }}'></p>", "<p {% live a %} {{ b }}></p>")


# -- W005: a root with the id of what it is put into --------------------------------------


def swapping(name: str, wrong: str, sound: str, p: str = "<ul id='w5'></ul>", **options: Any) -> None:
    load, html = "{% load htmx_partials %}", "{% partialdef p inline %}" + p + "{% endpartialdef %}"
    twins(f"w005_{name}", load + wrong + html, load + sound + html)
    views[f"wrong_w005_{name}"] = page_with(f"wrong_w005_{name}.html", **{"names": ["p"], **options})
    views[f"sound_w005_{name}"] = page_with(f"sound_w005_{name}.html", **{"names": ["p"], **options})


swapping("plain", "<a hx-get='?' hx-target='#w5'></a>", "<a hx-get='?' hx-target='#w5' hx-swap='outerHTML'></a>")
swapping(
    "inner",
    "<a hx-get hx-target='#w5' hx-swap='innerHTML show:top'></a>",
    "<a hx-get hx-target='#w5' hx-swap='beforeend'></a>",
)
swapping(
    "inherited",
    "<div hx-target='#w5'><a hx-get='{{ request.path }}?a=1'></a></div>",
    "<div hx-target='#w5' hx-swap='outerHTML'><a hx-get='{{ request.path }}?a=1'></a></div>",
)
swapping("itself", "", "", "<ul id='w5' hx-get='?' hx-trigger='every 1s'></ul>")
TEMPLATES["sound_w005_itself.html"] = TEMPLATES["wrong_w005_itself.html"].replace(
    "every 1s'", "every 1s' hx-swap='morph'"
)
swapping(
    "this", "<div id=w5 hx-target='this'><a hx-get='?'></a></div>", "<div hx-target='this'><a hx-get='?'></a></div>"
)
swapping(
    "url",
    "<a hx-post='{% url 'wrong_w005_url' %}' hx-target='#w5'></a>",
    "<a hx-post='{% url 'sound_w005_plain' %}' hx-target='#w5'></a>",
)
swapping("path", "<a hx-get='/wrong_w005_path/' hx-target='#w5'></a>", "<a hx-get='/other/' hx-target='#w5'></a>")
swapping(
    "pattern",
    "<a hx-put='?' hx-target='#w5-{{ pk }}'></a>",
    "<a hx-put='?' hx-target='#w5-{{ pk }}' hx-swap='{{ swap }}'></a>",
    "<p id='w5-{{ pk }}'></p>",
    names=[],
    targets={"w5-<int>": "p"},
)
swapping(
    "lasting",
    "{% lazy_partial p keep %}{% endlazy_partial %}",
    "{% lazy_partial p %}{% endlazy_partial %}",
    "<p id='p'></p>",
)
swapping(
    "by_parameter",
    "<a hx-get='{% querystring _partial='p' %}' hx-target='#w5'></a>",
    "<a hx-get='{% querystring _partial='q' %}' hx-target='#w5'></a>{% partialdef q %}<b></b>{% endpartialdef %}",
)
swapping(
    "by_value",
    """<a hx-get='?' hx-vals='{"_partial": "p"}' hx-target='#w5'></a>""",
    """<a hx-get='?' hx-vals='{"_partial": "{{ which }}"}' hx-target='#w5'></a>""",
)
swapping("selected", "<a hx-get='?' hx-target='#w5'></a>", "<a hx-get='?' hx-target='#w5' hx-select='li'></a>")
swapping("of_unknown", "<a hx-get='?' hx-target='#w5'></a>", "<a hx-get='?' hx-target='#w5' {{ attributes }}></a>")
swapping(
    "disinherited",
    "<div hx-target='#w5'><a hx-get='?'></a></div>",
    "<div hx-target='#w5' hx-disinherit='*'><a hx-get='?'></a></div>",
)
swapping(
    "default_swap",
    "<a hx-get='?' hx-target='#w5'></a>",
    """<meta name="htmx-config" content='{"defaultSwapStyle": "outerHTML"}'><a hx-get='?' hx-target='#w5'></a>""",
)
swapping("two_roots", "<a hx-get='?' hx-target='#w5'></a>", "<a hx-get='?' hx-target='#w5'></a>")
TEMPLATES["sound_w005_two_roots.html"] += "{% comment %}{% endcomment %}"
TEMPLATES["sound_w005_two_roots.html"] = TEMPLATES["sound_w005_two_roots.html"].replace("</ul>", "</ul><p></p>")


views |= {name: value for name, value in globals().items() if name.startswith(("wrong_", "sound_"))}
plain = {name: view for name, view in views.items() if not name.endswith("_nested")}
urlpatterns = [path(f"{name}/", view, name=name) for name, view in plain.items()]


@partial_response("rwos")
def nested(request, pk):
    return render(request, "rows.html")


@partial_response("rows")
def sound_nested(request, pk):
    return render(request, "rows.html")


inner_patterns = [
    path("<int:pk>/wrong_e002_nested/", nested, name="wrong"),
    path("<int:pk>/sound_e002_nested/", sound_nested, name="sound"),
]
urlpatterns.append(path("outer/", include([path("inner/", include((inner_patterns, "inner")))])))
