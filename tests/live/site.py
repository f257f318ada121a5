"""A page with live elements, and what changes them."""

from django.contrib.auth import logout
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path

from htmx_partials.live import changed
from tests.templates_for_tests import in_memory

PAGE = """{% load htmx_live %}{% live_script %}
<ul id="list" {% live "contacts" "notes" %}></ul>
<p id="stock" {% live "stock" %}></p>"""

TEMPLATES = [in_memory({"page.html": PAGE})]


def page(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, "page.html")


def change(request: HttpRequest) -> HttpResponse:
    """Change what the query names, and show the page then."""
    for topic in request.GET.getlist("topic"):
        changed(topic)
    return TemplateResponse(request, "page.html")


def store(request: HttpRequest) -> HttpResponse:
    """Change a topic in a transaction, which is rolled back where the query says so."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            changed(request.GET["topic"])
            if "fail" in request.GET:
                raise RuntimeError("rolled back")
    except RuntimeError as error:
        return HttpResponse(str(error))
    return HttpResponse("stored")


async def change_in_loop(request: HttpRequest) -> HttpResponse:
    changed("contacts")
    return HttpResponse("changed")


def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse("signed out")


urlpatterns = [
    path("", page),
    path("change/", change),
    path("store/", store),
    path("change-in-loop/", change_in_loop),
    path("sign-out/", sign_out),
    path("live/", include("htmx_partials.live.urls")),
]
