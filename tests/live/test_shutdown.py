from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from htmx_partials.live.asgi import with_live
from htmx_partials.live.hub import Hub
from htmx_partials.live.shutdown import SIGNALS, EndStreams, end_streams_at_signals
from tests.live.harness import in_loop, opened, rendered_tokens, wish
from tests.live.test_asgi import elsewhere


@pytest.fixture(autouse=True)
def handled() -> Iterator[list[int]]:
    """The signals that a server handles, as they come."""
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in SIGNALS}
    yield came
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
@in_loop
async def test_streams_end_when_the_server_is_told_to(hub: Hub, handled: list[int], number: int) -> None:
    async with opened(with_live(elsewhere), wish(rendered_tokens())) as page:
        await page.event("open")
        signal.raise_signal(number)
        await page.event("end")
        await page.is_complete.wait()
    assert handled == [number]


def test_the_servers_own_handler_is_wrapped_once(hub: Hub) -> None:
    end_streams_at_signals(hub)
    handler = signal.getsignal(signal.SIGTERM)
    end_streams_at_signals(hub)
    assert signal.getsignal(signal.SIGTERM) is handler


def test_a_signal_that_no_server_handles_is_left_alone(hub: Hub) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    end_streams_at_signals(hub)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_another_thread_cannot_see_to_that(hub: Hub) -> None:
    thread = threading.Thread(target=end_streams_at_signals, args=[hub])
    thread.start()
    thread.join()
    handler: Any = signal.getsignal(signal.SIGTERM)
    assert not isinstance(handler, EndStreams)
