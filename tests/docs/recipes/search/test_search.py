def test_the_list_and_the_count_follow_what_is_typed(people, open_page, assert_wire):
    page = open_page("/")
    assert page.text("#count") == "3 found"

    page.fill("#q", "bo")
    page.tick(0.2)

    assert page.text("#results") == "Cy Borg"
    assert page.text("#count") == "1 found"
    assert page.url == "/?q=bo"
    assert_wire(page.requests[1:])


def test_without_javascript_the_form_loads_the_page(people, open_plain_page):
    page = open_plain_page("/")
    page.fill("#q", "bo")
    page.submit("form")

    assert page.text("#results") == "Cy Borg"
    assert page.url == "/?q=bo"
