"""Who is each factory's adviser, from which day on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

PERSON = settings.AUTH_USER_MODEL


class FactoryAdviser(models.Model):
    """A person is a factory's adviser from a day on, until the day on which another is, or nobody (null: still)."""

    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    adviser = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    ended_on = models.DateField(null=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory"], condition=Q(ended_on__isnull=True), name="factory_adviser_one_now"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on")),
                name="factory_adviser_forward",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False),
                name="factory_adviser_end_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["adviser"], condition=Q(ended_on__isnull=True), name="factory_adviser_whose")
        ]
