def test_components_in_a_partial_in_a_component(people, open_page, assert_wire):
    page = open_page("/")
    assert len(page.select(".card .card")) == 3

    page.fill("#q", "graz")
    page.submit("form")
    assert page.text("#results") == "Bob Builder Graz"
    assert len(page.select(".card .card")) == 1
    assert_wire(page.requests[1:])


def test_without_javascript_the_page_comes(people, open_plain_page):
    page = open_plain_page("/")
    page.fill("#q", "graz")
    page.submit("form")

    assert page.text("#results") == "Bob Builder Graz"
