"""Models that inherit, and that have many of each other. Their tables are made by the tests that need them."""

from django.db import models


class Labelled(models.Model):
    class Meta:
        abstract = True
        app_label = "live_tests"

    def __str__(self) -> str:
        return str(self.pk)


class Parent(Labelled):
    name = models.CharField(max_length=10)


class Child(Parent):
    class Meta:
        app_label = "live_tests"


class Proxy(Parent):
    class Meta:
        app_label = "live_tests"
        proxy = True


class Tag(Labelled):
    parents = models.ManyToManyField(Parent, related_name="tags")
