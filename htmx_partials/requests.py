"""What a request asks for: the page or a fragment, for which target, and by which version of htmx."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cache, partial
from io import BytesIO
from typing import Any, cast
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from .state import state_of

# This library's own parameters: the partial to render, and the action to run.
PARAMETER, ACTION = "_partial", "_action"

# The content types of bodies that Django parses.
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

# The request headers that decide between page and fragment, as one `Vary` line.
VARY = "HX-Request, HX-Boosted, HX-History-Restore-Request, HX-Request-Type, HX-Target"


def is_htmx(request: HttpRequest) -> bool:
    """Return whether htmx made this request. Tests may set `request.htmx` to a bool."""
    try:
        htmx = request.htmx  # type: ignore[attr-defined]
    except AttributeError:
        raise missing_htmx_error(request) from None
    # Read from META: django-htmx would copy all headers of the request first.
    if type(htmx) is HtmxDetails:
        return "HTTP_HX_REQUEST" in request.META and request.META["HTTP_HX_REQUEST"] == "true"
    return bool(htmx)


def missing_htmx_error(request: object) -> Exception:
    """Return the error for something without `request.htmx`: a request, or an argument that is no request at all."""
    if not hasattr(request, "META"):
        return TypeError(
            f"partial_response() expected a request as the view's first argument, "
            f"not {type(request).__name__!r}. On a method of a class-based view use "
            f"PartialResponseMixin, or "
            f"@method_decorator(partial_response(…), name='dispatch') on the class."
        )
    return ImproperlyConfigured("request.htmx is missing. Add 'django_htmx.middleware.HtmxMiddleware' to MIDDLEWARE.")


def asks_for_fragment(request: HttpRequest) -> bool:
    """
    Return whether the answer may be less than the page.

    It may not where the browser rebuilds the whole document: after a history cache miss,
    or in htmx 4 if the target is the body or `hx-select` cuts the answer. A named partial
    may still be put into the body.
    """
    return (
        is_htmx(request)
        and request.META.get("HTTP_HX_HISTORY_RESTORE_REQUEST") != "true"
        and (not asks_for_full(request) or names_partial(request))
    )


def asks_for_full(request: HttpRequest) -> bool:
    return request.META.get("HTTP_HX_REQUEST_TYPE") == "full"


def names_partial(request: HttpRequest) -> bool:
    return not is_boosted(request) and bool(partial_parameter(request))


def is_boosted(request: HttpRequest) -> bool:
    return request.META.get("HTTP_HX_BOOSTED") == "true"


def replaces_part(request: HttpRequest) -> bool:
    """Return whether htmx swaps the answer into less than the whole body."""
    if not is_htmx(request) or request.META.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
        return False
    target: str = request.META.get("HTTP_HX_TARGET", "")
    if is_htmx_4(request):
        return target.partition("#")[0] != "body" or names_partial(request)
    return bool(target) or not is_boosted(request)


def current_page_url(request: HttpRequest) -> str | None:
    """Return the URL of the page that the reader is on, with its query, or `None` for a page of another site."""
    try:
        url = HtmxDetails(request).current_url_abs_path
    except ValueError:  # the header holds no URL
        return None
    if url and url.startswith("/") and url_has_allowed_host_and_scheme(url, request.get_host(), request.is_secure()):
        return url
    return None


def is_htmx_4(request: HttpRequest) -> bool:
    return "HTTP_HX_REQUEST_TYPE" in request.META


def target_id(request: HttpRequest) -> str:
    """
    Return the id of the element that the answer is swapped into, or "" if it has none.

    htmx 4 sends `tag#id`, always percent-encoded. htmx 2 sends the bare id, and encodes it
    only if a header cannot carry its characters. htmx 2 says so in another header, which is
    not part of the `Vary` line and therefore not read here.
    """
    target: str = request.META.get("HTTP_HX_TARGET", "")
    if is_htmx_4(request) or "#" in target:
        return unquote(target.partition("#")[2])
    if "%" not in target:
        return target
    decoded = unquote(target)
    return target if decoded.isascii() or max(decoded) <= "\xff" else decoded


def take_parameter(request: HttpRequest, name: str) -> list[str]:
    """Remove one of this library's own parameters from `request.GET` and `request.POST`, and return its values."""
    values: list[str] = []
    query: str = request.META.get("QUERY_STRING", "")
    if name in query or "%" in query:
        values += request.GET.getlist(name)
        request.GET = without_parameter(request.GET, name)
    if is_read(request):
        values += request.POST.getlist(name)
        request.POST = without_parameter(request.POST, name)
    return values


