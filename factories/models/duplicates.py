"""Factories that may be registered twice, what was decided of them, and merges that can be taken back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factories.models.registry import Factory

PERSON = settings.AUTH_USER_MODEL


class DuplicatePair(models.Model):
    """Two factories that may be one; once decided, nobody is asked again."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SAME = "same", _("the same")
        DIFFERENT = "different", _("two factories")

    class Because(models.TextChoices):
        SAME_NAME = "same_name", _("the same name at another address")
        FORMER_NAME = "former_name", _("a name that the other factory had earlier")
        SAME_ADDRESS = "same_address", _("the same address and a similar name")
        ALIKE = "alike", _("a similar name and a similar address")
        BY_HAND = "by_hand", _("raised by hand")

    first = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")  # the lower id
    second = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=12, choices=Because)
    score = models.PositiveSmallIntegerField(
        default=0
    )  # how much speaks for it, 0 to 100: the order of the list
    found_at = models.DateTimeField()
    raised_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")  # by hand
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
        ]
        indexes = [
            models.Index(fields=["-score", "id"], condition=Q(state="open"), name="duplicate_pair_open"),
            models.Index(fields=["second", "state"], name="duplicate_pair_by_second"),
        ]


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
