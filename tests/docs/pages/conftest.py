"""A page of the docs quotes a folder: its views and URLs, its templates. Its tests ask them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contacts.models import Contact
from htmx_partials.testing import HtmxPage
from tests.settings import MIDDLEWARE, TEMPLATES


@pytest.fixture
def serve_folder(request: pytest.FixtureRequest, settings: Any, db: None) -> None:
    """Serve the views in the folder of the test, with its templates and the middleware of the whole site."""
    folder = request.path.parent
    settings.ROOT_URLCONF = f"{__package__}.{folder.name}.views"
    settings.TEMPLATES = [TEMPLATES[0] | {"DIRS": [folder]}]
    settings.MIDDLEWARE = [*MIDDLEWARE, "htmx_partials.middleware.HtmxPartialsMiddleware"]
    Contact.objects.bulk_create(
        [
            Contact(pk=1, first_name="Ann", last_name="Onymous", email="ann@example.org", city="Vienna"),
            Contact(pk=2, first_name="Bob", last_name="Builder", email="bob@example.org", city="Graz"),
            Contact(pk=3, first_name="Cy", last_name="Borg", email="cy@example.org", city="Vienna"),
        ]
    )


@pytest.fixture(params=[2, 4], ids=["htmx-2", "htmx-4"])
def open_page(request: pytest.FixtureRequest, serve_folder: None, htmx_page: Any) -> Callable[..., HtmxPage]:
    return lambda url="/", **options: htmx_page(url, htmx=request.param, **options)
