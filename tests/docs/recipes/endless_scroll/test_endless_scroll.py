def test_the_next_rows_take_the_place_of_the_last_one(people, open_page, assert_wire):
    page = open_page("/")
    page.trigger("#more", "revealed")

    assert [each.get_text() for each in page.select("li")] == ["Cy Borg", "Bob Builder", "Ann Onymous"]
    assert_wire(page.requests[1:])


def test_without_javascript_the_last_row_is_a_link(people, open_plain_page):
    page = open_plain_page("/")
    page.click("#more a")

    assert [each.get_text() for each in page.select("li")] == ["Ann Onymous"]
    assert page.url == "/?page=2"
