import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contacts.models import Contact
from tests.example.markup import text, tree


@pytest.fixture
def contact(address_book: None) -> Contact:
    return Contact.objects.filter(notes__isnull=False)[0]


@pytest.mark.parametrize(("tab", "queries"), [("details", 1), ("notes", 2), ("history", 2)])
def test_a_tab_costs_the_contact_and_what_it_shows(
    client: Client, contact: Contact, django_assert_num_queries: DjangoAssertNumQueries, tab: str, queries: int
) -> None:
    with django_assert_num_queries(queries):
        response = client.get(
            contact.get_absolute_url(), {"tab": tab}, headers={"HX-Request": "true", "HX-Target": "tabs"}
        )
    assert [element["id"] for element in tree(response.text).select("body > *")] == ["tabs"]
    assert text(response.text, "#tabs [aria-current]") == tab.capitalize()


@pytest.mark.parametrize("tab", ["details", "notes", "history"])
def test_a_tab_is_that_of_the_page(client: Client, contact: Contact, tab: str) -> None:
    page = client.get(contact.get_absolute_url(), {"tab": tab})
    fragment = client.get(contact.get_absolute_url(), {"tab": tab}, headers={"HX-Request": "true", "HX-Target": "tabs"})
    assert fragment.text.strip() in page.text


def test_a_tab_that_is_none_shows_the_details(client: Client, contact: Contact) -> None:
    page = client.get(contact.get_absolute_url(), {"tab": "passwords"}).text
    assert text(page, "[aria-current]") == "Details"
    assert contact.email in text(page, "#tabs dl")


def test_a_contact_that_is_none_is_not_found(client: Client) -> None:
    assert client.get("/contacts/5000000/").status_code == 404
