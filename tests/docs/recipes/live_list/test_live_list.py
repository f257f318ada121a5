import json
import re

import pytest

from htmx_partials.live.hub import current_hub
from htmx_partials.testing import HtmxClient, HtmxPage
from tests.live.test_hub import comes

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture(autouse=True)
def _listening():
    current_hub().start()
    assert current_hub().is_listening.wait(5)


def says(client, element):
    """What the stream says to the page with this element."""
    wish = {"fresh": [element["data-live"]], "followed": [], "since": None}
    return client.post("/live/", json.dumps(wish), content_type="application/json").content.decode()


def names(markup):
    return re.findall(r"(\w+) (?:Onymous|Builder|Borg)", str(markup))


def test_what_somebody_else_changes_is_told_and_then_shown(open_page, django_capture_on_commit_callbacks):
    page = open_page("/")
    rows = page.find("#rows")
    assert page.find("script[data-live-stream]")["data-live-stream"] == "/live/"
    assert "event: changed" not in says(page.client, rows)

    somebody_else = HtmxPage("/", client=HtmxClient(), htmx=None)
    with django_capture_on_commit_callbacks(execute=True):
        somebody_else.submit("#rows form")

    assert comes(lambda: "event: changed" in says(page.client, rows))
    assert names(page.client.get(rows["data-live-url"], target="rows").content.decode()) == ["Bob", "Ann"]


def test_the_reader_who_archives_gets_the_rows_at_once(open_page):
    page = open_page("/")
    page.submit("#rows form")

    assert names(page.find("#rows")) == ["Bob", "Ann"]
    assert page.find("#rows")["data-live-url"] == "/"


def test_without_javascript_the_page_is_as_it_was_loaded(open_plain_page):
    page = open_plain_page("/")
    page.submit("#rows form")

    assert names(page.find("#rows")) == ["Bob", "Ann"]
