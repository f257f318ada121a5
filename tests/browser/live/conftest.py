import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from django.test import Client, override_settings
from playwright.sync_api import Browser, ConsoleMessage, Page

from contacts.models import Contact
from htmx_partials.live.asgi import with_live
from htmx_partials.live.hub import current_hub
from tests.browser.live import site
from tests.browser.live.settings import settings_for
from tests.differential.releases import RELEASES, Release

type OpenTab = Callable[..., Page]

# A browser may leave while a thread of Django still has a connection to the database, which then goes with the thread.
of_live = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(params=[RELEASES[1], RELEASES[-1]], ids=str)
def release(request: pytest.FixtureRequest) -> Release:
    """The newest htmx 2 and the newest htmx 4; tests for which more makes a difference have all."""
    release: Release = request.param
    return release


@contextmanager
def serving() -> Iterator[str]:
    """The address at which a real server serves the site, from a thread."""
    application = with_live(ASGIStaticFilesHandler(get_asgi_application()))
    server = uvicorn.Server(uvicorn.Config(application, port=0, lifespan="off", log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        sleep(0.01)
    yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def live_options() -> dict[str, float]:
    """`OPTIONS` of the setting."""
    return {}


@pytest.fixture
def address(transactional_db: None, release: Release, live_options: dict[str, float]) -> Iterator[str]:
    site.asked.clear()
    live = {"OPTIONS": live_options}
    with override_settings(HTMX_PARTIALS_LIVE=live, **settings_for(release)), serving() as address:
        yield address
    gc.collect()


@pytest.fixture
def ada(transactional_db: None) -> Contact:
    return Contact.objects.create(first_name="Ada", last_name="L", email="ada@example.com", city="London")


@pytest.fixture
def alan(ada: Contact) -> Contact:
    return Contact.objects.create(first_name="Alan", last_name="T", email="alan@example.com", city="Leeds")


@pytest.fixture
def open_tab(chromium: Browser, address: str, complaints: list[str]) -> Iterator[OpenTab]:
    """
    Open an address in a browser of its own, which may be a user's.

    What the tab asks for goes by the name of the tab. Errors of scripts and what the content
    security policy forbids fail the test.
    """

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    with ExitStack() as stack:

        def open_tab(path: str = "/", name: str = "tab", user: User | None = None) -> Page:
            context = chromium.new_context(base_url=address, extra_http_headers={"X-Tab": name})
            stack.callback(context.close)
            if user:
                context.add_cookies([session_of(user, address)])
            tab = context.new_page()
            tab.set_default_timeout(15_000)
            tab.on("pageerror", lambda error: complaints.append(str(error)))
            tab.on("console", hear)
            tab.goto(path)
            return tab

        yield open_tab


def session_of(user: User, address: str) -> Any:
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": address}


def streams() -> int:
    return sum(len(streams) for room in current_hub().rooms.values() for streams in room.readers.values())


def wait_for_streams(number: int) -> None:
    end = monotonic() + 15
    while streams() != number:
        assert monotonic() < end, streams()
        sleep(0.01)
