from argparse import ArgumentParser
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact

RUNS = 15

PAGE: dict[str, str] = {}
NAVIGATION = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "content"}


def swap(target: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": target}


class Request(NamedTuple):
    name: str
    url: str
    headers: dict[str, str] = PAGE


SEARCH = [
    Request("/contacts/?q=an, the page", "/contacts/?q=an"),
    Request("  #rows, as one types", "/contacts/?q=an", swap("rows")),
]


def every_request(contact: str) -> list[Request]:
    return [
        Request("/contacts/, the page", "/contacts/"),
        Request("  #content, a navigation", "/contacts/", NAVIGATION),
        Request("  #rows, with count and columns", "/contacts/?sort=city", swap("rows")),
        Request("  further rows", "/contacts/?page=2", swap("more")),
        Request("/contacts/<pk>/, the page", contact),
        Request("  #content, a navigation", contact, NAVIGATION),
        Request("  #tabs, details", f"{contact}?tab=details", swap("tabs")),
        Request("  #tabs, notes", f"{contact}?tab=notes", swap("tabs")),
        Request("  #tabs, history", f"{contact}?tab=history", swap("tabs")),
        Request("  #modal, the form to edit", f"{contact}?edit=1&_partial=edit", swap("modal")),
        Request("  #statistics, loaded lazily", contact, swap("statistics")),
        Request("/accounts/password/, the page", "/accounts/password/"),
        Request("  #content, a navigation", "/accounts/password/", NAVIGATION),
    ]


class Command(BaseCommand):
    help = "Print what a search costs as a page and as a fragment, in bytes, database queries and milliseconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="each page and fragment of the site, signed in as demo")

    def handle(self, *args: Any, **options: Any) -> None:
        client = Client()
        requests = SEARCH
        if options["all"]:
            client.force_login(User.objects.get(username="demo"))
            client.get("/contacts/")  # takes the message about that
            requests = SEARCH + every_request(Contact.objects.all()[0].get_absolute_url())
        self.stdout.write(f"{'':<34}{'bytes':>8}{'queries':>9}{'ms':>7}")
        for request in requests:
            self.stdout.write(row(client, request))


def row(client: Client, request: Request) -> str:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(request.url, headers=request.headers)
        count = len(queries)  # the next request will forget them
    milliseconds = median(time_of(client, request) for _ in range(RUNS))
    return f"{request.name:<34}{len(response.content):>8,}{count:>9}{milliseconds:>7.1f}"


def time_of(client: Client, request: Request) -> float:
    start = perf_counter()
    client.get(request.url, headers=request.headers)
    return (perf_counter() - start) * 1000
