"""Settings for tests that write their own templates."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.template import Context, Library, Node, NodeList, Template
from django.template.base import Parser, Token
from django.template.loaders.cached import Loader
from django.urls import path

LOCMEM = "django.template.loaders.locmem.Loader"
CACHED = "django.template.loaders.cached.Loader"
COPYING = "tests.templates_for_tests.CopyingLoader"


def in_memory(
    templates: Mapping[str, str],
    *directories: Mapping[str, str],
    cached: bool = True,
    copied: bool = False,
    debug: bool = False,
    processors: Sequence[str] = ("django.template.context_processors.request",),
    name: str = "django",
    **options: Any,
) -> dict[str, Any]:
    """Return one engine for `settings.TEMPLATES` with these templates. `directories` are searched after them."""
    loaders: list[Any] = [(LOCMEM, each) for each in (templates, *directories)]
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": name,
        "OPTIONS": {
            "loaders": [(COPYING if copied else CACHED, loaders)] if cached else loaders,
            "debug": debug,
            "context_processors": list(processors),
            **options,
        },
    }


class CopyingLoader(Loader):
    """Returns one of two copies of a template, as Django's own does while threads load it for the first time."""

    seed = 0

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.reset()

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        self.get_template_cache = self.random.choice(self.caches)
        return super().get_template(template_name, skip)

    def reset(self) -> None:
        super().reset()
        self.caches: list[dict[str, Any]] = [{}, {}]
        self.random = Random(self.seed)


register = Library()


class HidingNode(Node):
    """A tag that hides its nodes."""

    child_nodelists = ()

    def __init__(self, nodelist: NodeList) -> None:
        self.hidden = nodelist

    def render(self, context: Context) -> str:
        return self.hidden.render(context)


@register.tag
def hiding(parser: Parser, token: Token) -> HidingNode:
    nodelist = parser.parse(("endhiding",))
    parser.delete_first_token()
    return HidingNode(nodelist)


HTMX = {"HX-Request": "true"}
BOOSTED = {"HX-Request": "true", "HX-Boosted": "true"}
HTMX_MIDDLEWARE = "django_htmx.middleware.HtmxMiddleware"


class Urls:
    """A URLconf with one view at the root."""

    def __init__(self, view: Any) -> None:
        self.urlpatterns = [path("", view)]


def serve(
    settings: Any, view: Any, templates: Mapping[str, str], *middleware: str, behind: Sequence[str] = (), **options: Any
) -> None:
    """Let the test clients request this view. `middleware` comes before django-htmx's, and `behind` after it."""
    settings.TEMPLATES = [in_memory(templates, **options)]
    settings.ROOT_URLCONF = Urls(view)
    settings.MIDDLEWARE = [*middleware, HTMX_MIDDLEWARE, *behind]
