import pytest

from htmx_partials.testing import parsing, selectors
from htmx_partials.testing.values import check

DOCUMENT = '<div id="d"><p id="a">a<b id="in">in</b></p><input type="checkbox" id="c" name="n"><p id="z">z</p></div>'


@pytest.fixture
def document():
    return parsing.parse_document(DOCUMENT)


def names(elements) -> list[str]:
    return [element["id"] for element in elements]


def test_matches_in_document_order(document) -> None:
    assert names(selectors.query_all(document, "p, b, div > input")) == ["a", "in", "c", "z"]


def test_checked_is_what_is_checked_now(document) -> None:
    assert selectors.query(document, "input:checked") is None
    check(selectors.one(document, "input"), True)
    assert selectors.one(document, "input:checked").attrs == {"type": "checkbox", "id": "c", "name": "n"}
    assert selectors.matches(selectors.one(document, "#c"), ":checked")


def test_what_is_around_before_and_after(document) -> None:
    inner, last = selectors.one(document, "#in"), selectors.one(document, "#z")
    assert selectors.closest(inner, "div") is selectors.by_id(document, "d")
    assert selectors.closest(inner, "form") is None
    assert selectors.following(document, inner, "p") is last
    assert selectors.preceding(document, last, "p") is selectors.by_id(document, "a")
    assert selectors.preceding(document, inner, "p") is None
    assert selectors.sibling(last, 1) is None


def test_what_was_taken_out_stands_nowhere(document) -> None:
    element = selectors.one(document, "#a").extract()
    assert not selectors.connected(element)
    assert selectors.sibling(element, 1) is None
    with pytest.raises(AssertionError, match="stands nowhere"):
        selectors.parent_of(element)
