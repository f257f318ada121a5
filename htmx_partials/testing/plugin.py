"""The pytest plugin with the fixtures `htmx_client` and `htmx_page`. It imports nothing until one of them is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from . import HtmxClient, HtmxPage


@pytest.fixture
def htmx_client() -> HtmxClient:
    """Django's test client, sending the headers of htmx: `htmx_client.get("/", htmx=True, target="results")`."""
    from . import HtmxClient

    return HtmxClient()


@pytest.fixture
def htmx_page(htmx_client: HtmxClient) -> Callable[..., HtmxPage]:
    """
    Open pages without a browser: `page = htmx_page("/contacts/", htmx=4)`.

    The page uses the client of `htmx_client`, so that `htmx_client.force_login(user)` logs in for the page as well.
    """
    from . import HtmxPage

    def open_page(url: str, *, client: HtmxClient | None = None, **options: Any) -> HtmxPage:
        return HtmxPage(url, client=client or htmx_client, **options)

    return open_page
