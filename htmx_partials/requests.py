"""What does this request ask for: page or fragment, which target, which htmx?"""

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
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from .state import state_of

# This library's own parameters: which partial is asked for, and which action.
PARAMETER, ACTION = "_partial", "_action"

# What a body has to be for Django to find parameters in it.
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

# The headers that decide what a view answers, as one `Vary` line.
VARY = "HX-Request, HX-Boosted, HX-History-Restore-Request, HX-Request-Type, HX-Target"


def is_htmx(request: HttpRequest) -> bool:
    """Was this request made by htmx? Tests may set `request.htmx` to a bool."""
    try:
        htmx = request.htmx  # type: ignore[attr-defined]
    except AttributeError:
        raise missing_htmx_error(request) from None
    # django-htmx would copy all headers of the request to read this one.
    if type(htmx) is HtmxDetails:
        return request.META.get("HTTP_HX_REQUEST") == "true"
    return bool(htmx)


def missing_htmx_error(request: object) -> Exception:
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
    May the answer be less than the page?

    No where the browser rebuilds the whole document: after a history cache miss,
    or, in htmx 4, because the target is the body or `hx-select` cuts the answer, and
    no partial is named that is to be put into the body.
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
    """Is the answer swapped into less than the whole body?"""
    if not is_htmx(request) or request.META.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
        return False
    target: str = request.META.get("HTTP_HX_TARGET", "")
    if is_htmx_4(request):
        return target.partition("#")[0] != "body" or names_partial(request)
    return bool(target) or not is_boosted(request)


def current_page_url(request: HttpRequest) -> str | None:
    """The page that the reader is on, with its query, where it is one of this site."""
    try:
        url = HtmxDetails(request).current_url_abs_path
    except ValueError:  # it is no URL at all
        return None
    if url and url.startswith("/") and url_has_allowed_host_and_scheme(url, request.get_host(), request.is_secure()):
        return url
    return None


def is_htmx_4(request: HttpRequest) -> bool:
    return "HTTP_HX_REQUEST_TYPE" in request.META


def target_id(request: HttpRequest) -> str:
    """
    The id of the element that the answer is swapped into, "" where it has none.

    htmx 2 sends the bare id, and percent-encodes it only where it has characters that a
    header cannot carry; htmx 4 sends `tag#id`, always percent-encoded. That htmx 2 has
    done so it says in a header of its own, which caches are not told to look at.
    """
    target: str = request.META.get("HTTP_HX_TARGET", "")
    if is_htmx_4(request) or "#" in target:
        return unquote(target.partition("#")[2])
    if "%" not in target:
        return target
    decoded = unquote(target)
    return target if decoded.isascii() or max(decoded) <= "\xff" else decoded


def take_parameter(request: HttpRequest, name: str) -> list[str]:
    """Remove one of this library's own parameters from what is read of the request, and return it."""
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
    Keep `_partial` from what the view sees of the request, and remember it.

    A form that nobody has read yet is the view's to read, which may want upload
    handlers of its own or the body as it came: `_partial` is kept from it when it is read.
    """
    query: str = request.META.get("QUERY_STRING", "")
    if request.method == "GET" and PARAMETER not in query and "%" not in query:
        return  # as most requests
    if values := take_parameter(request, PARAMETER):
        state_of(request).partial_parameter = values
    if request.method == "POST" and request.content_type in FORMS and not is_read(request):
        request_class: Any = type(request)
        request.__class__ = unread_form(request_class)


def partial_parameter(request: HttpRequest) -> Sequence[str]:
    """
    The values of `_partial`, where the view has kept it.

    In a form that the view has not read, it is looked for now.
    """
    if isinstance(request, UnreadForm):
        request._load_post_and_files()
    return state_of(request).partial_parameter


def is_read(request: HttpRequest) -> bool:
    return hasattr(request, "_post") or "POST" in vars(request)


class UnreadForm(HttpRequest):
    """Becomes what it was when its form is read, without `_partial` in it."""


@cache
def unread_form(request_class: Any) -> type[HttpRequest]:
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
    """`get_full_path()`, or `get_full_path_info()`, without this library's parameters."""
    method = type(request).get_full_path_info if info else type(request).get_full_path
    path, _, query = method(request, force_append_slash).partition("?")
    parameters = QueryDict(query)
    if ACTION in parameters or PARAMETER in parameters:
        query = request.GET.urlencode()
    return f"{path}?{query}" if query else path


def is_second_run(request: HttpRequest) -> bool:
    """Is this the request of a second run, after an action?"""
    return request.method == "GET" and state_of(request).action_method is not None


def second_request(request: HttpRequest, user: Any) -> HttpRequest:
    """
    A request for the page that an action was sent from, by the same reader.

    `user` is this reader, read anew.

    It shares `META`, in which Django's CSRF protection leaves its notes.
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
