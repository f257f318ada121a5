"""The user of a request, before an action and after it."""

from __future__ import annotations

import functools
from inspect import getattr_static
from typing import Any, NamedTuple

from django.contrib.auth import SESSION_KEY
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import LazyObject, cached_property

FLAGS = ("is_active", "is_staff", "is_superuser")


class Reader(NamedTuple):
    """Who a request is from. Logging in or out, or deleting the user, makes it another reader."""

    session_key: str | None
    user: Any
    pk: Any


def reader_of(request: HttpRequest) -> Reader:
    session, user = getattr(request, "session", {}), getattr(request, "user", None)
    return Reader(session.get(SESSION_KEY), user, getattr(user, "pk", None))


def rights_of(user: Any) -> frozenset[str]:
    """Return the flags of a user that Django's guards read, and the permissions that have been loaded so far."""
    permissions = getattr(user, "_perm_cache", ())
    return frozenset([*permissions, *(flag for flag in FLAGS if getattr(user, flag, False))])


def has_lost_rights(user: Any, rights: frozenset[str]) -> bool:
    """Return whether a guard that let a user with these rights pass would refuse this user now."""
    if user is not None and not rights.issubset(FLAGS):
        user.get_all_permissions()
    return not rights <= rights_of(user)


def reload_user(user: Any) -> Any:
    """
    Return the user as the database has them now, or `None` if they were deleted.

    Attributes that middleware has set on the user are kept, cached permissions and cached
    properties are not. An object that is not stored in a database is returned as it is.
    """
    if not isinstance(user, Model) or user._state.adding:
        return user
    model = user.__class__
    fresh = model._default_manager.using(user._state.db).filter(pk=user.pk).first()
    if fresh is not None:
        for name, value in vars(unwrapped(user)).items():
            if name not in vars(fresh) and not is_remembered(model, name):
                setattr(fresh, name, value)
    return fresh


def unwrapped(user: Any) -> Any:
    """Return the user inside a lazy object."""
    return unwrapped(vars(user)["_wrapped"]) if isinstance(user, LazyObject) else user


def is_remembered(model: type, name: str) -> bool:
    """Return whether an attribute of the user is a cache."""
    cached = (functools.cached_property, cached_property)
    return name.endswith("_cache") or isinstance(getattr_static(model, name, None), cached)
