from __future__ import annotations

import pytest

from htmx_partials.live import history
from htmx_partials.live.history import BEFORE, History
from htmx_partials.live.moments import CURSOR, MARGIN, Change, Moment, process

ANNA, BERT = Change("anna", 1), Change("bert", 1)


class Clock:
    at = 1_000_000

    def now(self) -> int:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(process, "now", clock.now)
    return clock


@pytest.fixture
def heard(clock: Clock) -> History:
    """What a process has heard that began at 1,000,000 and remembers 300 seconds, and sessions for 1,000."""
    return History(remember=300, max_age=1000)


def rendered(at: int, by: str = "", number: int = 0, where: str | None = None) -> Moment:
    return Moment(at, where or process.name, by, number)


def test_a_page_hears_what_changed_since_its_request_began(clock: Clock, heard: History) -> None:
    clock.at += 10
    heard.add(["a", "b"], ANNA)
    assert heard.since_rendering(["a"], rendered(clock.at - 1)) == [ANNA]
    assert heard.since_rendering(["a"], rendered(clock.at)) == [ANNA]
    assert heard.since_rendering(["a"], rendered(clock.at + 1)) == []
    assert heard.since_rendering(["c"], rendered(clock.at)) == []


def test_a_page_of_another_process_hears_what_changed_shortly_before_as_well(clock: Clock, heard: History) -> None:
    heard.add(["a"], ANNA)
    assert heard.since_rendering(["a"], rendered(clock.at + MARGIN, where="other")) == [ANNA]
    assert heard.since_rendering(["a"], rendered(clock.at + MARGIN + 1, where="other")) == []


def test_a_page_does_not_hear_what_its_own_request_changed_before_it_was_rendered(heard: History) -> None:
    heard.add(["a"], Change("anna", 2))
    assert heard.since_rendering(["a"], rendered(9, "anna", 1)) == [("anna", 2)]
    assert heard.since_rendering(["a"], rendered(9, "anna", 2)) == []
    assert heard.since_rendering(["a"], rendered(9, "bert", 2)) == [("anna", 2)]


def test_it_does_hear_what_others_changed_in_between(clock: Clock, heard: History) -> None:
    heard.add(["a"], BERT)
    clock.at += 10
    heard.add(["a"], ANNA)
    heard.add(["a"], Change("anna", 2))
    assert heard.since_rendering(["a"], rendered(clock.at - 5, "anna", 2)) == []
    assert heard.since_rendering(["a"], rendered(clock.at - 10, "anna", 2)) == [("anna", 2)]


def test_a_row_hears_that_all_rows_have_changed(clock: Clock, heard: History) -> None:
    heard.add(["shop.Item", "shop.Item:*"], ANNA)
    assert heard.since_rendering(["shop.Item:5"], rendered(clock.at)) == [ANNA]
    assert heard.since_rendering(["shop.Other:5"], rendered(clock.at)) == []


def test_a_cursor_of_this_process_is_exact(clock: Clock, heard: History) -> None:
    heard.add(["a"], ANNA)
    cursor = heard.cursor()
    assert heard.since_cursor(["a"], cursor) == []
    heard.add(["a"], BERT)
    assert heard.since_cursor(["a"], cursor) == [BERT]
    assert heard.since_cursor(["a"], heard.cursor()) == []


def test_a_cursor_of_another_process_leaves_room_for_its_clock(clock: Clock, heard: History) -> None:
    heard.add(["a"], ANNA)
    assert heard.since_cursor(["a"], Moment(clock.at + MARGIN, "other", CURSOR, 99)) == [ANNA]
    assert heard.since_cursor(["a"], Moment(clock.at + MARGIN + 1, "other", CURSOR, 0)) == []


def test_what_is_older_than_a_few_minutes_is_forgotten(clock: Clock, heard: History) -> None:
    heard.add(["a"], ANNA)
    clock.at += 300_000
    heard.add(["b"], ANNA)
    assert heard.remembers(rendered(1_000_000))
    clock.at += 1
    heard.add(["c"], ANNA)
    assert heard.since_rendering(["a", "b"], rendered(0)) == [ANNA]
    assert not heard.remembers(rendered(1_000_000))
    assert heard.remembers(rendered(1_000_001))


def test_where_nothing_changed_nothing_is_forgotten(clock: Clock, heard: History) -> None:
    clock.at += 10_000_000
    assert heard.remembers(rendered(1_000_000))
    assert not heard.remembers(rendered(999_999))


def test_a_topic_that_changes_often_is_remembered_once(clock: Clock, heard: History) -> None:
    for number in range(1000):
        heard.add(["a"], Change("anna", number))
    assert len(heard.changes) == 1


def test_so_many_topics_are_remembered_and_no_more(
    clock: Clock, heard: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST", 2)
    for topic in "abc":
        clock.at += 10
        heard.add([topic], ANNA)
    assert list(heard.changes) == ["b", "c"]
    assert not heard.remembers(rendered(1_000_010))
    assert heard.remembers(rendered(1_000_011))


def test_after_a_gap_nothing_from_before_is_known(clock: Clock, heard: History) -> None:
    heard.add(["a"], ANNA)
    cursor = heard.cursor()
    clock.at += 10
    heard.begin()
    assert not heard.remembers(cursor)
    assert heard.since_cursor(["a"], cursor) == []


def test_a_session_that_has_ended_is_not_forgotten_before_its_pages_expire(clock: Clock, heard: History) -> None:
    heard.end_session("anna")
    clock.at += 1_000_000
    heard.end_session("bert")
    assert not heard.knows_session("anna", rendered(clock.at))
    assert heard.knows_session("carl", rendered(clock.at))
    clock.at += 1
    heard.end_session("bert")
    assert list(heard.ended) == ["bert"]


def test_pages_of_long_before_may_be_of_sessions_that_have_ended_unheard(clock: Clock, heard: History) -> None:
    assert heard.knows_session("anna", rendered(1_000_000 - BEFORE))
    assert not heard.knows_session("anna", rendered(1_000_000 - BEFORE - 1))


def test_so_many_sessions_are_remembered_and_no_more(
    clock: Clock, heard: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST", 2)
    for reader in "abc":
        clock.at += 10
        heard.end_session(reader)
    assert list(heard.ended) == ["b", "c"]
    assert not heard.knows_session("d", rendered(1_000_010 - BEFORE))
    assert heard.knows_session("d", rendered(1_000_011 - BEFORE))
