"""What docs/lazy.md shows."""


def test_the_partial_takes_the_place_of_what_was_shown_meanwhile(open_page, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = open_page("/?q=x")
        assert "Counting" not in page.html

    assert page.text("#statistics") == "3 contacts"
    assert [exchange.url for exchange in page.requests] == ["/?q=x", "/?q=x"]
    assert [exchange.partials for exchange in page.requests] == [[], ["statistics"]]


def test_without_javascript_the_body_remains(serve_folder, htmx_page):
    assert htmx_page("/", htmx=None).text("#statistics") == "Counting …"
