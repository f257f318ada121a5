def names(page):
    return [row.get_text() for row in page.select("tbody td:first-child")]


def test_sorting_and_paging_swap_the_table_alone(people, open_page, assert_wire):
    page = open_page("/")
    assert names(page) == ["Borg", "Builder"]

    page.click("thead th:first-child a")
    page.click("thead th:first-child a")
    assert names(page) == ["Onymous", "Builder"]

    page.click("li.next a")
    assert names(page) == ["Borg"]
    assert page.url == "/?sort=-last_name&page=2"
    assert [exchange.partials[0] for exchange in page.requests[1:]] == ["table"] * 3
    assert_wire(page.requests[-1:])


def test_without_javascript_links_are_links(people, open_plain_page):
    page = open_plain_page("/")
    page.click("li.next a")

    assert names(page) == ["Onymous"]
