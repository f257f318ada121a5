import pytest
from django.contrib.auth.models import User


@pytest.fixture
def ann(people, htmx_client):
    user = User.objects.create_user("ann", password="secret")
    htmx_client.force_login(user)
    return user


def sign_in(page):
    page.fill("[name=username]", "ann")
    page.fill("[name=password]", "secret")
    page.submit("form")


def test_the_login_page_takes_the_place_of_the_page(ann, open_page, htmx_client, assert_wire):
    page = open_page("/?q=vienna")
    htmx_client.logout()
    page.fill("#q", "graz")
    page.submit("form")

    assert page.url == "/login/?next=/%3Fq%3Dvienna"
    assert page.select("#results") == []
    assert_wire(page.requests[1:2])

    sign_in(page)
    assert page.url == "/?q=vienna"


def test_without_javascript_django_does_it(ann, open_plain_page, htmx_client):
    page = open_plain_page("/")
    htmx_client.logout()
    page.fill("#q", "graz")
    page.submit("form")
    sign_in(page)

    assert page.url == "/?q=graz"
    assert page.text("#results") == "Bob Builder"
