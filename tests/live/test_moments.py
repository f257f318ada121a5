from __future__ import annotations

import contextvars
import time

import pytest
from django.http import HttpRequest
from django.test import AsyncRequestFactory, RequestFactory

from htmx_partials.live.moments import MARGIN, Moment, begin_own, moment_of, note_start, own, own_changes, process


@pytest.mark.parametrize("moment", [Moment(1, "abc"), Moment(1764288000000, "abc", "anna", 1), Moment(0, "p", "q", 99)])
def test_a_moment_is_read_as_it_was_written(moment: Moment) -> None:
    assert Moment.read(str(moment)) == moment


@pytest.mark.parametrize("text", ["", "-", "a", "1-p-b", "1-p-b-", "1-p-b-c-d", "ü-p", "z" * 14 + "-p"])
def test_what_is_no_moment_is_told(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Moment.read(text)


def test_the_clock_of_another_process_may_be_ahead() -> None:
    assert Moment(10_000, process.name).earliest() == 10_000
    assert Moment(10_000, "another").earliest() == 10_000 - MARGIN


def test_the_clock_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    now = process.now()
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    assert process.now() == now


def test_a_page_shows_what_was_changed_before_its_request_began() -> None:
    request: HttpRequest = RequestFactory().get("/")
    note_start(environ=request.META)
    began = request.META["htmx_partials.live"]
    assert contextvars.Context().run(moment_of, request) == Moment(began, process.name)


def test_so_does_a_page_of_an_asgi_server() -> None:
    request = AsyncRequestFactory().get("/")
    note_start(scope=request.scope)
    began = request.scope["htmx_partials.live"]
    assert contextvars.Context().run(moment_of, request) == Moment(began, process.name)


def test_whoever_sends_the_signal_without_a_request_is_let_alone() -> None:
    note_start(sender=None)


def test_a_request_of_unknown_beginning_may_have_begun_some_time_ago() -> None:
    before = process.now()
    moment = contextvars.Context().run(moment_of, RequestFactory().get("/"))
    assert before - MARGIN <= moment.at <= process.now() - MARGIN


def test_a_page_shows_what_its_own_request_has_changed_before() -> None:
    def render() -> Moment:
        begin_own()
        own_changes().next()
        change = own_changes().next()
        moment = moment_of(RequestFactory().get("/"))
        assert (moment.by, moment.number) == change == (own_changes().name, 2)
        return moment

    assert contextvars.Context().run(render).by not in ("", process.name)


def test_changes_outside_of_requests_have_a_name_as_well() -> None:
    def change() -> None:
        assert own.get() is None
        first = own_changes().next()
        assert own_changes().next() == (first.by, 2)

    contextvars.Context().run(change)