def hide_partial_parameter(request: HttpRequest) -> None:
    """
    Move `_partial` from what the view sees of the request to the request's state.

    A form that nobody has read yet is left to the view, which may want its own upload
    handlers or the raw body. `_partial` is removed when the view reads it.
    """
    if values := take_parameter(request, PARAMETER):
        state_of(request).partial_parameter = values
    if request.method == "POST" and request.content_type in FORMS and not is_read(request):
        request_class: Any = type(request)
        request.__class__ = unread_form(request_class)


def partial_parameter(request: HttpRequest) -> Sequence[str]:
    """Return the values of `_partial`, which the view does not see. This reads a form that the view has not read."""
    if isinstance(request, UnreadForm):
        request._load_post_and_files()
    return state_of(request).partial_parameter


def is_read(request: HttpRequest) -> bool:
    """Return whether the body of the request has been parsed."""
    return hasattr(request, "_post") or "POST" in vars(request)


class UnreadForm(HttpRequest):
    """A request whose form has not been read. Reading it restores the original class and removes `_partial`."""


@cache
def unread_form(request_class: Any) -> type[HttpRequest]:
    """Return the subclass of a request class that has an unread form."""

    def load(self: Any) -> None:
        self.__class__ = request_class
        self._load_post_and_files()
        state = state_of(self)
        state.partial_parameter = [*state.partial_parameter, *take_parameter(self, PARAMETER)]

    return type(request_class.__name__, (UnreadForm, request_class), {"_load_post_and_files": load})


def without_parameter(parameters: QueryDict, name: str) -> Any:
    if name not in parameters:
        return parameters
    parameters = parameters.copy()
    del parameters[name]
    parameters._mutable = False
    return parameters


def own_full_path(request: HttpRequest, force_append_slash: bool = False, *, info: bool = False) -> str:
    """Return `get_full_path()`, or `get_full_path_info()` with `info`, without this library's parameters."""
    method = type(request).get_full_path_info if info else type(request).get_full_path
    path, _, query = method(request, force_append_slash).partition("?")
    parameters = QueryDict(query)
    if ACTION in parameters or PARAMETER in parameters:
        query = request.GET.urlencode()
    return f"{path}?{query}" if query else path


def page_url(request: HttpRequest) -> str:
    """The path of the request, with its query but for this library's own parameters."""
    path = escape_leading_slashes(escape_uri_path(request.path))
    query = without_parameter(without_parameter(request.GET, PARAMETER), ACTION).urlencode()
    return f"{path}?{query}" if query else path


def is_second_run(request: HttpRequest) -> bool:
    """Return whether this is the request with which a view runs again after an action."""
    return request.method == "GET" and state_of(request).action_method is not None


def second_request(request: HttpRequest, user: Any) -> HttpRequest:
    """
    Return the request with which the view runs again: a GET for the page that the action was sent from.

    `user` is the user of the request, reloaded from the database.

    It shares `META` with `request`, because Django's CSRF protection keeps its state there.
    """
    second: Any = copy(request)
    state_of(request).action_method = request.method
    second.method = "GET"
    second.get_full_path = partial(own_full_path, request)
    second.get_full_path_info = partial(own_full_path, request, info=True)
    second.GET = request.GET
    second.POST = QueryDict()
    second._files = MultiValueDict()
    second._body = b""
    second._stream = BytesIO()
    second.content_type, second.content_params = "", {}
    if hasattr(request, "user"):
        second.user = user
    if hasattr(request, "auser"):

        async def auser() -> Any:
            return user

        second.auser = auser
    return cast(HttpRequest, second)
