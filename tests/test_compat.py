"""What differs between the supported versions of Django."""

from typing import Any

import pytest
from django.template import Engine, engines

from htmx_partials.compat import PartialNode, cached_loader, shown_partial, with_cached_loader
from tests.templates_for_tests import in_memory


def node_in(source: str, settings) -> PartialNode:
    settings.TEMPLATES = [in_memory({"page.html": source})]
    page: Any = engines["django"].get_template("page.html")
    node: PartialNode
    (node,) = page.template.nodelist.get_nodes_by_type(PartialNode)
    return node


def test_what_a_partial_tag_shows(settings):
    shown = shown_partial(node_in("{% partialdef p %}{% endpartialdef %}{% partial p %}", settings))

    assert shown is not None
    assert shown.name == "p"


@pytest.mark.parametrize("before", ["", "{% partialdef p %}{% endpartialdef %}"])
def test_a_partial_tag_shows_nothing_under_a_name_that_there_is_not(settings, before):
    assert shown_partial(node_in(before + "{% partial q %}", settings)) is None


@pytest.mark.parametrize(
    ("engine", "is_cached"), [(Engine(), True), (Engine(loaders=["django.template.loaders.filesystem.Loader"]), False)]
)
def test_which_loader_compiles_each_template_once(engine, is_cached):
    (loader,) = engine.template_loaders

    assert (cached_loader(loader) is not None) is is_cached


def test_loaders_that_compile_each_template_once():
    engine = Engine()
    engine.loaders = with_cached_loader(["django.template.loaders.filesystem.Loader"])
    (loader,) = engine.template_loaders

    assert cached_loader(loader) is not None
