"""Topics, as texts. Models and their rows have a text each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model

# The maximum length of a topic in characters.
LONGEST = 200

LABEL = re.compile(r"(\w+\.\w+)")
ROW = re.compile(r"(\w+\.\w+):.")


def followed_topic(thing: object) -> str:
    """
    Return the topic that `{% live %}` names: a string, a row (an instance), or a model (its class or label).

    Raises `ValueError` for a string that is empty or too long, and for an instance without a
    primary key, and `TypeError` for anything else.
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
    Return the topics that change with this.

    For an instance these are its row and its model, for a model these are the model and all
    its rows. The same holds for the models that it inherits from.
    """
    if isinstance(thing, Model):
        return [topic for model in family(thing.__class__) for topic in (of_row(model, thing), label_of(model))]
    if isinstance(thing, type) and issubclass(thing, Model):
        return [topic for model in family(thing) for topic in (label_of(model), any_row(label_of(model)))]
    topic = followed_topic(thing)
    return [topic, any_row(topic)] if LABEL.fullmatch(topic) else [topic]


def heard_topics(topic: str) -> list[str]:
    """Return the topics whose changes concern this one: for a row, also "any row of its model"."""
    row = ROW.match(topic)
    return [topic, any_row(row[1])] if row else [topic]


def topics_of_rows(model: type[Model], pks: Iterable[object]) -> list[str]:
    """Return the topics that change with the rows with these primary keys."""
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
    """Return the model, and the models with a table that it inherits from."""
    models = [model, *model._meta.all_parents]
    return list(dict.fromkeys(each._meta.concrete_model or each for each in models))


def of_text(text: str) -> str:
    """Return the text, or the label of a model that it is apart from upper and lower case."""
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
