"""The releases of htmx in the tests of this folder."""

import pytest
from playwright.sync_api import Page

from tests.differential.releases import Release

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_page_has_the_release_that_the_test_names(page: Page, release: Release) -> None:
    page.goto("/regions/")
    assert page.evaluate("htmx.version") == release.version
