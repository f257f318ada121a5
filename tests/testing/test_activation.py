import pytest


@pytest.mark.parametrize(
    ("version", "key"), [(None, "shiftKey"), (2, "ctrlKey"), (2, "metaKey"), (4, "ctrlKey"), (4, "shiftKey")]
)
def test_a_click_that_opens_another_window_is_named(play, version, key) -> None:
    script = '<script src="https://unpkg.com/htmx.org@4.0.0-beta6"></script>' if version == 4 else ""
    page = play(f'{script}<div hx-boost="true" hx-boost:inherited="true"><a href="/x">go</a></div>', version)
    with pytest.raises(NotImplementedError, match='has one window, and <a href="/x"> is opened in another'):
        page.click("a", **{key: True})


def test_htmx_4_keeps_the_browser_from_opening_another_window(play) -> None:
    page = play('<div hx-boost:inherited="true"><a href="/x">go</a></div>', 4)
    page.click("a", ctrlKey=True)
    assert len(page.requests) == 1


def test_a_link_to_another_window_is_named(play) -> None:
    with pytest.raises(NotImplementedError, match='has one window, and <a href="/x" target="_blank"> opens another'):
        play('<a href="/x" target="_blank">go</a>').click("a")
