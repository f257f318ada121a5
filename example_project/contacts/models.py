from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from htmx_partials.live import changed

type Reader = AbstractBaseUser | AnonymousUser


class ContactQuerySet(models.QuerySet["Contact"]):
    def active(self) -> ContactQuerySet:
        return self.filter(archived_at=None)

    def search(self, query: str) -> ContactQuerySet:
        """Return the contacts that have each word of `query` in their name, email, company or city."""
        fields = ("first_name", "last_name", "email", "company", "city")
        words = [Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR) for word in query.split()]
        return self.filter(reduce(and_, words, Q()))

    def archive(self, by: Reader) -> list[Contact]:
        """Archive the contacts that are not archived yet, and return them."""
        return self.active()._change(f"Archived by {by}", archived_at=timezone.now())

    def restore(self, by: Reader) -> list[Contact]:
        """Restore the contacts that are archived, and return them."""
        return self.exclude(archived_at=None)._change(f"Restored by {by}", archived_at=None)

    @transaction.atomic
    def _change(self, what: str, **values: Any) -> list[Contact]:
        contacts: list[Contact] = list(self.select_for_update())
        Contact.objects.filter(pk__in=[contact.pk for contact in contacts]).update(**values)
        Event.objects.bulk_create([Event(contact=contact, what=what) for contact in contacts])
        changed(*contacts)
        return contacts


class Contact(models.Model):
    first_name = models.CharField(max_length=50)
    last_name = models.CharField(max_length=50)
    email = models.EmailField(unique=True)
    phone = models.CharField(max_length=30, blank=True)
    company = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=80, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        indexes = [
            models.Index(fields=["last_name", "first_name"]),
            models.Index(fields=["company"]),
            models.Index(fields=["city"]),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_absolute_url(self) -> str:
        return reverse("contact", args=[self.pk])

    def statistics(self) -> dict[str, int]:
        others = Contact.objects.active().exclude(pk=self.pk)
        return {
            "notes": self.notes.count(),
            "colleagues": others.filter(company=self.company).count(),
            "neighbours": others.filter(city=self.city).count(),
        }


class Note(models.Model):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text


class Event(models.Model):
    """An entry in a contact's history."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.what
