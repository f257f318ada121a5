"""`PartialResponseMixin`: the same for class-based views."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, wraps
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .actions import Action, actions_of
from .guards import refuse_mixin_behind_view
from .responses import finish_response, respond, separate_in_caches
from .running import answer_with_action, requested_action
from .selection import (
    OutOfBand,
    Partials,
    SelectedPartial,
    Targets,
    prepare_request,
    selected_partial,
)

if TYPE_CHECKING:
    from django.views.generic.base import View as Base
else:
    Base = object


class PartialResponseMixin(Base):
    """
    Let a class-based view answer htmx requests with a partial of its template.

    `partial_names` are the partials that may be asked for, the first is the default;
    `partial_targets` and `partial_oob` are `targets=` and `oob=` of
    `partial_response()`. Override the `get_…()` method of each where it depends on the
    request: they are called after the handler, when `self.object` and the like are
    there, and earlier where `self.selected_partial` is read earlier.

    Raises `ImproperlyConfigured` for a class that has it behind a view in its bases, and
    by `as_view()` where something guards a handler and would not guard the actions.
    """

    partial_names: str | Iterable[str] = ()
    partial_targets: Targets | None = None
    partial_oob: OutOfBand = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        refuse_mixin_behind_view(cls, PartialResponseMixin)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.initkwargs = kwargs

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        actions_of(cls)  # type: ignore[arg-type]
        view = super().as_view(**initkwargs)
        is_async = iscoroutinefunction(view)

        def finish(request: HttpRequest, response: Any) -> Any:
            if isinstance(response, HttpResponseBase):
                separate_in_caches(request, response)
            return response

        # Around all, as another base's dispatch() may answer before ours is called.
        @wraps(view)
        def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            response = finish_response(view(request, *args, **kwargs), finish, request)
            return response if iscoroutine(response) or not is_async else at_once(response)

        return decorated

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        requested = requested_action(request, actions_of(type(self)), type(self))  # type: ignore[arg-type]
        prepare_request(request, self.get_partials)
        if requested:
            # In the place of the handler, so that each dispatch() guards it.
            setattr(self, str(request.method).lower(), partial(self.run_action, requested))

    def run_action(self, requested: Action | HttpResponse, request: HttpRequest, /, *args: Any, **kwargs: Any) -> Any:
        if isinstance(requested, Action):
            requested = requested.bound_to(self)

        def rerun(request: HttpRequest) -> Any:
            view = type(self)(**self.initkwargs)
            view.setup(request, *args, **kwargs)
            return view.dispatch(request, *args, **kwargs)

        return answer_with_action(request, requested, rerun, self.view_is_async, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        def finish(request: HttpRequest, response: Any) -> Any:
            return respond(request, response, self.get_partials, type(self))

        return finish_response(super().dispatch(request, *args, **kwargs), finish, request)

    def get_partials(self) -> Partials:
        return Partials(
            self.get_partial_names(),
            self.get_partial_targets(),
            self.get_partial_oob(),
        )

    def get_partial_names(self) -> str | Iterable[str]:
        """
        Return the partials that may be asked for, the first being the default.

        Override this to choose by role or by object.
        """
        return self.partial_names

    def get_partial_targets(self) -> Targets | None:
        """
        Return a mapping of ids of swapped elements to names, or `None`.

        Override this where the ids depend on the request.
        """
        return self.partial_targets

    def get_partial_oob(self) -> OutOfBand:
        """
        Return the companions, swapped out of band along with every fragment.

        Override this where they depend on the request, or on what was done.
        """
        return self.partial_oob

    @property
    def selected_partial(self) -> SelectedPartial | None:
        """Which fragment the request asks for, or `None` for the page."""
        return selected_partial(self.request)


async def at_once(response: HttpResponseBase) -> HttpResponseBase:
    """Let Django await what the dispatch() of a guard answers without any `async`."""
    return response
