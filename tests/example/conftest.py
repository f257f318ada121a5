from collections.abc import Iterator

import pytest

from tests.sites import example_site, seed_anew


@pytest.fixture(autouse=True)
def address_book(db: None) -> Iterator[None]:
    """The example project, with its thousand contacts."""
    seed_anew()
    with example_site():
        yield
