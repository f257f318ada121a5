import pytest
from django.contrib.auth.models import Permission, User

from htmx_partials.testing import assert_partial


@pytest.fixture
def editor(people):
    people[0].events.create(what="Moved to Vienna")
    editor = User.objects.create(username="editor")
    editor.user_permissions.add(Permission.objects.get(codename="view_event"))
    return editor


def test_who_may_see_the_history_gets_it(editor, open_page, htmx_client, assert_wire):
    htmx_client.force_login(editor)
    page = open_page("/1/")
    page.click("#more")

    assert page.text("#history") == "Moved to Vienna"
    assert_wire(page.requests[1:])


def test_who_may_not_gets_what_everybody_gets(editor, htmx_client):
    response = htmx_client.get("/1/", target="history")

    assert_partial(response, "summary")
    assert "Moved" not in response.content.decode()


def test_without_javascript_the_page_shows_what_one_may_see(editor, open_plain_page, htmx_client):
    assert open_plain_page("/1/").select("#history") == []
    htmx_client.force_login(editor)

    assert open_plain_page("/1/").text("#history") == "Moved to Vienna"
