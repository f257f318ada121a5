def names(page):
    return [row.get_text() for row in page.select("tbody td:first-child")]


def test_the_list_follows_the_filter(people, open_page, assert_wire):
    page = open_page("/contact/")
    assert names(page) == ["Cy", "Bob", "Ann"]

    page.fill("[name=city]", "Graz")
    page.submit("form")
    assert names(page) == ["Bob"]
    assert_wire(page.requests[1:])


def test_its_other_pages_are_pages(people, open_page):
    page = open_page("/contact/")
    page.click("#results a[href='/contact/1/edit/']")
    page.fill("[name=first_name]", "Anna")
    page.submit("form")

    assert "Anna" in page.text("main")
    assert page.url == "/contact/1/"


def test_without_javascript_the_button_filters(people, open_plain_page):
    page = open_plain_page("/contact/")
    page.fill("[name=city]", "Graz")
    page.submit("form")

    assert names(page) == ["Bob"]
