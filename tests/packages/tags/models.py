from django.db import models
from mptt.models import MPTTModel, TreeForeignKey


class Genre(MPTTModel):  # type: ignore[misc]
    """A tree, for django-mptt."""

    name = models.CharField(max_length=50)
    is_secret = models.BooleanField(default=False)
    parent = TreeForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")

    class Meta:
        app_label = "tags"
