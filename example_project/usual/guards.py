from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse

from usual.requests import HtmxRequest


def permission_required(permission: str, page_url: Callable[..., str]) -> Callable[..., Any]:
    """
    Require a permission. Other users log in, and continue at the page that the view belongs to.

    `page_url` takes the arguments of the view. The URL of the view itself would not do, because most of these views
    answer no GET request.
    """

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.has_perm(permission):
                return view(request, *args, **kwargs)
            return redirect_to_login(page_url(request, *args, **kwargs))

        return guarded

    return decorator
