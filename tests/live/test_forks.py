from __future__ import annotations

import os

import pytest

from htmx_partials.live.forks import after_fork
from htmx_partials.live.moments import own_changes
from htmx_partials.live.publishing import current_publisher


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_process_that_was_forked_has_connections_and_changes_of_its_own() -> None:
    current_publisher()
    name = own_changes().name
    read, write = os.pipe()
    if os.fork() == 0:
        is_anew = current_publisher.cache_info().currsize == 0 and own_changes().name != name
        os.write(write, str(is_anew).encode())
        os._exit(0)
    os.wait()
    assert os.read(read, 9) == b"True"
    os.close(read)
    os.close(write)


def test_where_no_process_is_forked_nothing_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "register_at_fork")
    after_fork(lambda: pytest.fail("there was no fork"))
