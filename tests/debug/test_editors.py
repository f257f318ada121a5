"""Links that open a template in an editor."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from htmx_partials.debug.editors import editor_link
from htmx_partials.fragments import Location

FILE = Location("page.html", "/srv/some project/page.html", 7)


def test_the_default() -> None:
    assert editor_link(FILE) == "vscode://file//srv/some%20project/page.html:7"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("pycharm://open?file={path}&line={line}", "pycharm://open?file=/srv/some%20project/page.html&line=7"),
        ("editor://{path}", "editor:///srv/some%20project/page.html"),
        (None, ""),
        ("", ""),
    ],
)
def test_other_editors(settings: Any, url: str | None, link: str) -> None:
    settings.HTMX_PARTIALS_EDITOR = url
    assert editor_link(FILE) == link


def test_a_whole_template() -> None:
    assert editor_link(Location("page.html", "/page.html", None)) == "vscode://file//page.html:1"


@pytest.mark.parametrize("location", [None, Location("page.html", "page.html", 1)])
def test_what_is_in_no_file_has_no_link(location: Location | None) -> None:
    assert editor_link(location) == ""


def test_a_setting_that_does_not_say_where_the_path_goes(settings: Any) -> None:
    settings.HTMX_PARTIALS_EDITOR = "vscode://file"
    with pytest.raises(ImproperlyConfigured, match="HTMX_PARTIALS_EDITOR = 'vscode://file' does not say where"):
        editor_link(FILE)
