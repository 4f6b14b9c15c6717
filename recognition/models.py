"""Recognitions, and appeals against what was decided about them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Recognition(models.Model):
    """A factory's recognition, from proposal to its end."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        DEFERRED = "deferred", _("deferred")
        DECLINED = "declined", _("declined")
        CONFIRMED = "confirmed", _("confirmed")
        PUBLISHED = "published", _("recognised")
        SUSPENDED = "suspended", _("suspended")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        APPEALED = "appealed", _("under appeal")

    LIVE = ("proposed", "deferred", "confirmed", "published", "suspended", "appealed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    evaluation = models.ForeignKey("criteria.Evaluation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State)
    reason = models.TextField(default="", blank=True)  # of the latest human decision
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    publish_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: the system
    expires_on = models.DateField(null=True)  # its last day
    renewed_at = models.DateTimeField(null=True)
    renewed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    suspended_at = models.DateTimeField(null=True)
    suspended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory"],
                condition=Q(
                    state__in=["proposed", "deferred", "confirmed", "published", "suspended", "appealed"]
                ),
                name="recognition_one_live",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="recognition_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["state", "publish_on"], name="recognition_by_state")]


class Appeal(models.Model):
    """A factory's word against a decision about its recognition, and what other eyes made of it."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        DISMISSED = "dismissed", _("dismissed")

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    against = models.CharField(max_length=12, choices=Recognition.State)  # the state appealed against
    decision = models.TextField(default="", blank=True)  # the reason given for it
    decided_against_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )  # who took that decision; null: the system
    grounds = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, default="", blank=True)
    answer = models.TextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recognition"], condition=Q(outcome=""), name="recognition_one_open_appeal"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | Q(decided_against_by__isnull=True)
                | ~Q(answered_by=F("decided_against_by")),
                name="recognition_appeal_other_eyes",
            ),
        ]
