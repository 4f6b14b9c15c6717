"""Merges of two records of one factory, which can be taken back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from factories.models.duplicate_pairs import PERSON, DuplicatePair
from factories.models.registry import Factory


class FactoryMerge(models.Model):
    """One factory became part of another, with every row that moved and every value that changed: it can be undone.

    `moved`: table → ids that were given from the dropped factory to the kept one. `changed`: values before and after.
    `held`: table → ids that the kept factory had before, by which later evidence is known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(DuplicatePair, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")
    dropped = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    held = models.JSONField(default=dict)
    reason = models.TextField(default="", blank=True)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    split_at = models.DateTimeField(null=True)
    split_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    split_reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dropped"], condition=Q(split_at__isnull=True), name="factory_merged_once"
            )
        ]
        indexes = [models.Index(fields=["kept", "-merged_at"], name="merge_by_kept")]
