# ruff: noqa: E501, RUF043 - markup and messages are easier to read as they are
import pytest
from django.test import Client

from contacts.models import Contact
from htmx_partials.testing import HtmxPage
from tests.differential.site import answer, in_turn, page
from tests.sites import example_site

BOTH = pytest.mark.parametrize("version", [2, 4])


@pytest.mark.django_db
@BOTH
def test_a_search_page(htmx_page, version) -> None:
    Contact.objects.create(first_name="Ann", last_name="Onymous", email="ann@example.org")
    Contact.objects.create(first_name="Bob", last_name="Builder", email="bob@example.org")
    with example_site(HTMX_VERSION=version):
        page = htmx_page("/contacts/", htmx=version)
        page.fill("#q", "ann")
        page.tick(0.2)
    assert page.text("#rows tr th") == "Ann Onymous"
    assert page.text("#count") == "1 contact"
    assert page.url == "/contacts/?q=ann"
    assert page.requests[-1].partials[0] == "rows"


def test_only_versions_that_are_played(play) -> None:
    with pytest.raises(ValueError, match=r"htmx=3: the versions that are played are \[2, 4\], and None"):
        play("<p>x</p>", 3)


def test_what_is_on_the_page(play) -> None:
    page = play('<!doctype html><title> A\n b </title><p class="a">one <b>two</b></p><p>three</p><input value="v">')
    assert (page.title, page.url, page.text("p"), page.value("input")) == ("A b", "/", "one two", "v")
    assert [element.get_text() for element in page.select("p")] == ["one two", "three"]
    assert page.document.find("p")["class"] == ["a"]
    assert page.html == (
        '<!DOCTYPE html><html><head><title> A\n b </title></head><body><p class="a">one <b>two</b></p><p>three</p>'
        '<input value="v"></body></html>'
    )


def test_a_selector_that_matches_nothing_fails_with_what_is_there(play) -> None:
    with pytest.raises(AssertionError, match="Nothing matches '#no'. The page has: <body><p>x</p></body>"):
        play("<p>x</p>").click("#no")


def test_a_long_page_is_shortened_in_messages(play) -> None:
    with pytest.raises(AssertionError, match=r"x… \(3013 characters\)"):
        play(f"{'x' * 3000}").click("#no")


def test_chevrons_within_the_words_of_a_target_are_no_selector_to_htmx_4(play) -> None:
    page = play('<button hx-get="/x" hx-target="next <i/>">go</button><i>x</i>', 4)
    with pytest.raises(AssertionError, match="'<i/>' is not a CSS selector"):
        page.click("button")


def test_what_is_no_selector_fails(play) -> None:
    with pytest.raises(AssertionError, match="'p >> a' is not a CSS selector"):
        play("<p>x</p>").find("p >> a")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda page: page.fill("p", "x"), "<p> is not a form control"),
        (lambda page: page.fill("#off", "x"), '<input id="off" disabled=""> is disabled'),
        (lambda page: page.fill("#box", "x"), "is not a control that one types into"),
        (lambda page: page.choose("select", "z"), r"<select> has no option 'z'; it has \['x', 'y'\]"),
        (lambda page: page.submit("p"), "<p> is no form and stands in none"),
        (lambda page: page.back(), r"There is no page to go to: the history is \['http://testserver/'\]"),
    ],
)
def test_what_cannot_be_done_fails(play, act, said) -> None:
    page = play(
        '<p>x</p><input id="off" disabled><input type="checkbox" id="box"><select><option>x<option value="y">why</select>'
    )
    with pytest.raises(AssertionError, match=said):
        act(page)


@BOTH
def test_a_dialog_that_is_not_answered_fails(play, version) -> None:
    page = play('<button hx-get="/x" hx-confirm="Sure?">go</button>', version)
    with pytest.raises(AssertionError, match=r"The page asks 'Sure\?': say page.answer\(True\)"):
        page.click("button")


@BOTH
@pytest.mark.parametrize("attributes", ['hx-target="#no"', 'hx-sync="#no:drop"'])
def test_a_target_that_is_not_there_fails(play, version, attributes) -> None:
    page = play(f'<button hx-get="/x" {attributes}>go</button>', version)
    with pytest.raises(AssertionError, match="'#no' of <button hx-get=.* is not there. The page has: <body>"):
        page.click("button")


