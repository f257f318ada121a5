import pytest

from htmx_partials.testing import parsing, values
from htmx_partials.testing.validation import is_valid


@pytest.mark.parametrize(
    ("attributes", "typed", "valid"),
    [
        ("type=date min=2020-01-01 max=2020-12-31", "2020-06-01", True),
        ("type=date min=2020-01-01", "2019-12-31", False),
        ("type=date max=2020-12-31", "2021-01-01", False),
        ("type=number step=any", "1.25", True),
        ("type=number", "1.25", False),
        ("type=number value=0.25", "1.25", True),
        ("type=range min=1 max=2", "9", True),
        ("type=email multiple", "a@example.org, b@example.org", True),
        ("type=email", "a@example.org, b@example.org", False),
        ("readonly required", "", True),
        ("pattern=[a-z]+", "abc", True),
        ("pattern=[a-z]+", "a1", False),
        ("minlength=3", "ab", False),
        ("maxlength=1", "😀", False),
    ],
)
def test_what_is_typed_is_valid_as_a_browser_sees_it(attributes, typed, valid) -> None:
    control = next(parsing.descendants(parsing.parse_fragment(f"<input {attributes}>")))
    values.control(control).value = typed
    assert is_valid(control) is valid
