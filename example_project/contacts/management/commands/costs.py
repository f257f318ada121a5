from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

RUNS = 15


class Cost(NamedTuple):
    bytes: int
    queries: int
    milliseconds: float


class Command(BaseCommand):
    help = "Print what a page of the address book costs, and what its fragments cost."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{'GET /contacts/?q=an':<24}{'bytes':>8}{'queries':>9}{'ms':>7}")
        for name, headers in {"page": {}, "fragment rows": {"HX-Request": "true", "HX-Target": "rows"}}.items():
            cost = cost_of("/contacts/?q=an", headers)
            self.stdout.write(f"{name:<24}{cost.bytes:>8,}{cost.queries:>9}{cost.milliseconds:>7.1f}")


def cost_of(url: str, headers: dict[str, str]) -> Cost:
    client = Client(headers=headers)
    client.get(url)  # compiles the templates
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    return Cost(len(response.content), len(queries), median(_milliseconds(client, url) for _ in range(RUNS)))


def _milliseconds(client: Client, url: str) -> float:
    start = perf_counter()
    client.get(url)
    return (perf_counter() - start) * 1000
