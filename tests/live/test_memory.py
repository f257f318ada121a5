from __future__ import annotations

import pytest

from htmx_partials.live import memory
from htmx_partials.live.memory import MemoryBackend


def test_all_that_listen_hear_what_is_published_from_then_on() -> None:
    backend = MemoryBackend("", {})
    backend.publish("before")
    one, two = backend.listen(), backend.listen()
    assert (next(one), next(two)) == (None, None)
    backend.publish("a")
    backend.publish("b")
    assert [next(one), next(one), next(two), next(two)] == ["a", "b", "a", "b"]


def test_silence_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SILENCE", 0.001)
    heard = MemoryBackend("", {}).listen()
    assert [next(heard), next(heard), next(heard)] == [None, None, None]


def test_nothing_is_left_of_who_listens_no_more() -> None:
    backend = MemoryBackend("", {})
    heard = backend.listen()
    next(heard)
    del heard
    assert backend.listeners == []
