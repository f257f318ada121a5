import subprocess
import sys

from django.test import Client

from htmx_partials import testing
from htmx_partials.testing import HtmxClient, HtmxPage


def test_htmx_client_is_a_client(htmx_client) -> None:
    assert isinstance(htmx_client, HtmxClient)


def test_htmx_page_opens_pages_with_that_client(htmx_page, htmx_client, play) -> None:
    play("<p>x</p>", 4)
    page = htmx_page("/", htmx=4)
    assert isinstance(page, HtmxPage)
    assert page.client is htmx_client


def test_htmx_page_takes_another_client(htmx_page, play) -> None:
    play("<p>x</p>")
    other = Client()
    assert htmx_page("/", client=other).client is other


def test_the_plugin_imports_nothing_until_it_is_used() -> None:
    program = (
        "import htmx_partials.testing.plugin, sys; sys.exit(any(name in sys.modules for name in ('bs4', 'turbohtml')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_there_is_nothing_else() -> None:
    assert not hasattr(testing, "HtmxWindow")
