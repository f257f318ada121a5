"""`{% lazy_partial %}`: load a partial after the page. `{% partials_debug %}`: highlight swaps in development."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template import Context, Library, Node, TemplateSyntaxError
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from htmx_partials.oob import escape_identifier
from htmx_partials.requests import page_url
from htmx_partials.selection import bare_name, site_wide, view_partials

register = Library()

# In `hx-trigger`: an event with its modifiers, whose filter in brackets may hold commas; what is no DOM event.
TRIGGER = re.compile(r"(?:\[(?:[^\[\]]|\[[^\]]*\])*\]|[^,\[])+")
NOT_A_DOM_EVENT = re.compile(r"\s*(?:load|every|revealed|intersect)\b")
VISIBILITY_EVENT = re.compile(r"\b(?:revealed|intersect)\b")

TAG_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")

# Attributes that the element must not inherit. In htmx 2 "unset" stops inheritance, and an
# empty attribute gives way to its data- form; in htmx 4 the empty attribute is the value.
# `hx-disable` itself would turn htmx 2 off. `hx-disinherit` keeps the body from inheriting any of this.
NAMES = (
    "confirm",
    "config",
    "disabled-elt",
    "encoding",
    "headers",
    "include",
    "params",
    "prompt",
    "push-url",
    "replace-url",
    "select",
    "select-oob",
    "sync",
    "vals",
    "vars",
)
NOT_INHERITED = (
    " ".join(f'hx-{name}="" data-hx-{name}="unset"' for name in NAMES) + ' hx-disable:inherited="" hx-disinherit="*"'
)

REPLACED_ELEMENT = (
    '<{tag} id="{id}" hx-get="{url}" hx-trigger="{trigger}" hx-target="this" hx-swap="outerHTML" '
    f'hx-indicator="" data-hx-indicator="unset" {NOT_INHERITED}>{{body}}</{{tag}}>'
)
KEPT_ELEMENT = (
    '<{tag} hx-get="{url}" hx-trigger="{listening}" hx-target="{selector}" hx-swap="innerHTML" '
    f'hx-indicator="{{selector}}" {NOT_INHERITED}{{hidden}}></{{tag}}><{{tag}} id="{{id}}">{{body}}</{{tag}}>'
)


@register.simple_tag(takes_context=True)
def partials_debug(context: Context) -> SafeString:
    """
    Load the script that highlights what htmx swaps, with `DEBUG` only.

    Put it into the `<head>` of the base template. Alt+P then shows the partials of the
    page, and each swap its partial, why it was chosen, and a link to its template, see
    `HTMX_PARTIALS_EDITOR`. `HtmxPartialsMiddleware` sends the header that it needs.
    """
    if not settings.DEBUG:
        return SafeString()
    from htmx_partials.debug.scripts import script_tag

    return script_tag(context)


@register.tag
def lazy_partial(parser: Parser, token: Token) -> LazyPartialNode:
    """
    Show something until a partial of the page has been loaded in its place.

    Usage::

        {% lazy_partial stats %}Loading…{% endlazy_partial %}
        {% lazy_partial stats trigger="load, stockChanged from:document" keep %}…{% endlazy_partial %}
        {% lazy_partial rows tag="tbody" trigger="revealed" %}<tr><td>…</td></tr>{% endlazy_partial %}

    The body stands in an element with the id of the partial, which fetches the partial
    from the page's own URL. `trigger` is any htmx trigger, by default `load`. `tag` is the
    name of the element, by default `div`.

    The partial takes the place of the element. With `keep` the element stays, and the
    partial is put into it at each trigger. An empty element of the same name, just before
    it, then sends the requests. So the partial inherits htmx's attributes from the elements
    around it, and its requests do not.

    Listen for events that the server sends (`HX-Trigger`) at the document: there htmx 4
    sends those of elements that the answer removed.

    See `hx-trigger` in htmx's documentation.
    """
    tag, *bits = token.split_contents()
    if not bits or "=" in bits[0]:
        raise TemplateSyntaxError(f"'{tag}' needs the name of a partial: {{% {tag} stats %}}.")
    name = bits.pop(0).strip("\"'")
    keep = "keep" in bits
    if keep:
        bits.remove("keep")
    options = token_kwargs(bits, parser)
    unknown = [*bits, *(option for option in options if option not in ("trigger", "tag"))]
    if unknown:
        raise TemplateSyntaxError(
            f"'{tag}' does not understand {unknown[0]!r}. After the name of the partial it takes trigger=…, tag=… and "
            f"keep."
        )
    nodelist = parser.parse((f"end{tag}",))
    parser.delete_first_token()
    return LazyPartialNode(name, options, keep, nodelist)


class LazyPartialNode(Node):
    def __init__(self, name: str, options: dict[str, FilterExpression], keep: bool, nodelist: NodeList) -> None:
        self.name = name
        self.options = options
        self.keep = keep
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        options = {"trigger": "load", "tag": "div"}
        options |= {option: str(value.resolve(context)) for option, value in self.options.items()}
        if not TAG_NAME.fullmatch(options["tag"]):
            raise TemplateSyntaxError(f"{options['tag']!r} is not the name of an element.")
        name = bare_name(self.name)
        options |= {"id": name, "url": self.url(context), "body": self.nodelist.render(context)}
        return format_html(
            KEPT_ELEMENT if self.keep else REPLACED_ELEMENT,
            **options,
            selector=f"#{escape_identifier(name)}",
            listening=trigger_from(f"#{escape_identifier(name)}", options["trigger"]),
            hidden="" if VISIBILITY_EVENT.search(options["trigger"]) else mark_safe(" hidden"),
        )

    def url(self, context: Context) -> str:
        """Return the page's own URL with its query, without this library's parameters."""
        request: HttpRequest | None = context.get("request")
        if request is None:
            raise ImproperlyConfigured(
                f"{{% lazy_partial {self.name} %}} needs the request in the context. Add "
                f"'django.template.context_processors.request' to the context processors, and render the page with "
                f"a request."
            )
        self.check_declared(request)
        return page_url(request)

    def check_declared(self, request: HttpRequest) -> None:
        declared = view_partials(request)
        of_site = site_wide().for_target(self.name)
        if (declared is None or self.name not in declared.by_name) and not of_site:
            raise ImproperlyConfigured(
                f"{{% lazy_partial {self.name} %}} asks for a partial that the view of {request.path} does not "
                f"declare. Add {self.name!r} to its names: partial_response({self.name!r}), or partial_names of "
                f"PartialResponseMixin."
            )


def trigger_from(selector: str, trigger: str) -> str:
    """Return the trigger, with each event listened to at another element unless it says where."""
    return ",".join(
        part if NOT_A_DOM_EVENT.match(part) or " from:" in part else f"{part.rstrip()} from:{selector}"
        for part in TRIGGER.findall(trigger)
    )
