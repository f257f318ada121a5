"""Compare the first request of a process with the same view written by hand: `python -m benchmarks.start`."""

import subprocess
import sys
from statistics import median

from .fragments import NOISE

GOAL = 1.05
PAIRS = 15

# Set up Django, answer one request, and print its CPU time.
FIRST_REQUEST = """
import time
from benchmarks import fragments
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
print((time.thread_time_ns() - start) / 1e6)
"""
OURS = "fragments.decorated('own/page.html', data)"
BY_HAND = "fragments.by_hand('own/page.html', 'own/page.html#rows', data)"


def milliseconds(view: str) -> float:
    code = FIRST_REQUEST.format(view=view)
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
