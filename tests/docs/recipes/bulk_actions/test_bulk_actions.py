def test_rows_count_and_a_toast_come_in_one_answer(people, open_page, assert_wire):
    page = open_page("/")
    page.check("[value='1']")
    page.check("[value='2']")
    page.click("form button")

    assert [each.get_text(strip=True) for each in page.select("#rows li")] == ["Cy Borg"]
    assert page.text("#count") == "1 contacts"
    assert page.text("#toasts .toast") == "Archived 2."
    assert_wire(page.requests[1:])


def test_without_javascript_one_is_led_back_to_the_list(people, open_plain_page):
    page = open_plain_page("/")
    page.check("[value='1']")
    page.check("[value='2']")
    page.click("form button")

    assert [each.get_text(strip=True) for each in page.select("#rows li")] == ["Cy Borg"]
    assert page.text("#toasts .toast") == "Archived 2."
    assert [exchange.status for exchange in page.requests] == [200, 303, 200]
