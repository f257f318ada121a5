"""A site for real browsers whose pages follow what others change: contacts in a list, and what is made of them."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.utils.csp import CSP

from contacts.models import Contact
from htmx_partials import partial_response, render, selected_partial
from htmx_partials.live import changed
from htmx_partials.requests import target_id
from tests.differential.releases import Release
from tests.templates_for_tests import in_memory

BASE = """{% load django_htmx htmx_live %}<!doctype html><html lang="en"><head>
<meta name="htmx-config" content='{"includeIndicatorStyles": false, "includeIndicatorCSS": false, "allowEval": false}'>
<title>{{ request.path }}</title>{% htmx_script version=HTMX_VERSION %}{% live_script %}
</head><body>{% block content %}{% endblock %}</body></html>"""

CONTACTS = """{% extends "base.html" %}{% load htmx_live %}{% block content %}
<input id="q" name="q" value="{{ query }}" hx-get="/" hx-trigger="input" hx-target="#rows" hx-push-url="true">
{% partialdef count inline %}<p id="count" {% live "contacts.Contact" %}>{{ contacts|length }}</p>{% endpartialdef %}
<table>
<tbody id="rows" {% live "list" %}>
  {% partialdef rows inline %}
    {% for contact in contacts %}
      {% partialdef row inline %}
        <tr id="row-{{ contact.pk }}" {% live contact %}>
          <td class="name"><a id="link-{{ contact.pk }}" href="#top">{{ contact.first_name }}</a></td>
          {% if user.is_staff %}<td class="city">{{ contact.city }}</td>{% endif %}
          <td>
            <form hx-post="/" hx-target="#row-{{ contact.pk }}" hx-swap="outerHTML">
              <input type="hidden" name="contact" value="{{ contact.pk }}">
              <input name="first_name" value="{{ contact.first_name }}" aria-label="Name of {{ contact.pk }}">
              <input type="checkbox" name="chosen" aria-label="Choose {{ contact.pk }}">
              <button name="_action" value="rename">Rename</button>
            </form>
          </td>
        </tr>
      {% endpartialdef %}
    {% endfor %}
  {% endpartialdef %}
</tbody>
</table>
{% partialdef log inline %}<textarea id="log" rows="2" readonly {% live "log" %}>{{ log }}</textarea>{% endpartialdef %}
{% endblock %}"""


class Asked(NamedTuple):
    """A request for a fragment."""

    tab: str
    url: str
    target: str


asked: list[Asked] = []


@partial_response("rows", "count", "log", targets={"row-<int>": "row"})
def contacts(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        asked.append(Asked(request.headers.get("X-Tab", ""), request.get_full_path(), target_id(request)))
    query = request.GET.get("q", "")
    context: dict[str, Any] = {"query": query, "log": "\n".join(map(str, range(100)))}
    selected = selected_partial(request)
    if selected and selected.name == "row":
        context["contact"] = get_object_or_404(Contact, pk=selected.suffix)
    else:
        context["contacts"] = Contact.objects.filter(first_name__contains=query).order_by("pk")
    return render(request, "contacts.html", context)


@contacts.action
def rename(request: HttpRequest) -> None:
    rename_contact(int(request.POST["contact"]), request.POST["first_name"])


def rename_contact(pk: int, first_name: str) -> None:
    contact = Contact.objects.get(pk=pk)
    contact.first_name = first_name
    contact.save()
    changed(contact)


urlpatterns = [
    path("", contacts),
    path("members/", login_required(contacts)),
    path("live/", include("htmx_partials.live.urls")),
]


def settings_for(release: Release) -> dict[str, Any]:
    return {
        "ROOT_URLCONF": "tests.browser.live.site",
        "ALLOWED_HOSTS": ["*"],
        "TEMPLATES": [
            in_memory(
                {"base.html": BASE, "contacts.html": CONTACTS},
                processors=[
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "contacts.context_processors.htmx_version",
                ],
            )
        ],
        "MIDDLEWARE": [
            "django.middleware.gzip.GZipMiddleware",
            "django.middleware.csp.ContentSecurityPolicyMiddleware",
            *[each for each in settings.MIDDLEWARE if "csrf" not in each],
            "htmx_partials.middleware.HtmxPartialsMiddleware",
        ],
        "SECURE_CSP": {
            "default-src": [CSP.NONE],
            "script-src": [CSP.SELF],
            "connect-src": [CSP.SELF],
            "img-src": [CSP.SELF],
        },
        **release.settings,
    }
