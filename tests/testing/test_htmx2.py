# ruff: noqa: E501 - markup and messages are easier to read as they are
import pytest

from tests.differential.site import answer


def test_an_unknown_modifier_of_a_swap_fails(play) -> None:
    page = play({"/": '<button hx-get="/x" hx-swap="outerHTML slowly">go</button>', "/x": "x"})
    with pytest.raises(AssertionError, match="Unknown modifier 'slowly' in hx-swap, for <button hx-get="):
        page.click("button")


@pytest.mark.parametrize("style", ["beforebegin", "afterend"])
def test_a_swap_beside_a_target_that_went_out_of_band_fails(play, style) -> None:
    page = play(
        {
            "/": f'<div><p id="t">t</p></div><button hx-get="/x" hx-target="#t" hx-swap="{style}">go</button>',
            "/x": '<b>main</b><i id="t" hx-swap-oob="delete"></i>',
        }
    )
    with pytest.raises(AssertionError, match='<p id="t">t</p> stands nowhere'):
        page.click("button")


def test_an_answer_to_an_element_that_another_answer_took_away_is_swapped_nowhere(play) -> None:
    page = play(
        {
            "/": '<div id="d"><p hx-get="/a" hx-target="#d" hx-trigger="go">a</p><b hx-get="/b" hx-trigger="go from:p">b</b></div>',
            "/a": "a",
            "/b": answer("b", HX_Trigger="saved"),
        }
    )
    page.trigger("p", "go")
    assert [exchange.url for exchange in page.requests[1:]] == ["/a", "/b"]
    assert page.html.endswith('<body><div id="d">a</div></body></html>')


def test_a_poll_whose_condition_does_not_hold_waits_for_the_next_time(play) -> None:
    page = play({"/": '<input hx-get="/x" hx-trigger="every 1s [this.value == \'a\']" hx-swap="none">', "/x": "x"})
    page.tick(1)
    page.fill("input", "a")
    page.tick(1)
    assert [exchange.url for exchange in page.requests] == ["/", "/x"]
