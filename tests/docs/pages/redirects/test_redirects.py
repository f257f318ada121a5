"""What docs/redirects.md says of redirects in answer to htmx."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("serve_folder")


def leave(client, to, **options):
    return client.post("/", {"_action": "leave", "to": to}, **options)


def test_a_redirect_is_followed_by_the_browser_as_a_whole(htmx_client):
    response = leave(htmx_client, "/elsewhere/", htmx=True)

    assert response.status_code == 200
    assert response["HX-Redirect"] == "/elsewhere/"
    assert "no-store" in response["Cache-Control"]


def test_one_to_the_same_path_stays_a_redirect(htmx_client):
    response = leave(htmx_client, "/?page=2", htmx=True)

    assert (response.status_code, response["Location"]) == (303, "/?page=2")


def test_one_for_anybody_else_stays_a_redirect(htmx_client):
    assert leave(htmx_client, "/elsewhere/").status_code == 302


def test_a_subclass_may_answer_otherwise(htmx_client, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:-1], "tests.docs.pages.redirects.middleware.Middleware"]
    there = json.loads(leave(htmx_client, "/radio/", htmx=True)["HX-Location"])

    assert there == {"path": "/radio/", "target": "#content", "select": "#content"}
    assert leave(htmx_client, "/elsewhere/", htmx=True)["HX-Redirect"] == "/elsewhere/"
