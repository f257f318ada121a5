"""The settings of the site, and its templates."""

from typing import Any

from django.utils.csp import CSP

from tests import settings
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
{% endblock %}"""


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
