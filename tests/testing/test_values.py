import pytest

from htmx_partials.testing import parsing, values


def control(markup: str) -> parsing.Element:
    return next(parsing.descendants(parsing.parse_fragment(markup)))


def test_the_value_of_an_option(play) -> None:
    page = play('<select><option>  a  b </option><option value="c">d</option></select>')
    assert [values.value_of(option) for option in page.select("option")] == ["a b", "c"]


@pytest.mark.parametrize(
    ("attributes", "given", "value"),
    [
        ("type=range", "7", "7"),
        ("type=range", "x", "50"),
        ("type=range min=10 max=20", "99", "20"),
        ("type=range min=10 max=20", "-1.5", "10"),
        ("type=range min=5 max=1", "x", "5"),
        ("type=color", "#ABCDEF", "#abcdef"),
        ("type=color", "red", "#000000"),
        ("type=number", "1e3", "1e3"),
        ("type=number", "1,5", ""),
        ("type=url", " https://example.org\n", "https://example.org"),
        ("type=text", "a\nb", "ab"),
        ("type=hidden", "a\nb", "a\nb"),
    ],
)
def test_what_a_browser_makes_of_a_value(attributes, given, value) -> None:
    assert values.sanitized(control(f"<input {attributes}>"), given) == value


def test_no_option_of_an_open_list_is_chosen_by_itself() -> None:
    assert values.selected_options(control("<select size=3><option>a<option>b</select>")) == []


def test_a_radio_button_without_a_name_is_its_own_group() -> None:
    button = control("<input type=radio><input type=radio>")
    assert values.radio_group(button) == [button]


@pytest.mark.parametrize(("name", "sent"), [("", [("x", "0"), ("y", "0")]), ("i", [("i.x", "0"), ("i.y", "0")])])
def test_an_image_sends_where_it_was_pressed(name, sent) -> None:
    image = control(f'<form><input type=image name="{name}"></form>').contents[0]
    assert isinstance(image, parsing.Element)
    assert isinstance(image.parent, parsing.Element)
    assert values.entries(image.parent, image) == sent
