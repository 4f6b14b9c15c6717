"""The feed of changes, brands' webhooks, and the messages that are owed to them.

No foreign keys to factories: a change is a note about what readers saw, and must not stand in the way of the facts.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class ChangeKind(models.TextChoices):
    """What a brand may be notified of. Who may know of it is asked at every look and every sending."""

    REPORT = "supplier.report_published", _("A supplier's report: new or corrected assessment")
    FINDINGS = "supplier.findings_changed", _("A supplier's findings: responses, fixes")
    PLAN = "supplier.plan_changed", _("A supplier's improvement plan")
    CRITERIA = "supplier.criteria_changed", _("Criteria that a supplier meets or no longer meets")
    ALERT = "supplier.alert_changed", _("A zero-tolerance alert for a supplier: opened or closed")
    PUBLISHED = "recognition.published", _("A supplier is recognised")
    ENDED = "recognition.ended", _("A supplier is no longer recognised")
    GRANTED = "access.granted", _("Access to a supplier's reports: given or changed")
    ACCESS_ENDED = "access.ended", _("Access to a supplier's reports: ended")


class ChangeFeed(models.Model):
    """One row: whoever adds changes holds it until the commit, so that positions are given in the order of commits."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveBigIntegerField(default=0)


class ChangeEntry(models.Model):
    """Something that brands may read changed. Never altered; nothing of the content is kept."""

    position = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40, choices=ChangeKind)
    factory_id = models.BigIntegerField()
    brand_id = models.BigIntegerField(null=True)  # null: for every brand that may read it
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["factory_id", "position"], name="change_by_factory")]


class ShownContent(models.Model):
    """Digests of what outsiders read of a factory when its changes were last noted; "" where there is nothing."""

    factory_id = models.BigIntegerField(primary_key=True)
    report = models.CharField(max_length=64, default="", blank=True)
    findings = models.CharField(max_length=64, default="", blank=True)
    plan = models.CharField(max_length=64, default="", blank=True)
    criteria = models.CharField(max_length=64, default="", blank=True)
    alert = models.CharField(max_length=64, default="", blank=True)
    recognition = models.CharField(max_length=64, default="", blank=True)


class ShownAccess(models.Model):
    """What a brand could read of a factory's reports when its access was last noted."""

    brand_id = models.BigIntegerField()
    factory_id = models.BigIntegerField()
    scope = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["factory_id", "brand_id"], name="shown_access_once")]


class WebhookEndpoint(models.Model):
    """An address of a brand's own system, and what it is notified of."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped after failures")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey("factories.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=300)
    kinds = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    sealed_secret = models.TextField()  # encrypted with a key made from SECRET_KEY
    sealed_previous = models.TextField(default="", blank=True)  # signs as well until `previous_until`
    previous_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["brand", "name"], name="webhook_by_brand")]

    def previous_works(self, now: datetime) -> bool:
        """Whether the secret before signs as well."""
        return self.previous_until is not None and now < self.previous_until


class WebhookMessage(models.Model):
    """One message owed to one endpoint. Its id is the same at every attempt."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("delivered")
        DROPPED = "dropped", _("not sent: no longer readable")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="messages")
    entry = models.ForeignKey(
        ChangeEntry, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: a test
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)  # since it was queued or sent again
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "entry"], name="webhook_message_once"),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "due_at"],
                condition=models.Q(state__in=["waiting", "claimed"]),
                name="webhook_message_owed",
            ),
            models.Index(fields=["endpoint", "-recorded_at"], name="webhook_message_log"),
        ]


class WebhookAttempt(models.Model):
    """One try to deliver a message: insert-only, deleted with its message."""

    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)  # none: no answer
    error = models.CharField(max_length=300, default="", blank=True)
    head = models.TextField(default="", blank=True)  # the first characters of the answer
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["message", "-at"], name="webhook_attempt_by_message")]
