"""`PartialResponseMixin`: class-based views answer with their page, or with just a partial of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, wraps
from types import CoroutineType
from typing import TYPE_CHECKING, Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .actions import Action, actions_of
from .guards import refuse_mixin_behind_view
from .responses import respond, separate_in_caches
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

    `partial_names` are the partials that may be asked for, the first is the default.
    `partial_targets` and `partial_oob` are as `targets=` and `oob=` of `partial_response()`.
    Override the `get_…()` method of each if it depends on the request. These methods are
    called after the handler, when `self.object` and the like are set, or earlier if
    `self.selected_partial` is read earlier.

    Raises `ImproperlyConfigured` for a class that has this mixin after a view in its bases.
    `as_view()` raises it if something guards a handler and would not guard the actions.
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

        # Around the whole view, because another base's dispatch() may answer before this one is called.
        @wraps(view)
        def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            response: Any = view(request, *args, **kwargs)
            if is_async or isinstance(response, CoroutineType):
                return separate_awaited(request, response)
            return separate(request, response)

        return decorated

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        requested = requested_action(request, actions_of(type(self)), type(self))  # type: ignore[arg-type]
        prepare_request(request, self.get_partials)
        if requested:
            # In place of the handler, so that each dispatch() guards the action.
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
        return respond(request, super().dispatch(request, *args, **kwargs), self.get_partials, type(self))

    def get_partials(self) -> Partials:
        return Partials(
            self.get_partial_names(),
            self.get_partial_targets(),
            self.get_partial_oob(),
        )

    def get_partial_names(self) -> str | Iterable[str]:
        """
        Return the partials that may be asked for, the first being the default.

        Override this if they depend on the user or the object.
        """
        return self.partial_names

    def get_partial_targets(self) -> Targets | None:
        """
        Return a mapping of ids of swapped elements to names, or `None`.

        Override this if the ids depend on the request.
        """
        return self.partial_targets

    def get_partial_oob(self) -> OutOfBand:
        """
        Return the companions, which are sent with every fragment as out-of-band swaps.

        Override this if they depend on the request, or on what an action did.
        """
        return self.partial_oob

    @property
    def selected_partial(self) -> SelectedPartial | None:
        """The fragment that the request asks for, or `None` for the page."""
        return selected_partial(self.request)


def separate(request: HttpRequest, response: Any) -> Any:
    if isinstance(response, HttpResponseBase):
        separate_in_caches(request, response)
    return response


async def separate_awaited(request: HttpRequest, response: Any) -> Any:
    """Do the same where Django awaits the view. The `dispatch()` of a guard may have answered without a coroutine."""
    return separate(request, await response if isinstance(response, CoroutineType) else response)
