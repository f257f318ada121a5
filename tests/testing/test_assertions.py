# ruff: noqa: E501, RUF043 - markup and messages are easier to read as they are
from itertools import count

import pytest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path

from htmx_partials import partial_response, render
from htmx_partials.testing import HtmxClient, assert_partial, assert_partials_match_page
from tests.templates_for_tests import in_memory, serve

SITE_WIDE = "htmx_partials.middleware.HtmxPartialsMiddleware"

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


@partial_response("rows")
def away(request):
    return redirect("/plain/") if request.htmx else render(request, "page.html", {"rows": [1, 2]})


@partial_response(oob=["count"])
def finished(request):
    return HttpResponse("<!doctype html><b id=count>1</b>")


def plain(request):
    return render(request, "page.html", {"rows": []})


urlpatterns = [
    path("good/", good),
    path("bad/", bad),
    path("aimed/", aimed),
    path("listed/", listed),
    path("plain/", plain),
    path("away/", away),
    path("finished/", finished),
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


@pytest.fixture
def match(settings):
    """
    Compare the partials of a page with this template. `fragment` is true in a fragment, and `turn` counts requests.
    """

    def match(html, *names, exclude=(), **declared):
        @partial_response(*names, **declared)
        def view(request):
            return render(request, "page.html", {"fragment": bool(request.htmx), "turn": count().__next__})

        serve(settings, view, {"page.html": f"<!doctype html><title>x</title><body>{html}"}, behind=[SITE_WIDE])
        assert_partials_match_page(Client(), "/", exclude=exclude)

    return match


def test_a_difference_is_shown_as_a_diff_of_both(match) -> None:
    with pytest.raises(AssertionError) as raised:
        match(
            """{% partialdef list inline %}<ul id="list"><li>one</li> <li>{% if fragment %}2{% else %}two{% endif %}</ul>{% endpartialdef %}""",
            "list",
        )
    assert str(raised.value) == (
        "The partial 'list' of / is not what the page shows.\n"
        "--- the page\n"
        "+++ the partial\n"
        "@@ -2,4 +2,4 @@\n"
        "   <li>\n"
        "     one\n"
        "   <li>\n"
        "-    two\n"
        "+    2"
    )


def test_a_partial_without_a_root_is_compared_with_what_its_target_holds(match) -> None:
    html = """<ul id="list">{% partialdef items inline %}<li>{% if fragment %}2{% else %}two{% endif %}</li>{% endpartialdef %}</ul>"""
    with pytest.raises(
        AssertionError, match=r"page shows.\n--- the page\n\+\+\+ the partial\n.*\n <li>\n-  two\n\+  2"
    ):
        match(html, targets={"list": "items"})


def test_an_empty_partial_where_the_page_shows_something(match) -> None:
    html = """{% partialdef my_list inline %}{% if not fragment %}<b id="my-list">x</b>{% endif %}{% endpartialdef %}"""
    with pytest.raises(AssertionError, match="The partial 'my_list' of / is empty, and the page shows: <b id="):
        match(html, "my_list")


def test_a_partial_that_is_empty_in_the_page_too(match) -> None:
    match("{% partialdef list inline %}{% endpartialdef %}", "list")
    match("""<b id="list">{% partialdef list inline %}{% endpartialdef %}</b>""", "list")


def test_a_partial_that_the_page_does_not_show(match) -> None:
    match("""{% partialdef modal %}<form id="edit">x</form>{% endpartialdef %}""", "modal")
    match("""<dialog id="modal"></dialog>{% partialdef modal %}<form>x</form>{% endpartialdef %}""", "modal")


def test_a_partial_of_which_nothing_says_where_it_is(match) -> None:
    html = "{% partialdef modal %}<form>x</form>{% endpartialdef %}"
    with pytest.raises(AssertionError, match=r"where the page at / shows the partial 'modal'.*exclude=\['modal'\]"):
        match(html, "modal")
    match(html, "modal", exclude=["modal"])


def test_a_partial_that_is_not_answered_as_the_page_is() -> None:
    with pytest.raises(AssertionError, match="The partial 'rows' of /away/ was answered with status 302"):
        assert_partials_match_page(Client(), "/away/")


def test_companions_are_compared(match) -> None:
    html = """{% partialdef count inline %}<b id="count">{{ turn }}</b>{% endpartialdef %}"""
    with pytest.raises(AssertionError, match=r"The partial 'count' of / is not what the page shows"):
        match(html, oob=["count"])
    match(html, oob=["count"], exclude=["count"])
    match("""{% partialdef count inline %}<b id="count">1</b>{% endpartialdef %}""", oob=["count"])


def test_companions_of_a_page_that_no_template_response_is() -> None:
    with pytest.raises(AssertionError, match="The page at /finished/ is no TemplateResponse"):
        assert_partials_match_page(Client(), "/finished/")


@pytest.mark.parametrize(
    "inside",
    [
        """<!-- {{ fragment }} -->x""",
        """<form hx-headers='{"X-CSRFToken": "{{ csrf_token }}"}'>{% csrf_token %}</form>""",
        """<script nonce="{{ request.htmx }}">const csrf = "{{ csrf_token }}"</script>""",
    ],
)
def test_what_differs_from_answer_to_answer_may_differ(match, inside) -> None:
    match(f"""{{% partialdef list inline %}}<div id="list">{inside}</div>{{% endpartialdef %}}""", "list")


def test_site_wide_companions_and_the_title_are_apart(match, settings) -> None:
    settings.HTMX_PARTIALS_OOB = {"title": None, "nav": None}
    html = (
        """{% partialdef title %}<title>x</title>{% endpartialdef %}"""
        """{% partialdef nav %}<nav id="nav">{{ fragment }}</nav>{% endpartialdef %}"""
        """{% partialdef list inline %}<b id="list">x</b>{% endpartialdef %}"""
    )
    match(html, "list")


def test_a_title_of_its_own_is_compared(match) -> None:
    match("{% partialdef title %}<title>x</title>{% endpartialdef %}", "title")


def test_a_view_that_declares_nothing() -> None:
    with pytest.raises(AssertionError, match="The view at /plain/ declares no partials"):
        assert_partials_match_page(Client(), "/plain/")
