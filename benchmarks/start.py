"""Compare the first request of a process with the same view written by hand: `python -m benchmarks.start`."""

import subprocess
import sys
from statistics import median

from .fragments import NOISE

GOAL = 1.15
PAIRS = 21

# Set up Django, answer one request, and print its CPU time.
FIRST_REQUEST = """
import time
from benchmarks import fragments
from django.template.loader import get_template
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware
fragments.configure()
from htmx_partials import *  # in both processes, as the app's template tags need most of it
data = fragments.context(20)
view = {view}
request = RequestFactory(headers=fragments.HEADERS).get("/contacts/")
HtmxMiddleware(lambda request: None)(request)
start = time.thread_time_ns()
response = view(request)
if hasattr(response, "render"):
    response.render()
for template in {templates}:
    get_template(template)
print((time.thread_time_ns() - start) / 1e6)
"""
OURS = FIRST_REQUEST.format(view="fragments.decorated('own/page.html', data)", templates=())
# The page consists of two more templates. They are compiled with its first fragment, or by hand with the page.
BY_HAND = FIRST_REQUEST.format(
    view="fragments.by_hand('own/page.html', 'own/page.html#rows', data)", templates=("own/base.html", "beside.html")
)


def milliseconds(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def main() -> bool:
    pairs = [(milliseconds(OURS), milliseconds(BY_HAND)) for _ in range(PAIRS)]
    ratio = median(ours / theirs for ours, theirs in pairs)
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    is_missed = ratio > GOAL + NOISE
    print(f"first request of a process, by hand: {ratio:.3f}, goal {GOAL}: {ours:.2f} and {theirs:.2f} ms", end=" ")
    print("missed" if is_missed else "")
    return not is_missed


if __name__ == "__main__":
    sys.exit(not main())
