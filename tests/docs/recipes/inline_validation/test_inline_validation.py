from contacts.models import Contact


def test_a_field_is_checked_when_one_leaves_it(people, open_page, assert_wire):
    page = open_page("/")
    page.fill("[name=last_name]", "Other")
    page.fill("[name=email]", "ann@example.org")

    assert page.text("#errors-email") == "Contact with this Email already exists."
    assert page.text("#errors-first_name") == ""
    assert page.value("[name=last_name]") == "Other"
    assert_wire(page.requests[-1:])


def test_sending_the_form_checks_it_as_a_whole(people, open_page):
    page = open_page("/")
    for name, value in (("first_name", "Dee"), ("last_name", "Zaster"), ("email", "ann@example.org")):
        page.fill(f"[name={name}]", value)
    page.click("#new button")
    assert page.text("#errors-email") == "Contact with this Email already exists."

    page.fill("[name=email]", "dee@example.org")
    page.click("#new button")
    assert page.text("h1") == "Dee Zaster"
    assert page.url == Contact.objects.get(email="dee@example.org").get_absolute_url()


def test_without_javascript_the_form_says_all_that_is_wrong(people, open_plain_page):
    page = open_plain_page("/")
    for name, value in (("first_name", " "), ("last_name", "Zaster"), ("email", "ann@example.org")):
        page.fill(f"[name={name}]", value)
    page.click("#new button")

    assert page.text("#errors-first_name") == "This field is required."
    assert page.text("#errors-email") == "Contact with this Email already exists."
