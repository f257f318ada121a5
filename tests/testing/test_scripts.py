import pytest

FORM = '<form hx-on:reset-me="{}"><input name="a" value="1"></form>'


@pytest.mark.parametrize("version", [2, 4])
def test_a_form_is_reset(play, version) -> None:
    page = play(FORM.format("this.reset()"), version)
    page.fill("input", "typed")
    page.trigger("form", "reset-me")
    assert page.value("input") == "1"


def test_only_after_success(play) -> None:
    page = play(FORM.format("if (event.detail.successful) this.reset()"))
    page.fill("input", "typed")
    page.trigger("form", "reset-me")
    assert page.value("input") == "typed"
    page.trigger("form", "reset-me", detail={"successful": True})
    assert page.value("input") == "1"


def test_an_element_is_removed(play) -> None:
    page = play('<p hx-on:click="this.remove()">x</p>')
    page.click("p")
    assert page.select("p") == []


def test_a_default_is_prevented(play) -> None:
    page = play('<a href="/x" hx-on:click="event.preventDefault()">x</a>')
    page.click("a")
    assert page.url == "/"


def test_an_event_goes_no_further(play) -> None:
    page = play({"/": '<div hx-get="/x"><b hx-on:click="event.stopPropagation()">x</b></div>', "/x": "y"})
    page.click("b")
    assert page.text("div") == "x"


@pytest.mark.parametrize("version", [2, 4])
def test_other_javascript_is_named_when_its_event_comes(play, version) -> None:
    page = play('<p hx-on:click="alert(1)">x</p>', version)
    with pytest.raises(NotImplementedError, match=r"runs no JavaScript, and hx-on:click has some for it: 'alert\(1\)'"):
        page.click("p")


def test_the_long_form_of_version_4_is_named(play) -> None:
    with pytest.raises(NotImplementedError, match="hx-on='click -> x'"):
        play('<p hx-on="click -> x">x</p>', 4)
