"""What docs/fragments.md says of requests, and of what a view may return."""

import pytest

pytestmark = pytest.mark.usefixtures("serve_folder")
FRAGMENT = '<ul id="results"><li>Cy Borg</li><li>Bob Builder</li><li>Ann Onymous</li></ul>'


def answer(client, url="/", **headers):
    response = client.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert response["Vary"].startswith("HX-Request, HX-Boosted, HX-History-Restore-Request, HX-Request-Type, HX-Target")
    text = response.content.decode().strip()
    return "page" if text.startswith("<!doctype") else "fragment" if text == FRAGMENT else text


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "page"),
        ({"HX_Request": "true"}, "fragment"),
        ({"HX_Request": "true", "HX_Request_Type": "partial", "HX_Target": "ul#results"}, "fragment"),
        ({"HX_Request": "true", "HX_History_Restore_Request": "true"}, "page"),
        ({"HX_Request": "true", "HX_Request_Type": "full"}, "page"),
        ({"HX_Request": "true", "HX_Boosted": "true"}, "page"),
        ({"HX_Request": "true", "HX_Boosted": "true", "HX_Target": "results"}, "fragment"),
    ],
)
def test_a_request_gets_the_page_or_the_fragment(client, headers, expected):
    assert answer(client, **headers) == expected


@pytest.mark.parametrize("url", ["/", "/short/", "/list/", "/careful/", "/export/"])
def test_each_way_to_write_a_view_answers_with_both(client, url):
    assert answer(client, url) == "page"
    assert answer(client, url, HX_Request="true") == "fragment"


def test_a_view_may_ask_what_is_asked_for(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert answer(client, "/careful/", HX_Request="true", HX_Target="first") == '<b id="first">Cy Borg</b>'


def test_what_is_no_template_response_is_passed_on(client):
    assert answer(client, "/export/?csv", HX_Request="true") == "name,city"
