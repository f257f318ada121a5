"""What can change: topics are texts, and models and their rows have a text each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model

# How long the text of a topic may be, in characters.
LONGEST = 200

LABEL = re.compile(r"(\w+\.\w+)")
ROW = re.compile(r"(\w+\.\w+):.")


def followed_topic(thing: object) -> str:
    """
    The topic of what `{% live %}` names: a text, a row (an instance) or a model (its class or label).

    Raises `ValueError` where the text is empty or too long, or the instance has no
    primary key; `TypeError` where it is anything else.
    """
    if isinstance(thing, Model):
        return of_row(thing.__class__, thing)
    if isinstance(thing, type) and issubclass(thing, Model):
        return label_of(thing)
    if isinstance(thing, str):
        return checked(of_text(str(thing)))
    raise TypeError(
        f"{thing!r} is no topic. A topic is a text, an instance of a model, or a model's class or label "
        f"('contacts.Contact')."
    )


def changed_topics(thing: object) -> list[str]:
    """
    The topics that change with this.

    With an instance these are its row and its model, with a model every row of it; the
    same of the models that it inherits from.
    """
    if isinstance(thing, Model):
        return [topic for model in family(thing.__class__) for topic in (of_row(model, thing), label_of(model))]
    if isinstance(thing, type) and issubclass(thing, Model):
        return [topic for model in family(thing) for topic in (label_of(model), any_row(label_of(model)))]
    topic = followed_topic(thing)
    return [topic, any_row(topic)] if LABEL.fullmatch(topic) else [topic]


def heard_topics(topic: str) -> list[str]:
    """What tells of a change to this topic: of a row, too, that any row of its model has changed."""
    row = ROW.match(topic)
    return [topic, any_row(row[1])] if row else [topic]


def topics_of_rows(model: type[Model], pks: Iterable[object]) -> list[str]:
    """The topics that change with the rows that have these primary keys."""
    labels = [label_of(each) for each in family(model)]
    return [*labels, *(checked(f"{label}:{pk}") for label in labels for pk in pks)]


def any_row(label: str) -> str:
    return f"{label}:*"


def of_row(model: type[Model], instance: Model) -> str:
    pk = getattr(instance, model._meta.pk.attname)
    if pk is None:
        raise ValueError(
            f"{instance!r} has no primary key, so nothing says which row it is. Name it after save() and before "
            f"delete(), or let htmx_partials.live.watch() do so."
        )
    return checked(f"{label_of(model)}:{pk}")


def label_of(model: type[Model]) -> str:
    return (model._meta.concrete_model or model)._meta.label


def family(model: type[Model]) -> list[type[Model]]:
    """The model, and those with a table that it inherits from."""
    models = [model, *model._meta.all_parents]
    return list(dict.fromkeys(each._meta.concrete_model or each for each in models))


def of_text(text: str) -> str:
    """The text, or the label that it is but for upper and lower case."""
    if LABEL.fullmatch(text):
        try:
            return label_of(apps.get_model(text))
        except LookupError:
            return text
    return text


def checked(topic: str) -> str:
    if not topic:
        raise ValueError("A topic is empty: is the variable that holds it there?")
    if len(topic) > LONGEST:
        raise ValueError(f"A topic has {len(topic)} characters, and may have {LONGEST}: {topic[:40]!r}…")
    return topic
