"""Meetings of a factory's bipartite committee, with what either side puts on the agenda."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class CommitteeMeeting(models.Model):
    """One meeting. Its agenda is suggested from the evidence, less what is left out, with points of both sides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    meets_on = models.DateField()
    place = models.CharField(max_length=200, default="", blank=True)
    left_out = models.JSONField(default=list)  # keys of suggested lines
    points = models.TextField(default="", blank=True)  # of the factory, one a line
    worker_points = models.TextField(default="", blank=True)  # of the workers' side, one a line
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["factory", "meets_on"], name="one_meeting_a_day")]
