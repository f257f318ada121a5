# ruff: noqa: E501 - markup and messages are easier to read as they are
import pytest

from htmx_partials.testing.htmx2 import triggers as htmx2
from htmx_partials.testing.htmx4 import triggers as htmx4


@pytest.mark.parametrize(
    ("said", "parsed"),
    [
        ("", ()),
        ("click", (htmx2.Trigger("click"),)),
        ("every 2s [x]", (htmx2.Trigger("every", condition="x", every=2),)),
        ("a[x[0]] delay:1s, b once", (htmx2.Trigger("a", condition="x[0]", delay=1), htmx2.Trigger("b", once=True))),
        (
            "a from:closest .b target:#c queue:all root:#x threshold:0.5",
            (htmx2.Trigger("a", origin="closest .b", target="#c", queue="all"),),
        ),
        ("a throttle:1m changed consume", (htmx2.Trigger("a", throttle=60, changed=True, stop=True),)),
    ],
)
def test_those_of_htmx_2(said, parsed) -> None:
    assert htmx2.parse_triggers(said) == parsed


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("every", "does not say how often"),
        ("a slowly", "unknown modifier 'slowly'"),
        ("a ;", "not understood at ' ;'"),
        (", a", "not understood at ', a'"),
    ],
)
def test_what_htmx_2_does_not_understand_fails(said, reason) -> None:
    with pytest.raises(AssertionError, match=reason):
        htmx2.parse_triggers(said)


@pytest.mark.parametrize(
    ("said", "parsed"),
    [
        ("", ()),
        ("click, ", (htmx4.Trigger("click"),)),
        ("every 2s [x]", (htmx4.Trigger("every", condition="x", every=2),)),
        ("every[x] 2s", (htmx4.Trigger("every", condition="x", every=2),)),
        (
            "a[x] delay:1s, b halt",
            (htmx4.Trigger("a", condition="x", delay=1), htmx4.Trigger("b", stop=True, prevent=True)),
        ),
        (
            "a from:'closest .b' target:#c throttle:1s",
            (htmx4.Trigger("a", origin="closest .b", target="#c", throttle=1),),
        ),
    ],
)
def test_those_of_htmx_4(said, parsed) -> None:
    assert htmx4.parse_triggers(said) == parsed


@pytest.mark.parametrize("condition", ["go()", "a b", "missing", "target.style", "detail.a.b", "1 < 2 < 3", "-1"])
def test_a_condition_that_is_not_plain_is_named(play, condition) -> None:
    page = play(f'<p hx-get="/x" hx-trigger="click[{condition}]">x</p>')
    with pytest.raises(NotImplementedError, match="has a condition"):
        page.click("p")


@pytest.mark.parametrize(
    "condition",
    [
        "event.type == 'click'", "target.id != 'b'", "target.name == ''", "target.checked", "target.tagName == 'INPUT'", "1 <= 2",
        "2 >= 1", "1 < 2", "null == null", "!false && true",
    ],
)  # fmt: skip
def test_a_plain_condition_is_played(play, condition) -> None:
    page = play(
        {
            "/": f'<input type="checkbox" id="a" hx-get="/x" hx-trigger="click[{condition}]" hx-target="next"><p></p>',
            "/x": "y",
        }
    )
    page.click("input")
    assert page.text("p") == "y"
