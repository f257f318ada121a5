import pytest
from bs4 import BeautifulSoup

from htmx_partials.testing import parsing
from htmx_partials.testing.values import control


@pytest.mark.parametrize(
    ("markup", "parsed"),
    [
        ("<p>a<p>b", "<html><head></head><body><p>a</p><p>b</p></body></html>"),
        (
            "<table><tr><td>a</td>b</table>",
            "<html><head></head><body>b<table><tbody><tr><td>a</td></tr></tbody></table></body></html>",
        ),
        ("<!doctype html><!--c-->x", "<!DOCTYPE html><!--c--><html><head></head><body>x</body></html>"),
        (
            "<noscript><p>x</p></noscript>y",
            "<html><head><noscript>&lt;p&gt;x&lt;/p&gt;</noscript></head><body>y</body></html>",
        ),
        (
            '<p title="&amp;&quot;&lt;&nbsp;">&lt;&amp;&nbsp;"</p>',
            '<html><head></head><body><p title="&amp;&quot;&lt;&nbsp;">&lt;&amp;&nbsp;"</p></body></html>',
        ),
        ("<script>a < b</script>", "<html><head><script>a < b</script></head><body></body></html>"),
    ],
)
def test_a_page_is_parsed_and_written_as_a_browser_does(markup, parsed) -> None:
    assert parsing.serialize(parsing.parse_document(markup)) == parsed


@pytest.mark.parametrize(
    ("markup", "parsed"),
    [
        ("<tr><td>x</td></tr>", "<tr><td>x</td></tr>"),
        ("text<td>x", "text<td>x</td>"),
        ("<template><tr></tr></template><!-- c -->", "<template><tr></tr></template>"),
    ],
)
def test_a_fragment_may_begin_with_any_element(markup, parsed) -> None:
    assert parsing.serialize(parsing.parse_fragment(markup)) == parsed


def test_without_scripts_the_inside_of_noscript_is_markup() -> None:
    document = parsing.parse_document("<body><noscript><p>x</p></noscript>", scripting=False)
    assert isinstance(document, BeautifulSoup)
    assert [element.get_text() for element in document.select("noscript p")] == ["x"]


def test_the_inside_of_a_template_is_no_part_of_the_page() -> None:
    document = parsing.parse_document("<template><p>x</p></template>")
    assert document.select("p") == []


def test_attributes_that_are_lists_are_lists() -> None:
    element = parsing.new_element("a", {"class": "a  b", "rel": "c", "id": "d e"})
    assert dict(element.attrs) == {"class": ["a", "b"], "rel": ["c"], "id": "d e"}


def test_a_copy_has_the_contents_and_the_state() -> None:
    (original,) = parsing.children(parsing.parse_fragment('<div class="a"><input><template><i>x</i></template>y</div>'))
    control(next(parsing.descendants(original))).value = "typed"
    made = parsing.copy(original)
    assert parsing.equal(made, original)
    assert parsing.serialize(made) == parsing.serialize(original)
    copied = next(parsing.descendants(made)).control
    assert copied is not None
    assert copied.value == "typed"


@pytest.mark.parametrize("other", ["<i>x</i>", "<b>y</b>", '<b id="b">x</b>', "<b>x<i></i></b>", "x"])
def test_nodes_that_differ_are_not_equal(other) -> None:
    one, two = (parsing.parse_fragment(markup).contents[0] for markup in ("<b>x</b>", other))
    assert not parsing.equal(one, two)
