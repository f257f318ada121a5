from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

# A worker reports with each batch, many times a second.
SILENCE = timedelta(seconds=5)


class Import(models.Model):
    """A file of contacts, and the progress of importing it."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    file_name = models.CharField(max_length=255)
    text = models.TextField()  # emptied when everything is imported
    last_line = models.PositiveIntegerField()
    line = models.PositiveIntegerField(default=1)  # the last line that is done; the first line names the columns
    kept = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    token = models.UUIDField(default=uuid4)  # the number of the task that may work on it
    seen_at = models.DateTimeField(default=timezone.now)  # when a worker last reported, or is expected to report first

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_active(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def is_silent(self) -> bool:
        """Whether a worker should have reported by now."""
        return self.is_active and timezone.now() - self.seen_at > SILENCE

    @property
    def is_lost(self) -> bool:
        return self.is_silent and self.status == self.Status.RUNNING

    @property
    def is_under_way(self) -> bool:
        return self.is_active and not self.is_lost

    @property
    def can_go_on(self) -> bool:
        return self.is_silent or self.status in (self.Status.CANCELLED, self.Status.FAILED)

    @property
    def lines(self) -> int:
        """The number of lines to import: all but the first one."""
        return self.last_line - 1

    @property
    def settled(self) -> int:
        return self.line - 1

    @property
    def percent(self) -> int:
        return 100 * self.settled // self.lines


class Problem(models.Model):
    """A line that is not a contact, and why."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    reason = models.TextField()

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["of", "line"], name="one_problem_a_line")]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"
