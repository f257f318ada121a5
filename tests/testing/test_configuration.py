import pytest


@pytest.mark.parametrize(
    ("version", "setting"), [(2, "getCacheBusterParam"), (2, "disableSelector"), (4, "prefix"), (4, "metaCharacter")]
)
def test_a_setting_that_is_not_played_is_named(play, version, setting) -> None:
    with pytest.raises(NotImplementedError, match=f"does not play {setting}='x' of htmx's configuration"):
        play(f"""<meta name="htmx-config" content='{{"{setting}": "x", "timeout": 5}}'><p>x</p>""", version)


@pytest.mark.parametrize("version", [2, 4])
def test_what_htmx_does_not_know_and_what_is_as_it_is_anyhow_is_passed_over(play, version) -> None:
    config = '{"mine": 1, "prefix": "data-hx-", "getCacheBusterParam": false, "metaCharacter": ":"}'
    assert play(f"<meta name='htmx-config' content='{config}'><p>x</p>", version).text("p") == "x"
