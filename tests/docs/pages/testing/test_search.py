import pytest

from contacts.models import Contact


@pytest.mark.django_db
def test_search_shows_who_is_found(htmx_page):
    Contact.objects.create(first_name="Ann", last_name="Onymous", email="ann@example.org")
    Contact.objects.create(first_name="Bob", last_name="Builder", email="bob@example.org")
    page = htmx_page("/contacts/")
    page.fill("#q", "ann")
    page.tick(0.2)  # hx-trigger="input delay:200ms"
    assert page.text("#rows tr th") == "Ann Onymous"
    assert page.text("#count") == "1 contact"
    assert page.url == "/contacts/?q=ann"
    assert page.requests[-1].partials[0] == "rows"
