"""`watch()`: call `changed()` for all changes for which Django sends signals."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import ManyToManyRel, Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from .changes import changed, send_at_commit
from .topics import changed_topics, topics_of_rows

NAME = "htmx_partials.live"

# The actions after which rows have changed. For the last one it is not known which rows.
DONE = ("post_add", "post_remove", "post_clear")

watched: set[type[Model]] = set()


def watch(*models: type[Model]) -> None:
    """
    Call `changed()` at every save, deletion and many-to-many change of an instance of these models.

    Call this when the models are loaded: in `AppConfig.ready()`. Proxies and models that
    inherit from these count as well. An abstract model stands for all models that inherit from
    it. `update()`, `bulk_create()` and other bulk operations send no signal in Django: call
    `changed(Model)` after those. Raises `TypeError` for what is not a model.

    See `django.db.models.signals` in Django's documentation.
    """
    for model in models:
        if not (isinstance(model, type) and issubclass(model, Model)):
            raise TypeError(f"watch() takes classes of models, not {model!r}.")
        for each in apps.get_models(include_auto_created=True):
            if issubclass(each, model):
                watch_one(each)


def watch_one(model: type[Model]) -> None:
    watched.add(model)
    post_save.connect(row_changed, sender=model, dispatch_uid=NAME)
    post_delete.connect(row_changed, sender=model, dispatch_uid=NAME)
    for through in throughs(model):
        m2m_changed.connect(related_changed, sender=through, dispatch_uid=NAME)


def throughs(model: type[Model]) -> set[Any]:
    """Return the models of the many-to-many relations from and to this model."""
    of_fields = {field.remote_field.through for field in model._meta.many_to_many}
    relations = (field for field in model._meta.get_fields(include_hidden=True) if isinstance(field, ManyToManyRel))
    return of_fields | {relation.through for relation in relations}


def row_changed(instance: Model, using: str, **kwargs: Any) -> None:
    changed(instance, using=using)


def related_changed(
    instance: Model, action: str, model: type[Model], pk_set: set[Any] | None, using: str, **kwargs: Any
) -> None:
    """Tell that both sides have changed, as far as they are watched."""
    if action not in DONE or pk_set == set():
        return
    if type(instance) in watched:
        changed(instance, using=using)
    if model in watched:
        topics = changed_topics(model) if pk_set is None else topics_of_rows(model, pk_set)
        send_at_commit(dict.fromkeys(topics), using)
