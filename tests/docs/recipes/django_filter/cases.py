def test_the_list_follows_the_filters(people, open_page, assert_wire):
    page = open_page("/")
    page.fill("[name=last_name__icontains]", "bo")
    page.tick(0.2)
    assert page.text("#results") == "Cy Borg"
    assert_wire(page.requests[1:])

    page.fill("[name=city]", "Graz")
    page.tick(0.2)
    assert page.text("#results") == ""


def test_without_javascript_the_button_filters(people, open_plain_page):
    page = open_plain_page("/")
    page.fill("[name=city]", "Graz")
    page.submit("form")

    assert page.text("#results") == "Bob Builder"
