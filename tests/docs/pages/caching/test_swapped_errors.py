"""A site whose htmx swaps answers with 422."""

from typing import Any

import pytest
from django.http import HttpResponse

from htmx_partials import partial_response, render
from htmx_partials.testing import HtmxClient
from tests.docs.pages.caching.settings import HTMX_PARTIALS_SWAPPED_ERRORS
from tests.templates_for_tests import serve

PAGE = """
{% partialdef form inline %}<form id="form"></form>{% endpartialdef %}
{% partialdef count inline %}<p id="count">{{ count }}</p>{% endpartialdef %}
"""


@partial_response("form")
def view(request: Any) -> HttpResponse:
    return render(request, "page.html", {"count": 3}, status=422)


@pytest.mark.parametrize("swapped", [False, True])
def test_companions_go_along_with_errors_that_are_swapped(settings: Any, swapped: bool):
    settings.HTMX_PARTIALS_OOB = ["count"]
    if swapped:
        settings.HTMX_PARTIALS_SWAPPED_ERRORS = HTMX_PARTIALS_SWAPPED_ERRORS
    serve(settings, view, {"page.html": PAGE})
    answer = HtmxClient().get("/", htmx=True).content.decode()

    assert answer.startswith('<form id="form"></form>')
    assert ('id="count"' in answer) is swapped
