import pytest

from htmx_partials.testing.urls import join, path_of, with_query

BASE = "http://testserver/q/?a=1#b"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("?", "http://testserver/q/?"),
        ("?b=2", "http://testserver/q/?b=2"),
        ("", "http://testserver/q/?a=1"),
        ("#", "http://testserver/q/?a=1#"),
        ("../a b", "http://testserver/a%20b"),
        ("//example.org", "http://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_links_are_joined_as_the_url_standard_has_it(link, url) -> None:
    assert join(link, BASE) == url


def test_what_is_no_url_is_named() -> None:
    with pytest.raises(AssertionError, match=r"' is no URL. The page is at http://testserver/q/"):
        join("http://[", BASE)


@pytest.mark.parametrize(
    ("url", "path"), [(BASE, "/q/?a=1#b"), ("https://testserver", "/"), ("/x?y", "/x?y"), ("mailto:a", "mailto:a")]
)
def test_the_path_of_a_url(url, path) -> None:
    assert path_of(url) == path


def test_a_query_takes_the_place_of_another() -> None:
    assert with_query(BASE, "c=3") == "http://testserver/q/?c=3#b"


def test_a_link_that_is_no_url_leads_nowhere(play) -> None:
    page = play('<div hx-boost="true"><a href="http://[">x</a></div>')
    with pytest.raises(AssertionError, match="is no URL"):
        page.click("a")
