"""What docs/partials.md says of names, and of what stands around a partial."""

import pytest
from django.contrib.auth.models import Permission, User

pytestmark = pytest.mark.usefixtures("serve_folder")

FILTERS = '<form id="filters" aria-label="Find contacts"><input name="q"></form>'
RESULTS = '<ul id="results"><li>Cy Borg</li><li>Bob Builder</li></ul>'


@pytest.fixture
def reader(htmx_client):
    user = User.objects.create(username="ann")
    user.user_permissions.add(Permission.objects.get(codename="view_contact"))
    htmx_client.force_login(user)


def fragment(client, name, url="/"):
    return client.get(url, {"_partial": name}, htmx=True).content.decode().strip()


def test_the_test_around_a_partial_holds(htmx_client):
    assert fragment(htmx_client, "results") == ""


def test_with_and_include_around_a_partial_count(reader, htmx_client):
    assert fragment(htmx_client, "results") == RESULTS
    assert fragment(htmx_client, "filters") == FILTERS


def test_a_block_is_a_fragment_as_well(reader, htmx_client):
    content = fragment(htmx_client, "content")

    assert content.startswith(FILTERS)
    assert content.endswith(RESULTS)


def test_a_name_that_is_not_declared_gets_the_default(reader, htmx_client):
    assert fragment(htmx_client, "title") == RESULTS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("notes.html#form", '<form id="form"></form>'),
        ("notes.html#", '<aside><form id="form"></form></aside>'),
        ("block:title", "Contacts"),
    ],
)
def test_names_may_say_where_to_look(htmx_client, name, expected):
    assert fragment(htmx_client, name, "/names/") == expected
