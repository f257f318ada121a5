def toasts(page):
    return [toast.get_text() for toast in page.select("#toasts .toast")]


def test_a_message_goes_along_with_whatever_answers(people, open_page, assert_wire):
    page = open_page("/")
    page.click("#delete-2")
    assert toasts(page) == ["Deleted Bob Builder."]

    page.click("#greet-1")
    assert page.text("#greet-1") == "Greeted"
    assert toasts(page) == ["Deleted Bob Builder.", "Wrote to Ann Onymous."]
    assert_wire(page.requests[-1:])

    page.reload()
    assert toasts(page) == []


def test_without_javascript_the_message_is_on_the_next_page(people, open_plain_page):
    page = open_plain_page("/")
    page.click("#delete-2")

    assert toasts(page) == ["Deleted Bob Builder."]
