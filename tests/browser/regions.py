"""A site with one page that changes in many places at once, and one whose parts load later."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path

from htmx_partials import partial_response, render

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "contacts.context_processors.htmx_version",
            ],
        },
    },
]


@partial_response(
    targets={"panel": "panel", "row-*": "row"},
    oob={
        **dict.fromkeys(["panel", "head", "row", "other_row", "cell", "item", "choice", "title"]),
        "new_row": "beforeend:#rows",
        "messages": "beforeend:#toasts",
    },
)
def regions(request: HttpRequest) -> HttpResponseBase:
    state = request.GET.get("state", "before")
    if state == "after":
        messages.info(request, "Changed.")
    return render(request, "regions.html", {"state": state})


@partial_response("soon", "rows", "lasting", "below")
def lazy(request: HttpRequest) -> HttpResponseBase:
    return render(request, "lazy.html", {"times": lambda: count_in_session(request)})


def count_in_session(request: HttpRequest) -> int:
    """How many times this browser has been shown the count."""
    request.session["times"] = request.session.get("times", 0) + 1
    times: int = request.session["times"]
    return times


urlpatterns = [path("regions/", regions), path("lazy/", lazy)]