@BOTH
@pytest.mark.parametrize(
    "given",
    [
        answer("x", HX_Retarget="#no"),
        answer("x", HX_Trigger='{"a": {"target": "#no"}}'),
        answer("x", HX_Location='{"path": "/", "target": "#no"}'),
        answer("x", HX_Location='{"path": "/", "source": "#no"}'),
    ],
)
def test_a_place_that_an_answer_names_and_is_not_there_fails(play, version, given) -> None:
    page = play({"/": '<button hx-get="/x">go</button>', "/x": given}, version)
    with pytest.raises(AssertionError, match="no.* is not there. The page has: <body>"):
        page.click("button")


@BOTH
@pytest.mark.parametrize(
    ("given", "selector"),
    [('<p id="no" hx-swap-oob="true">x</p>', "no"), ('<p hx-swap-oob="beforeend:#no">x</p>', "#no")],
)
def test_an_out_of_band_target_that_is_missing_is_noted_and_an_error_if_asked_for(
    play, version, given, selector
) -> None:
    routes = {"/": '<button hx-get="/x">go</button>', "/x": f"y{given}"}
    page = play(routes, version)
    page.click("button")
    missing = page.requests[-1].missing_targets
    assert (page.text("button"), len(missing), selector in missing[0]) == ("y", 1, True)
    page = play(routes, version, missing_targets="error")
    with pytest.raises(
        AssertionError, match="The target of the out-of-band swap .*no.* of <p.* is not there. The page"
    ):
        page.click("button")


def test_an_out_of_band_target_that_the_main_swap_took_away_is_missing(play) -> None:
    page = play(
        {
            "/": '<div id="d"><i id="a">x</i><button hx-get="/x" hx-target="#d">go</button></div>',
            "/x": 'y<i id="a" hx-swap-oob="true"></i>',
        },
        4,
    )
    page.click("button")
    assert (page.text("#d"), page.requests[-1].missing_targets) == ("y", ['<i id="a">'])


@pytest.mark.parametrize("option", ["scripts", "missing_targets"])
def test_only_options_that_there_are(play, option) -> None:
    with pytest.raises(ValueError, match=f"{option}='skip': say one of \\('error', 'ignore'\\)"):
        play("<p>x</p>", **{option: "skip"})


@BOTH
def test_an_unknown_way_to_swap_fails(play, version) -> None:
    page = play({"/": '<button hx-get="/x" hx-swap="sideways">go</button>', "/x": "x"}, version)
    with pytest.raises(AssertionError, match=f"'sideways' is not a way to swap that htmx {version} knows"):
        page.click("button")


@BOTH
def test_a_page_that_never_comes_to_rest_fails(play, version, monkeypatch) -> None:
    monkeypatch.setattr("htmx_partials.testing.browser.MOST_TASKS", 20)
    with pytest.raises(AssertionError, match="never comes to rest: 20 requests"):
        play({"/": '<p hx-get="/x" hx-trigger="load">x</p>', "/x": '<p hx-get="/x" hx-trigger="load">x</p>'}, version)


def test_another_site_is_shown_as_nothing(play) -> None:
    page = play('<a href="https://example.org/pay?a=1#b">go</a>')
    page.click("a")
    assert (page.url, page.html, len(page.requests)) == (
        "https://example.org/pay?a=1#b",
        "<html><head></head><body></body></html>",
        1,
    )


@BOTH
def test_a_request_to_another_site_fails(play, version) -> None:
    page = play('<a hx-get="https://example.org/pay">go</a>', version)
    with pytest.raises(AssertionError, match="https://example.org/pay, which is not the site under test"):
        page.click("a")


def test_redirects_that_go_round_fail(play) -> None:
    page = play({"/": '<a href="/x">go</a>', "/x": answer(status=302, Location="/x")})
    with pytest.raises(AssertionError, match="/x redirects more than 20 times"):
        page.click("a")


def test_another_window_is_not_played(play) -> None:
    with pytest.raises(NotImplementedError, match='one window, and <a href="/" target="_blank"> opens another'):
        play('<a href="/" target="_blank">go</a>').click("a")


