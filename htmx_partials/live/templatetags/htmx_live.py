"""`{% live %}` and `{% live_script %}`: let an element follow what others change."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template import Context, Library, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from htmx_partials.compat import nonce_attribute
from htmx_partials.live.addresses import stream_url
from htmx_partials.live.moments import moment_of
from htmx_partials.live.tokens import write_token
from htmx_partials.live.topics import followed_topic
from htmx_partials.requests import page_url

register = Library()

OPTION = re.compile(r"\w+=")


@register.tag
def live(parser: Parser, token: Token) -> LiveNode:
    """
    Let an element follow topics: when one of them changes, the element is refetched and replaced.

    Usage, inside the start tag of an element with an id::

        <tbody id="rows" {% live "contacts" %}>…</tbody>
        <tr id="row-{{ contact.pk }}" {% live contact %}>…</tr>
        <ul id="list" {% live "contacts.Contact" user swap="morph:outerHTML" %}>…</ul>

    A topic is a string of at most 200 characters, an instance of a model (that row), or a
    model as its class or label. `changed()` and `watch()` of `htmx_partials.live` tell what has
    changed. The element is requested from the URL that it was rendered for, with its id as the
    target. `swap` is a swap style, by default `outerHTML`.

    See `hx-swap` in htmx's documentation.
    """
    tag, *bits = token.split_contents()
    topics = []
    while bits and not OPTION.match(bits[0]):
        topics.append(parser.compile_filter(bits.pop(0)))
    options = token_kwargs(bits, parser)
    if not topics or bits or options.keys() - {"swap"}:
        raise TemplateSyntaxError(
            f"'{tag}' takes one topic or several, and then swap=…: {{% {tag} contact %}}, "
            f'{{% {tag} "contacts" swap="innerHTML" %}}.'
        )
    return LiveNode(topics, options.get("swap"))


class LiveNode(Node):
    def __init__(self, topics: list[FilterExpression], swap: FilterExpression | None) -> None:
        self.topics = topics
        self.swap = swap
        # For checks, which do not render.
        self.written_attributes = ["data-live", "data-live-url", *(["data-live-swap"] if swap else [])]

    def render(self, context: Context) -> SafeString:
        request: HttpRequest | None = context.get("request")
        if request is None:
            raise ImproperlyConfigured(
                "{% live %} needs the request in the context. Add 'django.template.context_processors.request' to the "
                "context processors, and render the page with a request."
            )
        topics = [self.topic(topic, context) for topic in self.topics]
        attributes = format_html(
            'data-live="{}" data-live-url="{}"',
            write_token(topics, session_of(request), moment_of(request)),
            page_url(request),
        )
        if self.swap is None:
            return attributes
        return format_html('{} data-live-swap="{}"', attributes, self.swap.resolve(context))

    def topic(self, topic: FilterExpression, context: Context) -> str:
        try:
            named = topic.resolve(context, ignore_failures=True)
            return followed_topic("" if named is None else named)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{{% live {topic.token} %}}: {error}") from error


def session_of(request: Any) -> str:
    """Return the session cookie. The page depends on it, and says so in `Vary`."""
    if hasattr(request, "session"):
        request.session.accessed = True
    session: str = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return session


@register.simple_tag(takes_context=True)
def live_script(context: Context) -> SafeString:
    """
    The script that lets live elements follow, with the URL of their stream. Put it once into `<head>`.

    It has the page's nonce, if Django's `ContentSecurityPolicyMiddleware` or django-csp sets
    one. Raises `ImproperlyConfigured` if the URLconf has no
    `path("live/", include("htmx_partials.live.urls"))`.
    """
    return format_html(
        '<script src="{}" data-live-stream="{}"{} defer></script>',
        static("htmx_partials/live.js"),
        stream_url(),
        nonce_attribute(context.get("request")),
    )
