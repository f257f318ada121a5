# ruff: noqa: RUF043 - markup and messages are easier to read as they are
import pytest


@pytest.mark.parametrize("version", [2, 4])
def test_a_setting_that_is_not_played_is_named(play, version) -> None:
    with pytest.raises(NotImplementedError, match="getCacheBusterParam=True"):
        play("""<meta name="htmx-config" content='{"getCacheBusterParam": true, "timeout": 5}'><p>x</p>""", version)


def test_an_extension_of_version_4_is_named(play) -> None:
    with pytest.raises(NotImplementedError, match="hx-ws-4.js"):
        play('<script src="/static/django_htmx/ext/hx-ws-4.js"></script>', 4)


def test_scripts_that_are_no_extensions_are_passed_over(play) -> None:
    assert play('<script src="/static/app.js"></script><p>x</p>', 4).text("p") == "x"
