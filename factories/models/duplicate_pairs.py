"""Factories that may be registered twice, and what was decided of them."""

from __future__ import annotations

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
