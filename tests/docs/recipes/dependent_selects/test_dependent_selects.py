def options(page):
    return [option.get_text() for option in page.select("[name=city] option")]


def test_the_cities_are_those_of_the_country(open_page, assert_wire):
    page = open_page("/")
    assert options(page) == ["Choose one"]

    page.choose("[name=country]", "Ireland")
    assert options(page) == ["Choose one", "Cork", "Dublin"]
    assert_wire(page.requests[1:])

    page.choose("[name=city]", "Cork")
    page.click("[value=save]")
    assert page.client.session["city"] == "Cork"


def test_a_city_of_another_country_is_not_taken(open_page):
    page = open_page("/")
    page.choose("[name=country]", "Ireland")
    page.choose("[name=city]", "Cork")
    token = page.value("[name=csrfmiddlewaretoken]")
    sent = {"country": "Austria", "city": "Cork", "_action": "save", "csrfmiddlewaretoken": token}
    response = page.client.post("/", sent, htmx=True)

    assert "Cork is not one of the available choices." in response.content.decode()


def test_without_javascript_a_button_shows_the_cities(open_plain_page):
    page = open_plain_page("/")
    page.choose("[name=country]", "Ireland")
    page.click("noscript button")
    assert options(page) == ["Choose one", "Cork", "Dublin"]

    page.choose("[name=city]", "Cork")
    page.click("[value=save]")
    assert page.text("main > p") == "You live in Cork."
