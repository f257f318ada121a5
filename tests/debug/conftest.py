import pytest

from htmx_partials.debug import showing


@pytest.fixture(autouse=True)
def no_pages_were_sent() -> None:
    showing.page_sizes.clear()
