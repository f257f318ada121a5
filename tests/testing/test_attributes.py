import pytest

BOTH = pytest.mark.parametrize("version", [2, 4])


@BOTH
@pytest.mark.parametrize("name", ["hx-gte", "hx-get:inherit", "hx-ws"])
def test_an_unknown_attribute_is_named(play, version, name) -> None:
    with pytest.raises(NotImplementedError, match=f"'{name}'.*<p {name}="):
        play(f'<p {name}="/x">x</p>', version)


@BOTH
def test_an_unknown_attribute_of_the_pages_own_is_passed_over(play, version) -> None:
    page = play({"/": '<p data-hx-mine="x" data-hx-get="/x">x</p>', "/x": "y"}, version)
    page.click("p")
    assert page.text("p") == "y"


def test_the_javascript_of_hx_vars_is_named_when_its_turn_comes(play) -> None:
    page = play('<p hx-vars="a:1" hx-get="/x">x</p>', 2)
    with pytest.raises(NotImplementedError, match="runs no JavaScript, and hx-vars has some: <p"):
        page.click("p")


def test_attributes_of_version_2_do_nothing_in_version_4(play) -> None:
    page = play({"/": '<p hx-get="/x" hx-ext="morph" hx-params="none" hx-vars="a:1">x</p>', "/x": "y"}, 4)
    page.click("p")
    assert page.text("p") == "y"


def test_an_inherited_addition_without_anything_to_add_to(play) -> None:
    page = play({"/": '<div hx-vals:inherited:append="a:1"><p hx-get="/x">x</p></div>', "/x": "y"}, 4)
    page.click("p")
    assert page.requests[-1].url == "/x?a=1"


def test_everything_is_inherited_by_configuration_but_for_a_list(play) -> None:
    head = """<meta name="htmx-config" content='{"disableInheritance": true}'>"""
    page = play(
        {"/": head + '<div hx-vals=\'{"a": 1}\' hx-push-url="/u" hx-inherit="*"><p hx-get="/x">x</p></div>', "/x": "y"}
    )
    page.click("p")
    assert page.url == "/u"
