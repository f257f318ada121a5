"""Django's caches, and ETags without a cache, for each kind of answer. `-s` shows the table."""

import logging
import os

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.caches.sequences import Answer, play, sequence
from tests.caches.site import CACHING, settings_with

# This many requests have been shown to be enough. CACHE_REQUESTS=3000 sends more.
LENGTH = int(os.environ.get("CACHE_REQUESTS", "600"))

# The middleware, the prefix of the URLs, and whether anything validates answers.
CACHES = {
    "tags alone": ((), "", True),
    "ConditionalGetMiddleware": (CACHING[:1], "", True),
    "cache middleware": (CACHING[1:], "", False),
    "cache middleware, conditional": (CACHING, "", True),
    "cache_page": ((), "kept/", False),
    "cache_page, conditional": (CACHING[:1], "kept/", True),
    "all of them": (CACHING, "kept/", True),
}


def fetch(url: str, headers: dict[str, str]) -> Answer:
    response = Client().get(url, headers=headers)
    return Answer(response.status_code, response.headers, response.content.decode())


@pytest.mark.parametrize("name", CACHES)
def test_no_answer_is_taken_for_one_of_another_kind(name: str) -> None:
    middleware, prefix, validates = CACHES[name]
    logging.getLogger("django.request").setLevel(logging.ERROR)  # do not log a thousand missing pages
    with override_settings(**settings_with(*middleware)):
        cache.clear()
        count = play(fetch, sequence(seed=len(name), length=LENGTH), prefix)
    print(f"\n{count.table(name)}")
    assert count.mixed_up == []
    assert count.answers.total() == LENGTH
    assert (count.validated.total() > 0) is validates
