from collections.abc import Iterator

import pytest

from tests.sites import example_site


@pytest.fixture(autouse=True)
def _address_book() -> Iterator[None]:
    with example_site():
        yield
