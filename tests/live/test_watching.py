from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models.signals import m2m_changed, post_delete, post_save

from contacts.models import Contact, Note
from htmx_partials.live import watch, watching
from tests.live.models import Child, Labelled, Parent, Proxy, Tag
from tests.live.test_changes import topics_of

SIGNALS: Any = (post_save, post_delete, m2m_changed)


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test watches, nobody watches after it."""
    monkeypatch.setattr(watching, "watched", set())
    before = [signal.receivers for signal in SIGNALS]
    for signal in SIGNALS:
        signal.receivers = signal.receivers[:]
    yield
    for signal, receivers in zip(SIGNALS, before, strict=True):
        signal.receivers = receivers
        signal.sender_receivers_cache.clear()


@pytest.fixture
def tables(transactional_db: None, sent: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Tables for the models of these tests; returns what is sent."""
    models: list[Any] = [Parent, Child, Tag]
    monkeypatch.setattr(apps, "get_models", lambda **options: [*models, Proxy, Tag.parents.through])
    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)
    yield sent
    with connection.schema_editor() as editor:
        for model in reversed(models):
            editor.delete_model(model)


def taken(sent: list[str]) -> list[set[str]]:
    """The topics that were sent since the last time."""
    found = [set(topics) for topics in topics_of(sent)]
    sent.clear()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_saved_or_deleted_has_changed(sent: list[str]) -> None:
    watch(Group)
    group = Group.objects.create(name="a")
    row = {f"auth.Group:{group.pk}", "auth.Group"}
    assert taken(sent) == [row]
    group.save()
    assert taken(sent) == [row]
    group.delete()
    assert taken(sent) == [row]


@pytest.mark.django_db(transaction=True)
def test_rows_that_are_deleted_together_have_changed_each(sent: list[str]) -> None:
    first, second = Group.objects.create(name="a"), Group.objects.create(name="b")
    watch(Group)
    Group.objects.all().delete()
    [topics] = taken(sent)  # in one transaction
    assert topics == {f"auth.Group:{first.pk}", f"auth.Group:{second.pk}", "auth.Group"}


@pytest.mark.django_db(transaction=True)
def test_what_is_not_watched_sends_nothing(sent: list[str]) -> None:
    watch(Group)
    User.objects.create_user("anna")
    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_work_in_bulk_sends_nothing(sent: list[str]) -> None:
    watch(Group)
    Group.objects.bulk_create([Group(name="a")])
    Group.objects.update(name="b")
    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_who_watches_twice_hears_once(sent: list[str]) -> None:
    watch(Group)
    watch(Group, Group)
    Group.objects.create(name="a")
    assert len(sent) == 1


def test_other_models_are_deleted_as_fast_as_before() -> None:
    watch(Group)
    assert not post_delete.has_listeners(Note)
    assert post_delete.has_listeners(Group)


@pytest.mark.django_db(transaction=True)
def test_both_sides_of_a_relation_change_as_far_as_they_are_watched(sent: list[str]) -> None:
    user, group = User.objects.create_user("anna"), Group.objects.create(name="a")
    of_user = {f"auth.User:{user.pk}", "auth.User"}
    of_group = {f"auth.Group:{group.pk}", "auth.Group"}
    watch(User)
    user.groups.add(group)
    assert taken(sent) == [of_user]
    group.user_set.remove(user)
    assert taken(sent) == [of_user]
    watch(Group)
    group.user_set.add(user)
    assert taken(sent) == [of_group | of_user]
    user.groups.remove(group)
    assert taken(sent) == [of_user | of_group]


@pytest.mark.django_db(transaction=True)
def test_which_rows_were_cleared_nobody_knows(sent: list[str]) -> None:
    user = User.objects.create_user("anna")
    watch(User, Group)
    user.groups.clear()
    assert taken(sent) == [{f"auth.User:{user.pk}", "auth.User", "auth.Group", "auth.Group:*"}]


@pytest.mark.django_db(transaction=True)
def test_what_is_there_already_changes_nothing(sent: list[str]) -> None:
    user, group = User.objects.create_user("anna"), Group.objects.create(name="a")
    user.groups.add(group)
    watch(User, Group)
    user.groups.add(group)
    assert sent == []


def test_a_model_that_inherits_changes_what_it_inherits_from(tables: list[str]) -> None:
    watch(Parent)
    child = Child._default_manager.create(name="a")
    row = {
        f"live_tests.Child:{child.pk}",
        "live_tests.Child",
        f"live_tests.Parent:{child.pk}",
        "live_tests.Parent",
    }
    assert taken(tables) == [row]
    child.delete()
    assert set.union(*taken(tables)) == row


def test_a_proxy_changes_its_model(tables: list[str]) -> None:
    watch(Parent)
    proxy = Proxy._default_manager.create(name="a")
    assert taken(tables) == [{f"live_tests.Parent:{proxy.pk}", "live_tests.Parent"}]


def test_who_watches_an_abstract_model_watches_all_that_inherit_from_it(tables: list[str]) -> None:
    watch(Labelled)
    tag, parent = Tag._default_manager.create(), Parent._default_manager.create(name="a")
    assert taken(tables) == [
        {f"live_tests.Tag:{tag.pk}", "live_tests.Tag"},
        {f"live_tests.Parent:{parent.pk}", "live_tests.Parent"},
    ]
    tag.parents.add(parent)
    rows = {f"live_tests.Tag:{tag.pk}", "live_tests.Tag", f"live_tests.Parent:{parent.pk}", "live_tests.Parent"}
    assert rows <= set.union(*taken(tables))


@pytest.mark.parametrize("model", ["contacts.Contact", Contact(), int, None])
def test_what_is_no_model_is_told(model: Any) -> None:
    with pytest.raises(TypeError) as raised:
        watch(model)
    assert str(raised.value) == f"watch() takes classes of models, not {model!r}."
