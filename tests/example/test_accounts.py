import pytest
from bs4 import BeautifulSoup
from django.test import Client


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/password/", "Change your password"),
        ("/accounts/password/done/", "Password changed"),
    ],
)
def test_the_sign_in_pages_are_pages_of_the_site(client: Client, path: str, heading: str) -> None:
    client.login(username="demo", password="demo")
    page = BeautifulSoup(client.get(path).text, "html.parser")
    assert page.select_one("main#content h1").get_text(strip=True) == heading


def test_signing_in_and_out(client: Client) -> None:
    response = client.post("/accounts/login/", {"username": "demo", "password": "demo"}, follow=True)
    assert response.redirect_chain == [("/contacts/", 302)]
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select_one(".toast").get_text(strip=True) == "Signed in as demo."

    response = client.post("/accounts/logout/")
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select_one("h1").get_text(strip=True) == "Signed out"
    assert page.select_one(".toast").get_text(strip=True) == "Signed out."
