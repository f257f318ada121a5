# ruff: noqa: E501 - markup is easier to read on one line
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
    with pytest.raises(NotImplementedError, match="hx-on has some for it: 'click -> x'"):
        play('<p hx-on="click -> x">x</p>', 4)


@pytest.mark.parametrize("version", [2, 4])
def test_inline_javascript_is_named_when_its_event_comes(play, version) -> None:
    page = play('<p onclick="show(1)">x</p>', version)
    with pytest.raises(NotImplementedError, match=r"runs no JavaScript, and onclick has some for it: 'show\(1\)'"):
        page.click("p")


def test_inline_javascript_that_is_known_is_run_and_goes_first(play) -> None:
    page = play('<form onsubmit="return false" action="/x"><input name="a" onclick="this.remove()" hx-get="/y"></form>')
    page.submit("form")
    assert len(page.requests) == 1


def test_no_javascript_is_run_where_there_is_none(play) -> None:
    page = play({"/": '<a href="/x" onclick="show(1)">x</a>', "/x": "y"}, None)
    page.click("a")
    assert page.url == "/x"


def test_a_link_with_javascript_is_named(play) -> None:
    page = play('<a href="javascript:show()">x</a><a id="nothing" href="javascript:void(0)">y</a>')
    page.click("#nothing")
    with pytest.raises(NotImplementedError, match="a link has some for it: 'javascript:show"):
        page.click("a")


@pytest.mark.parametrize("version", [2, 4])
def test_scripts_are_ignored_where_the_test_says_so(play, version) -> None:
    page = play(
        """<p hx-on:click="show(1); this.remove()" hx-on="click -> x">x</p><b onclick="go()">y</b><a href="javascript:go()">z</a>""",
        version,
        scripts="ignore",
    )
    for selector in ("p", "b", "a"):
        page.click(selector)
    assert [page.select(selector) != [] for selector in ("p", "b", "a")] == [False, True, True]