def test_a_download_leaves_the_page(play) -> None:
    page = play({"/": '<a href="/x">go</a>', "/x": answer("x", Content_Disposition="attachment; filename=x")})
    page.click("a")
    assert (page.url, page.requests[-1].url) == ("/", "/x")


def test_the_default_client_checks_csrf_tokens(play) -> None:
    page = play("<p>x</p>")
    assert page.client.handler.enforce_csrf_checks is True


def test_a_client_of_ones_own(play) -> None:
    client = Client(headers={"X-Own": "1"})
    page = play("<p>x</p>", client=client)
    assert page.client is client
    assert isinstance(page, HtmxPage)


@BOTH
def test_what_is_disabled_is_not_clicked(play, version) -> None:
    page = play({"/": '<button hx-get="/x" disabled><b>go</b></button>', "/x": "x"}, version)
    page.click("button")
    page.click("b")
    assert len(page.requests) == 1


def test_a_form_whose_first_button_is_disabled_is_not_submitted(play) -> None:
    page = play('<form action="/x"><button disabled>go</button></form>')
    page.submit("button")
    assert len(page.requests) == 1


def test_checking_what_is_checked_does_nothing(play) -> None:
    page = play({"/": '<input type="checkbox" checked hx-get="/x">', "/x": "x"})
    page.check("input")
    assert len(page.requests) == 1


@pytest.mark.parametrize("script", ["js:{a: 1}", "javascript:{a: 1}"])
@pytest.mark.parametrize("attribute", ["hx-vals", "hx-headers"])
@BOTH
def test_javascript_in_values_is_not_played(play, version, attribute, script) -> None:
    page = play(f'<button hx-get="/x" {attribute}="{script}">go</button>', version)
    with pytest.raises(NotImplementedError, match=f"runs no JavaScript, and {attribute} has some: <button"):
        page.click("button")


@pytest.mark.parametrize("attribute", ['hx-confirm="js:ask()"', 'hx-action="js:run()"'])
def test_javascript_in_other_attributes_of_version_4_is_not_played(play, attribute) -> None:
    page = play(f'<button hx-get="/x" {attribute}>go</button>', 4)
    with pytest.raises(NotImplementedError, match="runs no JavaScript"):
        page.click("button")


@BOTH
def test_an_extension_element_is_not_played(play, version) -> None:
    page = play({"/": '<button hx-get="/x">go</button>', "/x": "<hx-upsert>x</hx-upsert>"}, version)
    with pytest.raises(NotImplementedError, match="<hx-upsert>"):
        page.click("button")


@pytest.mark.parametrize("strategy", ["abort", "replace", "queue first", "queue last", "drop"])
@BOTH
def test_of_two_requests_hx_sync_decides(play, version, strategy) -> None:
    wanted = {"abort": ["/a"], "drop": ["/a"], "replace": ["/b"]}.get(strategy, ["/a", "/b"])
    elements = "".join(
        f'<p id="{name}" hx-get="/{name}" hx-sync="#d:{strategy}" hx-trigger="go from:body">x</p>'
        for name in ("a", "b")
    )
    page = play({"/": f'<div id="d">{elements}</div>', "/a": "a", "/b": "b"}, version)
    page.trigger("#d", "go")
    assert [exchange.url for exchange in page.requests[1:]] == wanted


@pytest.mark.parametrize(("strategy", "second"), [("queue first", "/b"), ("queue last", "/c")])
@BOTH
def test_of_three_requests_one_waits(play, version, strategy, second) -> None:
    elements = "".join(
        f'<p id="{name}" hx-get="/{name}" hx-sync="#d:{strategy}" hx-trigger="go from:body">x</p>' for name in "abc"
    )
    page = play({"/": f'<div id="d">{elements}</div>', "/a": "a", "/b": "b", "/c": "c"}, version)
    page.trigger("#d", "go")
    assert [exchange.url for exchange in page.requests[1:]] == ["/a", second]


def test_back_where_history_is_not_kept_and_the_server_fails(play) -> None:
    config = """<meta name="htmx-config" content='{"historyCacheSize": 0}'>"""
    failing = in_turn(page(f'{config}<a hx-get="/x" hx-push-url="true">go</a>'), answer("bad", status=500))
    window = play({"/": failing, "/x": "x"})
    window.click("a")
    window.back()
    assert (window.url, window.text("a")) == ("/", "x")
