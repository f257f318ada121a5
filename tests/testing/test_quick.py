import pytest

from htmx_partials.testing import parsing, quick

MARKUP = '<a id="one" class="x y" href="/" hx-get="/a">1</a><p class="y" title="t">2</p><input type="TEXT" name="q">'


@pytest.mark.parametrize(
    ("css", "names"),
    [
        ("a", ["a"]),
        ("A", ["a"]),
        ("*", ["a", "p", "input"]),
        ("#one", ["a"]),
        (".y", ["a", "p"]),
        ("a.x.y#one[href]", ["a"]),
        ("p.x", []),
        ("[hx-get]", ["a"]),
        ('[hx-get="/a"]', ["a"]),
        ("[name=q], p", ["p", "input"]),
        (" p ", ["p"]),
    ],
)
def test_plain_selectors_match_as_a_selector_engine_does(css, names) -> None:
    fragment = parsing.parse_fragment(MARKUP)
    matcher = quick.matcher(css)
    assert matcher is not None
    assert [element.name for element in parsing.descendants(fragment) if matcher(element)] == names
    assert [element.name for element in fragment.select(css)] == names


@pytest.mark.parametrize("css", ["a b", "a > b", "a:hover", "[type=text]", "a,", "", "a b, c", '[href^="/"]', "1a"])
def test_other_selectors_take_a_selector_engine(css) -> None:
    assert quick.matcher(css) is None
