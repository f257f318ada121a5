from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory
from pytest_django import Settings

from contacts.models import Contact
from htmx_partials.live.hub import Hub
from htmx_partials.live.moments import begin_own, own_changes
from htmx_partials.live.tokens import read_token
from tests.live.harness import TOKEN, key_of, rendered_tokens
from tests.versions import needs_django_6


def rendered(source: str, url: str = "/contacts/", **context: Any) -> str:
    request = context.pop("request", None) or RequestFactory().get(url)
    return Template("{% load htmx_live %}" + source).render(Context(context | {"request": request}))


def topics_in(text: str) -> tuple[str, ...]:
    [token] = TOKEN.findall(text)
    found = read_token(token, "", 60)
    assert found
    return found.topics


def without_token(text: str) -> str:
    return TOKEN.sub('data-live="…"', text)


@pytest.mark.parametrize(
    ("source", "topics"),
    [
        ('{% live "contacts" %}', ("contacts",)),
        ('{% live "contacts" name contact %}', ("contacts", "other", "contacts.Contact:5")),
        ('{% live "contacts.contact" %}', ("contacts.Contact",)),
        ("{% live model %}", ("contacts.Contact",)),
        ('{% live "room "|add:name %}', ("room other",)),
    ],
)
def test_an_element_follows_topics(source: str, topics: tuple[str, ...]) -> None:
    # A template calls what can be called: a class is given by a method.
    text = rendered(source, name="other", contact=Contact(pk=5), model=NotCalled)
    assert topics_in(text) == topics
    assert without_token(text) == 'data-live="…" data-live-url="/contacts/"'


class NotCalled(Contact):
    do_not_call_in_templates = True

    class Meta:
        app_label = "live_tests"
        proxy = True


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("/contacts/?q=a&page=2", "/contacts/?q=a&page=2"),
        ("/contacts/?_partial=rows&q=%22%3C", "/contacts/?q=%22%3C"),
        ("/contacts/?_action=add&_partial=rows", "/contacts/"),
        ("/caf%C3%A9/", "/caf%C3%A9/"),
        ("//evil.example/", "/%2Fevil.example/"),
    ],
)
def test_it_is_asked_for_with_the_url_that_it_was_rendered_for(url: str, shown: str) -> None:
    request = RequestFactory().get("/")
    request.path, _, request.META["QUERY_STRING"] = url.replace("%C3%A9", "é").partition("?")
    text = rendered('{% live "a" %}', request=request)
    [found] = re.findall('data-live-url="([^"]*)"', text)
    assert html.unescape(found) == shown


def test_another_swap_style_may_be_named() -> None:
    text = rendered('{% live "a" swap="morph:outerHTML" %}{% live "a" swap=style %}', style='"<')
    assert re.findall('data-live-swap="([^"]*)"', text) == ["morph:outerHTML", "&quot;&lt;"]


@pytest.mark.parametrize("bits", ["", ' swap="innerHTML"', ' "a" swap="x" "b"', ' "a" style="x"', ' "a" swap'])
def test_what_the_tag_takes_is_told(bits: str) -> None:
    with pytest.raises((TemplateSyntaxError, ValueError)) as raised:
        rendered("{% live" + bits + " %}")
    if bits == ' "a" swap':  # a variable
        assert str(raised.value) == "{% live swap %}: A topic is empty: is the variable that holds it there?"
        return
    assert str(raised.value) == (
        "'live' takes one topic or several, and then swap=…: {% live contact %}, "
        '{% live "contacts" swap="innerHTML" %}.'
    )


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        (
            "{% live nothing %}",
            ValueError,
            "{% live nothing %}: A topic is empty: is the variable that holds it there?",
        ),
        ("{% live number %}", TypeError, "{% live number %}: 5 is no topic."),
        ("{% live zero %}", TypeError, "{% live zero %}: 0 is no topic."),
        ("{% live long %}", ValueError, "{% live long %}: A topic has 201 characters, and may have 200: "),
        ("{% live unsaved %}", ValueError, "{% live unsaved %}: <Contact: Ada L> has no primary key"),
    ],
)
def test_what_is_no_topic_is_told_with_its_tag(source: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        rendered(source, number=5, zero=0, long="x" * 201, unsaved=Contact(first_name="Ada", last_name="L"))
    assert str(raised.value).startswith(message)


def test_a_page_without_a_request_cannot_follow() -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        Template('{% load htmx_live %}{% live "a" %}').render(Context())
    assert str(raised.value) == (
        "{% live %} needs the request in the context. Add 'django.template.context_processors.request' to the "
        "context processors, and render the page with a request."
    )


def test_a_token_is_for_the_session_that_it_was_rendered_for(settings: Settings) -> None:
    settings.SESSION_COOKIE_NAME = "shop"
    request = RequestFactory().get("/")
    request.COOKIES["shop"] = "of-anna"
    [token] = TOKEN.findall(rendered('{% live "a" %}', request=request))
    assert read_token(token, "of-anna", 60)
    assert not read_token(token, "", 60)


def test_no_cache_gives_a_page_to_another_reader(hub: Hub, client: Client) -> None:
    assert client.get("/").headers["Vary"] == "Cookie"


def test_an_element_says_what_its_own_request_has_changed_before() -> None:
    begin_own()
    change = own_changes().next()
    [token] = TOKEN.findall(rendered('{% live "a" %}'))
    found = read_token(token, "", 60)
    assert found
    assert (found.moment.by, found.moment.number) == change


def test_the_same_topics_have_the_same_key(hub: Hub) -> None:
    assert [key_of(token) for token in rendered_tokens()] == [key_of(token) for token in rendered_tokens()]


def test_the_script_says_where_the_stream_is(hub: Hub) -> None:
    assert rendered("{% live_script %}") == (
        '<script src="/static/htmx_partials/live.js" data-live-stream="/live/" defer></script>'
    )


def with_nonce(request: HttpRequest) -> object:
    """Django's is made when it is first written."""
    ContentSecurityPolicyMiddleware(lambda request: None).process_request(request)  # type: ignore[arg-type]
    return request._csp_nonce  # type: ignore[attr-defined]


def with_nonce_of_django_csp(request: HttpRequest) -> str:
    request.csp_nonce = "abc"  # type: ignore[attr-defined]
    return "abc"


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(with_nonce, marks=needs_django_6(reason="Django 5.2 has no content security policy")),
        with_nonce_of_django_csp,
    ],
)
def test_the_script_has_the_nonce_of_the_page(hub: Hub, prepare: Any) -> None:
    request = RequestFactory().get("/")
    nonce = prepare(request)
    script = rendered("{% live_script %}", request=request)
    assert f' nonce="{nonce}" defer></script>' in script


def test_a_page_without_a_request_may_have_the_script(hub: Hub) -> None:
    text = Template("{% load htmx_live %}{% live_script %}").render(Context())
    assert "nonce" not in text


def test_a_urlconf_without_the_stream_is_told(settings: Settings) -> None:
    settings.ROOT_URLCONF = "django.contrib.auth.urls"
    with pytest.raises(ImproperlyConfigured, match="The URLconf has no stream of live partials"):
        rendered("{% live_script %}")
