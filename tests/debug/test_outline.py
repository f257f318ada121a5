"""Which partials a page has, and by which ids they are known in a browser."""

from typing import Any

import pytest
from django.template import Engine
from django.test.utils import override_settings

from htmx_partials.debug.outline import outline
from htmx_partials.selection import Partials
from tests.templates_for_tests import CACHED, LOCMEM


def engine_of(templates: dict[str, str]) -> Engine:
    return Engine(loaders=[(CACHED, [(LOCMEM, templates)])])


def outlined(page: str, partials: Partials | None = None, **templates: str) -> list[tuple[str, str, tuple[str, ...]]]:
    engine = engine_of({"page.html": page} | {f"{name}.html": source for name, source in templates.items()})
    found = outline(engine.get_template("page.html"), {}, partials or Partials())
    return [(each.name, str(each.location), each.ids) for each in found]


def ids(page: str, *args: Any, **kwargs: Any) -> dict[str, tuple[str, ...]]:
    return {name: found for name, _, found in outlined(page, *args, **kwargs)}


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("{% partialdef x inline %}<p id='a'>x</p>{% endpartialdef %}", ("a",)),
        ("{% partialdef x inline %}<p id='a'>x</p><p id='b'><b id='c'>x</b></p>{% endpartialdef %}", ("a", "b")),
        ("{% partialdef x inline %}<p id='row-{{ pk }}'>x</p>{% endpartialdef %}", ("row-*",)),
        ("{% partialdef x inline %}<p id='{{ pk }}'>x</p>{% endpartialdef %}", ()),
        ("<p id='a'>{% partialdef x inline %}<b>x</b>{% endpartialdef %}</p>", ("a",)),
        ("<p>{% partialdef x inline %}<b>x</b>{% endpartialdef %}</p>", ()),
        ("{% partialdef x inline %}<b>x</b>{% endpartialdef %}", ()),
        ("{% partialdef x inline %}<b>x</b><p id='a'>x</p>{% endpartialdef %}", ("a",)),
        ("{% partialdef x inline %}{% endpartialdef %}", ()),
        ("<p id='a'><b id='x'>{% partialdef x inline %}<i>x</i>{% endpartialdef %}</b></p>", ("x",)),
        ("{% partialdef x %}<p id='a'>x</p>{% endpartialdef %}", ("a",)),
    ],
)
def test_ids(page: str, found: tuple[str, ...]) -> None:
    assert ids(page) == {"x": found}


def test_targets_of_the_view() -> None:
    page = "{% partialdef x inline %}{{ errors }}{% endpartialdef %}"
    targets = {"errors-*": "x", "row-<int>": "x", "all": None, "other": "y"}
    assert ids(page, Partials(targets=targets))["x"] == ("errors-*", "row-*")


def test_targets_of_the_site() -> None:
    with override_settings(HTMX_PARTIALS_TARGETS={"main": "x"}):
        assert ids("{% partialdef x inline %}{{ text }}{% endpartialdef %}")["x"] == ("main",)


def test_the_nearest_template_has_the_first_word() -> None:
    page = '{% extends "base.html" %}\n{% block b %}\n{% partialdef x inline %}{% endpartialdef %}{% endblock %}'
    base = "{% block b %}{% endblock %}{% partialdef x inline %}{% endpartialdef %}"
    assert outlined(page, base=base) == [("x", "page.html, line 3", ())]


def test_blocks_that_are_declared() -> None:
    page = '{% extends "base.html" %}{% block b %}{% endblock %}{% block c %}{% endblock %}'
    base = "{% block b %}{% endblock %}\n{% block c %}{% endblock %}{% partialdef c %}{% endpartialdef %}"
    found = outlined(page, Partials(["block:b", "c"]), base=base)
    assert found == [("c", "base.html, line 2", ()), ("b", "page.html, line 1", ())]


def test_partials_of_templates_that_are_included() -> None:
    included = '<p id="a"></p>{% partialdef x inline %}<b id="b"></b>{% endpartialdef %}'
    assert outlined('{% include "inc.html" %}', inc=included) == [("x", "inc.html, line 1", ("b",))]


def test_a_page_is_read_once_unless_a_variable_decides_what_it_is() -> None:
    x = "{% partialdef x %}{% endpartialdef %}"
    engine = engine_of({"page.html": x, "other.html": "{% include name %}", "inc.html": x})
    page, other = engine.get_template("page.html"), engine.get_template("other.html")
    for _ in range(2):
        assert [each.name for each in outline(page, {"name": "inc.html"}, Partials())] == ["x"]
        assert [each.name for each in outline(other, {"name": "inc.html"}, Partials())] == ["x"]
    assert outline(other, {}, Partials()) == []
    assert "_htmx_partials_page" in vars(page)
    assert "_htmx_partials_page" not in vars(other)
