from collections.abc import Iterator

import pytest

from contacts.seeds import seed
from tests.sites import example_site, fill_anew


@pytest.fixture(autouse=True)
def address_book(db: None) -> Iterator[None]:
    """The example project, with its thousand contacts."""
    fill_anew(seed)
    with example_site():
        yield
