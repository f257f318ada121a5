"""Each play has a recording, which becomes stale with htmx's file and with the scenario's source."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.http import HttpResponse

from tests.differential import keys, record, recordings
from tests.differential.keys import key_of
from tests.differential.playing import Play, Scenario, click
from tests.differential.recordings import PLAYS, is_stale, read, transcript_of
from tests.differential.releases import Release, shipped

HTMX_2 = shipped(2)


def key(answer: Any, release: Release | None = HTMX_2, selector: str = "a") -> str:
    return key_of(Play(Scenario("any", {"/": answer}, (click(selector),)), release))


@pytest.mark.parametrize("module", PLAYS)
def test_what_is_recorded_are_the_plays_of_today(module: str) -> None:
    assert read(module).keys() == PLAYS[module].keys(), "Run `make record`."


def test_a_play_that_is_not_recorded_says_what_to_run() -> None:
    play = Play(Scenario("new", {}, ()), HTMX_2)
    with pytest.raises(AssertionError) as error:
        transcript_of(play)
    assert str(error.value).splitlines()[0] == (
        "What Chromium makes of “new [2.0.10]” is not recorded as it is now: run `make record`."
    )


def test_a_recording_is_stale_when_the_scenario_is_another_or_htmx_is() -> None:
    play = next(iter(PLAYS["swapping"].values()))
    assert play.release
    assert not is_stale(play)
    assert is_stale(Play(replace(play.scenario, steps=()), play.release))
    assert is_stale(Play(play.scenario, replace(play.release, sha256="another")))


def one(request: Any) -> str:
    return HELPED + helper()


def helper() -> str:
    return "help"


HELPED = "one"


def closing_over(text: str) -> Any:
    return lambda request: text


def test_a_key_is_of_a_functions_text() -> None:
    def a(request: Any) -> str:
        return "a"

    b = lambda request: "b"  # noqa: E731 - as scenarios have it
    c = lambda request: "c"  # noqa: E731
    assert len({key(a), key(b), key(c)}) == 3


def test_a_key_is_of_what_a_function_closes_over() -> None:
    assert key(closing_over("a")) == key(closing_over("a"))
    assert key(closing_over("a")) != key(closing_over("b"))


def test_a_key_is_of_the_constants_and_functions_that_a_function_names(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(one)
    with monkeypatch.context() as patch:
        patch.setitem(globals(), "HELPED", "two")
        assert key(one) != before
    with monkeypatch.context() as patch:
        patch.setitem(globals(), "helper", closing_over)
        assert key(one) != before
    assert key(one) == before


def test_a_key_is_of_answers_partials_steps_and_the_release() -> None:
    keys = [
        key(HttpResponse("a")),
        key(HttpResponse("b")),
        key(HttpResponse("a", status=201)),
        key(partial(closing_over)),
        key(partial(closing_over, "a")),
        key("a"),
        key("a", selector="b"),
        key("a", release=None),
        key("a", release=replace(HTMX_2, sha256="another")),
    ]
    assert len(set(keys)) == len(keys)


def test_a_key_cannot_be_of_what_nobody_knows_the_source_of() -> None:
    with pytest.raises(TypeError, match="does not know what that depends on"):
        key(object())


def test_what_is_written_is_what_is_read(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "FOLDER", tmp_path / "new")
    assert read("swapping") == {}
    recordings.write("swapping", {"a [2.0.10]": ["key", "größe"]})
    assert read("swapping") == {"a [2.0.10]": ["key", "größe"]}


def test_recording_writes_what_was_played_and_shows_what_has_changed(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plays = {name: Play(Scenario(name, {"/": name}, ()), HTMX_2) for name in ("kept", "changed", "new")}
    monkeypatch.setattr(recordings, "FOLDER", tmp_path)
    monkeypatch.setattr(recordings, "PLAYS", {"some": plays})
    recordings.write("some", {name: ["old key", "same\nold"] for name in ("kept", "changed", "left")})
    record.update("some", {"changed": "same\nother", "new": "text"})
    assert read("some") == {
        "kept": ["old key", "same\nold"],
        "changed": [keys.key_of(plays["changed"]), "same\nother"],
        "new": [keys.key_of(plays["new"]), "text"],
    }
    assert capsys.readouterr().out == (
        "changed: changed\n--- before\n+++ after\n@@ -1,2 +1,2 @@\n same\n-old\n+other\nnew: new\ngone: left\n"
    )
