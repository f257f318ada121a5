import pytest


@pytest.mark.parametrize(
    ("version", "key"), [(None, "shiftKey"), (2, "ctrlKey"), (2, "metaKey"), (4, "ctrlKey"), (4, "shiftKey")]
)
def test_a_click_that_opens_another_window_is_named(play, version, key) -> None:
    page = play('<div hx-boost="true" hx-boost:inherited="true"><a href="/x">go</a></div>', version)
    with pytest.raises(NotImplementedError, match='has one window, and <a href="/x"> is opened in another'):
        page.click("a", **{key: True})


def test_a_link_to_another_window_is_named(play) -> None:
    with pytest.raises(NotImplementedError, match='has one window, and <a href="/x" target="_blank"> opens another'):
        play('<a href="/x" target="_blank">go</a>').click("a")
