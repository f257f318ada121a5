from collections.abc import Iterator

import pytest

from contacts.seeds import seed
from tests.sites import example_site


@pytest.fixture(autouse=True)
def address_book(db: None) -> Iterator[None]:
    """The example project, with its thousand contacts."""
    seed()
    with example_site():
        yield
