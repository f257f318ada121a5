"""Who a request is from, before an action and after it."""

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
    """Who reads: one who logs in or out, or is deleted, becomes another."""

    session_key: str | None
    user: Any
    pk: Any


def reader_of(request: HttpRequest) -> Reader:
    session, user = getattr(request, "session", {}), getattr(request, "user", None)
    return Reader(session.get(SESSION_KEY), user, getattr(user, "pk", None))


def rights_of(user: Any) -> frozenset[str]:
    """What a user may, of that which Django's guards ask for; of permissions, if they have been asked for."""
    permissions = getattr(user, "_perm_cache", ())
    return frozenset([*permissions, *(flag for flag in FLAGS if getattr(user, flag, False))])


def has_lost_rights(user: Any, rights: frozenset[str]) -> bool:
    """Would a guard that let this user through, with these rights, turn them away now?"""
    if user is not None and not rights.issubset(FLAGS):
        user.get_all_permissions()
    return not rights <= rights_of(user)


def reload_user(user: Any) -> Any:
    """
    The user as the database has them now, or `None` if it does not.

    What middleware has put on the user stays, but for what is remembered there of
    permissions and the like. One that is in no database stays as a whole.
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
    """The user within all that is lazy around it."""
    return unwrapped(vars(user)["_wrapped"]) if isinstance(user, LazyObject) else user


def is_remembered(model: type, name: str) -> bool:
    cached = (functools.cached_property, cached_property)
    return name.endswith("_cache") or isinstance(getattr_static(model, name, None), cached)
