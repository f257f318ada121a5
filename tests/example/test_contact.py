import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contacts.models import Contact


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
    (section,) = BeautifulSoup(response.text, "html.parser").find_all(recursive=False)
    assert section["id"] == "tabs"
    assert section.select_one("[aria-current]").get_text(strip=True) == tab.capitalize()


@pytest.mark.parametrize("tab", ["details", "notes", "history"])
def test_a_tab_is_that_of_the_page(client: Client, contact: Contact, tab: str) -> None:
    page = client.get(contact.get_absolute_url(), {"tab": tab})
    fragment = client.get(contact.get_absolute_url(), {"tab": tab}, headers={"HX-Request": "true", "HX-Target": "tabs"})
    assert fragment.text.strip() in page.text


def test_a_tab_that_is_none_shows_the_details(client: Client, contact: Contact) -> None:
    page = BeautifulSoup(client.get(contact.get_absolute_url(), {"tab": "passwords"}).text, "html.parser")
    assert page.select_one("[aria-current]").get_text(strip=True) == "Details"
    assert contact.email in page.select_one("#tabs dl").get_text()


def test_a_contact_that_is_none_is_not_found(client: Client) -> None:
    assert client.get("/contacts/5000000/").status_code == 404
