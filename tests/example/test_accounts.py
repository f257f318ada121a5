import pytest
from django.test import Client

from tests.example.markup import text


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
    assert text(client.get(path).text, "main#content h1") == heading


def test_signing_in_and_out(client: Client) -> None:
    response = client.post("/accounts/login/", {"username": "demo", "password": "demo"}, follow=True)
    assert response.redirect_chain == [("/contacts/", 302)]
    assert text(response.text, ".toast") == "Signed in as demo."

    response = client.post("/accounts/logout/")
    assert text(response.text, "h1") == "Signed out"
    assert text(response.text, ".toast") == "Signed out."


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/", "/accounts/password/done/"])
def test_a_navigation_to_the_sign_in_pages_is_their_content(client: Client, path: str) -> None:
    client.login(username="demo", password="demo")
    page = client.get(path)
    headers = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "content"}
    response = client.get(path, headers=headers)
    assert text(response.text, "h1") == text(page.text, "h1")
    assert text(response.text, "title") == text(page.text, "title")
    for part_of_the_frame in ["<html", "<head>", "<main", 'class="brand"']:
        assert part_of_the_frame not in response.text
    assert "HX-Target" in page["Vary"]
    assert page["Vary"] == response["Vary"]
