"""How the lists of a source are read."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ListLayout(models.Model):
    """How a person last read a source's lists with one head: proposed again for the next list of that head.

    Each person's own, so that nobody writes over how others read; `layouts_of` says to whom it is proposed.
    """

    source = models.CharField(max_length=120)
    match_source = models.CharField(max_length=120)
    head_digest = models.CharField(max_length=64)  # SHA-256 of the folded column names
    columns = models.JSONField(default=dict)  # column name → what it holds; "" for one that is not read
    encoding = models.CharField(max_length=20, default="", blank=True)
    separator = models.CharField(max_length=1, default="", blank=True)
    sheet = models.CharField(max_length=100, default="", blank=True)
    head_row = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["match_source", "head_digest", "recorded_by"], name="layout_once_a_source_and_head"
            )
        ]
