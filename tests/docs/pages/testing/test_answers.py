import pytest

from contacts.models import Contact
from htmx_partials.testing import assert_partial, assert_partials_match_page


@pytest.mark.django_db
def test_the_answer_to_a_search_is_the_rows(htmx_client):
    Contact.objects.create(first_name="Ann", last_name="Onymous", email="ann@example.org")
    response = htmx_client.get("/contacts/", {"q": "ann"}, htmx=True, target="rows")
    assert_partial(response, "rows", oob=["count", "columns", "title"])


@pytest.mark.django_db
def test_each_fragment_is_what_the_page_shows(htmx_client):
    Contact.objects.create(first_name="Ann", last_name="Onymous", email="ann@example.org")
    assert_partials_match_page(htmx_client, "/contacts/", exclude=["row", "errors"])
