# ruff: noqa: E501, RUF043 - markup and messages are easier to read as they are
import pytest
from django.test import Client
from django.urls import path

from htmx_partials import partial_response, render
from htmx_partials.testing import HtmxClient, assert_partial, assert_partials_match_page
from tests.templates_for_tests import in_memory

PAGE = (
    '<!doctype html><body>{% csrf_token %}<script nonce="{{ nonce }}"></script>'
    '{% partialdef count inline %}<b id="count">{{ rows|length }}</b>{% endpartialdef %}'
    '{% partialdef rows inline %}<ul id="rows">{% for row in rows %}<li id="row-{{ row }}">{{ row }}</li>{% endfor %}</ul>{% endpartialdef %}'
    '{% partialdef listed inline %}<template id="listed"><script nonce="{{ nonce }}"></script></template>{% endpartialdef %}'
    '{% partialdef wrong inline %}<i id="wrong">{% if request.htmx %}x{% else %}y{% endif %}</i>{% endpartialdef %}'
)


@partial_response("rows", oob=["count"])
def good(request):
    return render(request, "page.html", {"rows": [1, 2]})


@partial_response("wrong")
def bad(request):
    return render(request, "page.html", {"rows": []})


@partial_response("rows", targets={"list": "rows", "row-*": "rows", "content": None})
def aimed(request):
    return render(request, "page.html", {"rows": [1, 2]})


@partial_response("listed", targets={"none-*": "rows"})
def listed(request):
    return render(request, "page.html", {"rows": [1, 2], "nonce": id(request)})


def plain(request):
    return render(request, "page.html", {"rows": []})


urlpatterns = [
    path("good/", good),
    path("bad/", bad),
    path("aimed/", aimed),
    path("listed/", listed),
    path("plain/", plain),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _templates(settings):
    settings.TEMPLATES = [in_memory({"page.html": PAGE})]


def test_a_partial_with_its_companion() -> None:
    assert_partial(HtmxClient().get("/good/", htmx=True), "rows", oob=["count"])
    assert_partial(HtmxClient().get("/good/", htmx=4), "rows", oob=["count"])


def test_a_page_is_no_partial() -> None:
    with pytest.raises(AssertionError, match="Not the partial 'rows' but the page 'page.html' was rendered"):
        assert_partial(HtmxClient().get("/good/"), "rows")


def test_another_partial() -> None:
    with pytest.raises(AssertionError, match="Not the partial 'count' but 'rows' was rendered"):
        assert_partial(HtmxClient().get("/good/", htmx=True), "count")


def test_a_companion_that_did_not_come() -> None:
    with pytest.raises(AssertionError, match=r"Out of band, \['nav'\] did not come along"):
        assert_partial(HtmxClient().get("/good/", htmx=True), "rows", oob=["nav"])


def test_a_companion_that_was_not_expected() -> None:
    with pytest.raises(AssertionError, match=r"Out of band, \[\] were expected, and these came: \['<b"):
        assert_partial(HtmxClient().get("/good/", htmx=True), "rows")


def test_a_response_without_templates() -> None:
    with pytest.raises(AssertionError, match="No template was rendered for this response"):
        assert_partial(object(), "rows")


def test_fragments_that_are_what_the_page_shows() -> None:
    assert_partials_match_page(Client(), "/good/")
    assert_partials_match_page(Client(), "/aimed/")


def test_nonces_may_differ_in_templates_too_and_patterns_need_not_be_on_the_page() -> None:
    assert_partials_match_page(Client(), "/listed/")


def test_a_fragment_that_is_not_what_the_page_shows() -> None:
    with pytest.raises(
        AssertionError,
        match=r"The partial 'wrong' of /bad/ is not what the page shows.\nThe partial: <i id=\"wrong\">x</i>",
    ):
        assert_partials_match_page(Client(), "/bad/")


def test_a_view_that_declares_nothing() -> None:
    with pytest.raises(AssertionError, match="The view at /plain/ declares no partials"):
        assert_partials_match_page(Client(), "/plain/")
