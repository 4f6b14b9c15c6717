"""A factory that the programme hands over to its country's labour inspectorate, until the outcome is recorded."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Handover(models.Model):
    """One hand-over. The programme says why and what about; the inspectorate takes it over, plans and reports."""

    class State(models.TextChoices):
        HANDED_OVER = "handed_over", _("handed over")
        TAKEN_OVER = "taken_over", _("taken over")
        PLANNED = "planned", _("inspection planned")
        CLOSED = "closed", _("outcome recorded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # made by the page: sent twice, stored once
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    findings = models.JSONField(default=list)  # [{"question", "text" in English}], of final assessments
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.HANDED_OVER)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    taken_over_at = models.DateTimeField(null=True)
    taken_over_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    planned_on = models.DateField(null=True)
    inspected_on = models.DateField(null=True)
    found = models.TextField(default="", blank=True)
    action = models.TextField(default="", blank=True)
    # the outcome was recorded, or the hand-over withdrawn, with the programme's reason
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    # somebody of the programme has read the outcome
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["factory", "-made_at"], name="handover_by_factory"),
            models.Index(fields=["due_on"], condition=Q(closed_at__isnull=True), name="handover_open_by_day"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the outcome is still to come."""
        return self.state not in {self.State.CLOSED, self.State.WITHDRAWN}

    @property
    def tone(self) -> str:
        """The state as the mark beside it is drawn."""
        return {self.State.CLOSED.value: "done", self.State.WITHDRAWN.value: "closed"}.get(
            self.state, "in_progress"
        )
