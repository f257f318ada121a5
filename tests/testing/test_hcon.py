# ruff: noqa: RUF043 - markup and messages are easier to read as they are
import pytest

from htmx_partials.testing import javascript
from htmx_partials.testing.htmx4 import hcon


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("", {}),
        (None, {}),
        ("a:1, b:x c", {"a": 1, "b": "x", "c": True}),
        ("a.b:1 a.c:2", {"a": {"b": 1, "c": 2}}),
        ("\"a.b\":'x y'", {"a.b": "x y"}),
        ("from:<#a b/>", {"from": "#a b"}),
        ('{"a": [1]}', {"a": [1]}),
        ("{}", {}),
    ],
)
def test_parse(text, parsed) -> None:
    assert hcon.parse(text) == parsed


def test_what_is_no_json_is_said() -> None:
    with pytest.raises(AssertionError, match="'{a}' is not JSON"):
        hcon.parse("{a}")


def test_json_that_is_no_object_is_nothing() -> None:
    assert javascript.parse_json("[1]") == {}


@pytest.mark.parametrize(
    ("text", "seconds"), [("500ms", 0.5), ("2s", 2), ("1m", 60), ("250", 0.25), ("soon", None), ("1.2.3s", None)]
)
def test_interval(text, seconds) -> None:
    assert javascript.interval(text) == seconds


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (1.0, "1"),
        (1.5, "1.5"),
        ([1, None, "a"], "1,,a"),
        ({"a": 1}, "[object Object]"),
        ("x", "x"),
    ],
)
def test_js_string(value, text) -> None:
    assert javascript.js_string(value) == text
