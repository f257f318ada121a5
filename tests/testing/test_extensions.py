import pytest

from tests.differential.site import answer

GO = '<button hx-get="/x">go</button>'
FOUR = '<script src="/static/django_htmx/ext/{}-4.min.js"></script>'


def played(play, html, version, given="y"):
    page = play({"/": html, "/x": given}, version)
    page.click("button")
    return page.text("button")


@pytest.mark.parametrize("extension", ["hx-ws", "hx-targets", "hx-head", "hx-preload"])
def test_a_page_of_htmx_4_with_an_extension_is_played(play, extension) -> None:
    assert played(play, f'{FOUR.format(extension)}<p {extension}="x" hx-sse:connect="/s">p</p>{GO}', 4) == "y"
    assert played(play, FOUR.format("hx-preload") + GO.replace("hx-get", 'hx-preload="x" hx-get'), 4) == "y"


def test_scripts_that_are_no_extensions_are_passed_over(play) -> None:
    assert played(play, f'<script src="/static/app.js"></script><script></script>{GO}', 4) == "y"


@pytest.mark.parametrize(
    ("extension", "attribute"),
    [
        ("hx-targets", 'hx-targets=".a"'),
        ("hx-prompt", 'hx-prompt="How many?"'),
        ("hx-ws", 'hx-ws:send=""'),
        ("hx-upsert", 'hx-swap="upsert"'),
        ("htmx-2-compat", ""),
        ("hx-csp", ""),
    ],
)
def test_an_extension_of_htmx_4_is_named_when_it_is_needed(play, extension, attribute) -> None:
    page = play({"/": f'{FOUR.format(extension)}<button hx-get="/x" {attribute}>go</button>', "/x": "x"}, 4)
    with pytest.raises(NotImplementedError, match=f"does not play htmx's extensions, and .* needs one of {extension}"):
        page.click("button")


def test_htmax_has_extensions(play) -> None:
    page = play(
        '<script src="/static/django_htmx/htmax-4.min.js"></script><form hx-ws:send><button>go</button></form>', 4
    )
    with pytest.raises(NotImplementedError, match=r"and <form .* needs one of htmax, hx-live, hx-sse"):
        page.click("button")


def test_going_back_with_a_cache_of_the_history_is_named(play) -> None:
    cached = '<script src="/ext/hx-history-cache.js"></script><button hx-get="/x" hx-push-url="true">go</button>'
    page = play({"/": cached, "/x": "y"}, 4)
    page.click("button")
    with pytest.raises(NotImplementedError, match="and going back needs one of hx-history-cache"):
        page.back()


@pytest.mark.parametrize("extensions", ["preload", "morph, loading-states", "ws", "response-targets", "hx-head"])
def test_a_page_of_htmx_2_with_an_extension_is_played(play, extensions) -> None:
    assert played(play, f'<div hx-ext="{extensions}" hx-target-404="#a" ws-connect="/ws">{GO}</div>', 2) == "y"


def test_what_is_ignored_further_in_is_not_needed(play) -> None:
    assert played(play, f'<div hx-ext="json-enc"><p hx-ext="ignore:json-enc">{GO}</p></div>', 2) == "y"


@pytest.mark.parametrize(
    ("extension", "attribute", "given"),
    [
        ("json-enc", "", "y"),
        ("morph", 'hx-swap="morph:outerHTML"', "y"),
        ("response-targets", 'hx-target-404="#a"', answer("no", status=404)),
        ("ws", "ws-send", "y"),
    ],
)
def test_an_extension_of_htmx_2_is_named_when_it_is_needed(play, extension, attribute, given) -> None:
    page = play({"/": f'<div hx-ext="{extension}"><button hx-get="/x" {attribute}>go</button></div>', "/x": given}, 2)
    with pytest.raises(NotImplementedError, match=f"does not play htmx's extensions, and .* needs one: {extension}"):
        page.click("button")


def test_an_error_without_a_target_of_its_own_is_played(play) -> None:
    assert played(play, f'<div hx-ext="response-targets">{GO}</div>', 2, answer("no", status=404)) == "go"


def test_a_form_that_is_sent_over_a_connection_of_its_own_is_named(play) -> None:
    page = play('<div hx-ext="ws" ws-connect="/ws"><form ws-send><button>go</button></form></div>')
    with pytest.raises(NotImplementedError, match=r"and <form ws-send=.* needs one: ws"):
        page.click("button")
