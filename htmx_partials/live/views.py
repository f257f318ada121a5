"""The stream for servers that cannot hold streams: it answers at once, and clients poll."""

from __future__ import annotations

import logging
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from .answers import opening
from .events import HEADERS, changed_event
from .following import RefusedError, Wish, check_length, check_request, follow
from .hub import Hub, current_hub
from .streams import PAUSE

logger = logging.getLogger("htmx_partials.live")

# Seconds to wait for the listener to start.
BEGIN = 2.0


# Anybody may send this: topics are signed for one session, and other sites cannot send JSON.
@csrf_exempt
@login_not_required
def stream(request: HttpRequest) -> HttpResponse:
    """Answer what has changed since a page last asked, and when to ask again."""
    try:
        check_request(request.method, request.content_type, request.META.get("CONTENT_LENGTH"))
        check_length(len(request.body))
        wish = Wish(request.body)
        hub = current_hub()
        hub.start()
        if not hub.is_listening.wait(BEGIN):
            raise RefusedError.away()
    except RefusedError as error:
        return HttpResponse(error.word, status=error.status, headers=error.headers)
    say_once(isinstance(request, ASGIRequest))
    return HttpResponse(answer(hub, wish, request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")), headers=HEADERS)


def answer(hub: Hub, wish: Wish, session: str) -> bytes:
    cursor = hub.history.cursor()
    following = follow(wish, session, hub.history, hub.options.MAX_AGE)
    first = opening(following, cursor, hub.options, spread=PAUSE, poll=True)
    if not following.missed.keys:
        return first
    return first + changed_event(following.missed, str(cursor), spread=0)


@cache
def say_once(is_asgi: bool) -> None:
    if is_asgi:
        cure = "Wrap the application in asgi.py: application = with_live(get_asgi_application())."
    else:
        cure = "To hold streams, serve the site, or this one URL of it, by ASGI, with with_live() in asgi.py."
    logger.warning(
        "Live partials: pages ask every %s seconds what has changed, as nothing holds a stream for them. %s "
        "with_live is in htmx_partials.live.asgi.",
        current_hub().options.POLL,
        cure,
    )
