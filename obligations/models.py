"""Who stands in for whom, from one day to another."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

PERSON = settings.AUTH_USER_MODEL


class Delegation(models.Model):
    """A colleague sees the work of an absent person besides their own. Gives no right: it only widens a list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()  # its last day
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="delegation_one_a_person"
            ),
            models.CheckConstraint(condition=~Q(person=F("colleague")), name="delegation_to_another"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="delegation_forward"),
        ]
        indexes = [
            models.Index(
                fields=["colleague"], condition=Q(ended_at__isnull=True), name="delegation_by_colleague"
            )
        ]
